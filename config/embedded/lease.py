"""One server for many processes: each holds a lease; the first starts the server, the last one's end stops it."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config.embedded import cluster, keeper
from config.embedded.place import Place, find_place

_leases: dict[Place, int] = {}  # descriptors of locked files: open as long as the process lives


def use_server(data_folder: Path, database: str, server_settings: Mapping[str, str] | None = None) -> Place:
    """Return the place of a running server, started if need be, that stays up at least as long as this process.

    Raises:
        EmbeddedServerError: it cannot be started.
    """
    place = find_place(data_folder)
    if place not in _leases:
        # Waits while a keeper is stopping the server.
        _leases[place] = _locked(place, "users", fcntl.LOCK_SH)
    with _only_starter(place):
        _see_to_keeper(place)
        if not cluster.is_live(place):
            cluster.start(place, database, server_settings or {})
    return place


@contextmanager
def released_at_end() -> Iterator[None]:
    """Give all leases back at the end, and wait until each server is stopped, or known to be used by others."""
    try:
        yield
    finally:
        for place in list(_leases):
            os.close(_leases.pop(place))
            _wait_until_stopped(place)


def _wait_until_stopped(place: Place) -> None:
    deadline = time.monotonic() + cluster.START_SECONDS
    while time.monotonic() < deadline and _keeper_on_duty(place) and not _others_use(place):
        time.sleep(0.05)


def _lock_path(place: Place, name: str) -> Path:
    return place.base / f"{name}.lock"


def _locked(place: Place, name: str, operation: int) -> int:
    """Open and lock one of the place's lock files; closing the returned descriptor releases it.

    Raises:
        BlockingIOError: `operation` says not to wait, and the lock is taken.
    """
    descriptor = os.open(_lock_path(place, name), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, operation)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _only_starter(place: Place) -> Iterator[None]:
    descriptor = _locked(place, "start", fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _is_taken(place: Place, name: str, operation: int) -> bool:
    try:
        os.close(_locked(place, name, operation | fcntl.LOCK_NB))
    except BlockingIOError:
        return True
    return False


def _keeper_on_duty(place: Place) -> bool:
    return _is_taken(place, "keeper", fcntl.LOCK_EX)


def _others_use(place: Place) -> bool:
    """Tell whether a process holds a lease. A keeper that is stopping the server holds the lock alone, and is none."""
    return _is_taken(place, "users", fcntl.LOCK_EX) and not _is_taken(place, "users", fcntl.LOCK_SH)


def _see_to_keeper(place: Place) -> None:
    """Start a keeper unless one is on duty, and return when it is: it outlives this process and its terminal."""
    if _keeper_on_duty(place):
        return
    uid, gid = (place.account.uid, place.account.gid) if place.account else (-1, -1)
    locks = [_lock_path(place, name) for name in ("users", "keeper")]
    _lock_path(place, "keeper").touch()
    with (place.base / "keeper.log").open("wb") as log:
        subprocess.run(  # noqa: S603
            [sys.executable, "-I", keeper.__file__, *locks, str(uid), str(gid), "--", *cluster.stop_command(place)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            check=True,
        )
