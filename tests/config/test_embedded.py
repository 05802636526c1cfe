"""The embedded PostgreSQL: shared by processes, gone with the last of them, harmless to its surroundings."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.embedded import cluster, place
from config.embedded.errors import EmbeddedServerError
from config.embedded.place import Account, Place, find_place
from config.folders import PROJECT

QUICK = {"fsync": "off"}
USER = """
import sys
from pathlib import Path
from config.embedded.lease import released_at_end, use_server
with released_at_end():
    print(use_server(Path(sys.argv[1]), "gongxin", {"fsync": "off"}).cluster, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own; its server's files are removed even where they lie elsewhere."""
    yield tmp_path
    shutil.rmtree(find_place(tmp_path).base)


@contextmanager
def user_of(folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """A process that uses the server of `folder` until the end of the block, whatever happens in it."""
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        yield process
        process.communicate("", timeout=60)
        assert process.returncode in {0, -signal.SIGKILL}


def kill_server(where: Place) -> None:
    """Kill the server's first process, which leaves the others behind for a moment."""
    os.kill(int((where.cluster / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    while cluster.is_live(where):
        time.sleep(0.05)


def process_of(where: Place, backend: str) -> int:
    """Return the process id of one of the server's own processes."""
    with cluster._connect(where) as connection:
        found = connection.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = %s", [backend]).fetchone()
    assert found
    return int(found[0])


def wait_until_stopped(where: Place) -> None:
    deadline = time.monotonic() + 20
    while (where.cluster / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not cluster.is_live(where)


def test_two_processes_share_a_server_that_stops_with_the_last(folder: Path) -> None:
    where = find_place(folder)
    with user_of(folder):
        with user_of(folder):
            pass
        assert cluster.is_live(where)
    assert not cluster.is_live(where)


def test_the_server_stops_when_its_only_user_is_killed(folder: Path) -> None:
    where = find_place(folder)
    with user_of(folder) as user:
        assert cluster.is_live(where)
        user.kill()
    wait_until_stopped(where)


def test_a_server_that_was_killed_is_started_again_on_its_data(folder: Path) -> None:
    where = find_place(folder)
    with user_of(folder):
        kill_server(where)
        with user_of(folder):
            assert cluster.is_live(where)
    wait_until_stopped(where)


def test_processes_that_outlive_a_killed_server_are_waited_for(folder: Path) -> None:
    where = find_place(folder)
    with user_of(folder):
        checkpointer = process_of(where, "checkpointer")
        os.kill(checkpointer, signal.SIGSTOP)  # asleep, it cannot notice that its server is gone
        kill_server(where)
        waker = threading.Timer(1, os.kill, (checkpointer, signal.SIGCONT))
        waker.start()
        with user_of(folder):
            assert not waker.is_alive()
            assert cluster.is_live(where)


def test_an_interrupted_making_of_the_cluster_leaves_no_half_of_one(folder: Path) -> None:
    where = find_place(folder)
    (where.base / "cluster.new").mkdir()
    (where.base / "cluster.new" / "PG_VERSION").write_text("18")
    with user_of(folder):
        pass
    assert where.cluster.exists()
    assert not (where.base / "cluster.new").exists()


def test_a_full_disk_is_told_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SPACE_NEEDED", 2**62)
    with pytest.raises(EmbeddedServerError, match=r"^No space for the database: .* needs \d+ MB free\. Free some, or"):
        cluster.start(find_place(folder), "gongxin", QUICK)


def test_what_postgres_refuses_is_quoted(folder: Path) -> None:
    with pytest.raises(
        EmbeddedServerError, match=r"^The embedded PostgreSQL did not start \(pg_ctl: .*\)\. Its log is"
    ):
        cluster.start(find_place(folder), "gongxin", {"shared_buffers": "1 parsec"})


@pytest.mark.parametrize(("mode", "reached"), [(0o711, True), (0o700, False)])
def test_an_account_passes_only_through_folders_open_to_it(tmp_path: Path, mode: int, reached: bool) -> None:
    stranger = Account(uid=54321, gid=54321)
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    for step in (inner, *inner.parents):
        if (
            step.is_relative_to(tmp_path.parents[-2])
            and step.stat().st_uid == os.geteuid()
            and tmp_path in step.parents
        ):
            step.chmod(0o711)
    inner.chmod(mode)
    above = place._reachable(stranger, tmp_path)
    assert place._reachable(stranger, inner) is (reached and above)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server under another account")
def test_root_opens_no_folder_to_the_account_of_the_server(folder: Path) -> None:
    folder.chmod(0o700)
    before = folder.parent.stat().st_mode
    with user_of(folder):
        pass
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent.stat().st_mode == before
    assert place.ROOT_SHELF in find_place(folder).base.parents


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = find_place(folder).base
    os.chown(base, 54321, 54321)
    with pytest.raises(EmbeddedServerError, match="belongs to another user: run as that user, or set GONGXIN_DATA"):
        place._make_private_folder(base, Account(uid=54322, gid=54322))
    os.chown(base, 0, 0)


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    sockets = place._socket_folder(deep, None)
    assert len(os.fsencode(sockets)) <= place.LONGEST_SOCKET_FOLDER
    assert sockets.stat().st_mode & 0o777 == 0o700
    sockets.rmdir()
