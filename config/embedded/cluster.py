"""Making, starting and asking the server of one place."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping

import psycopg
from psycopg import sql

from config.embedded.errors import EmbeddedServerError
from config.embedded.place import Place

PORT = 5432  # part of the socket's name; nothing listens on the network
ROLE = "gongxin"
START_SECONDS = 60
ORPHAN_SECONDS = 10  # how long the processes of a server that was killed may take to notice that it is gone
SPACE_NEEDED = 300 * 1024**2  # bytes: an empty cluster with its write-ahead log, and room to begin


def is_live(place: Place) -> bool:
    """Tell whether the server answers. Only a connection proves it: a process id may be stale."""
    try:
        _connect(place).close()
    except psycopg.OperationalError:
        return False
    return True


def start(place: Place, database: str, server_settings: Mapping[str, str]) -> None:
    """Start the server, making the cluster and the database where they are missing.

    Raises:
        EmbeddedServerError: no space, or the server's own reason.
    """
    if not place.cluster.exists():
        _make_cluster(place)
    options = {"listen_addresses": "", "unix_socket_directories": str(place.sockets), **server_settings}
    given = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options.items())
    arguments = ["-D", place.cluster, "-l", place.log, "-t", str(START_SECONDS), "-o", f"-p {PORT} {given}", "start"]
    _run_past_orphans(place, "pg_ctl", *arguments)
    with _connect(place) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))


def stop_command(place: Place) -> list[str]:
    """Return the command that ends the server's connections, lets it write its checkpoint, and stops it."""
    return [str(place.programs / "pg_ctl"), "-D", str(place.cluster), "-m", "fast", "-s", "stop"]


def _make_cluster(place: Place) -> None:
    """Make the data directory aside and move it into place, so that an interrupted start leaves no half of one."""
    if shutil.disk_usage(place.base).free < SPACE_NEEDED:
        raise EmbeddedServerError(
            f"No space for the database: {place.base} needs {SPACE_NEEDED // 1024**2} MB free. "
            "Free some, or set GONGXIN_DATA to a folder elsewhere."
        )
    draft = place.base / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    # The built-in C.UTF-8 knows the letters of every script and needs no locale of the machine.
    _run(
        place, "initdb", "-D", draft, "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--no-locale",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
    )  # fmt: skip
    draft.rename(place.cluster)


def _connect(place: Place) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.sockets), port=PORT, user=ROLE, dbname="postgres", connect_timeout=10, autocommit=True
    )


def _run_past_orphans(place: Place, program: str, *arguments: object) -> None:
    """Run a program again while what a killed server left behind stands in its way.

    Its processes hold the shared memory until each has noticed, and PostgreSQL refuses to start beside them. The lock
    file tells: a server that stopped by itself has removed it.
    """
    deadline = time.monotonic() + ORPHAN_SECONDS
    while True:
        try:
            return _run(place, program, *arguments)
        except EmbeddedServerError:
            if not (place.cluster / "postmaster.pid").exists() or time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def _run(place: Place, program: str, *arguments: object) -> None:
    """Run one of the server's programs under its account, its messages going to the log.

    They must not go to a pipe: the server inherits it and would keep it open.
    """
    account = {"user": place.account.uid, "group": place.account.gid, "extra_groups": []} if place.account else {}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with (place.base / "start.log").open("w+b") as log:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            [place.programs / program, *map(str, arguments)],
            check=False, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd="/", **account,
        )  # fmt: skip
        if done.returncode:
            log.seek(0)
            reason = log.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise EmbeddedServerError(
                f"The embedded PostgreSQL did not start ({program}: {reason[-1]}). Its log is {place.log}."
            )
