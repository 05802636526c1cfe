"""The demo's launcher: what it refuses, and that nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.utils import OperationalError

from config.demo import __main__ as launcher
from config.demo import preflight, preparation
from config.demo.errors import DemoError
from config.demo.services import Services
from config.folders import PROJECT


def run_demo(tmp_path: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the launcher in a data folder of its own until it ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "config.demo"],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "GONGXIN_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = run_demo(tmp_path, PORT=str(port))
    assert run.returncode == 1
    assert run.stderr == (
        f"Port {port} is in use by another program (or another demo). "
        f"Stop it, or choose another port: make demo PORT={port + 1}\n"
    )


@pytest.mark.parametrize("text", ["eight", "0", "65536", "-1"])
def test_a_port_that_is_none_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(DemoError, match=f"^PORT is '{text}': give a number from 1 to 65535"):
        launcher._port()


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda _: SimpleNamespace(free=3 * 1024**2))
    with pytest.raises(DemoError, match=r"^Not enough space: .* has 3 MB free, the demo needs 500 MB\. Free some"):
        preflight.check_space(tmp_path)


def test_a_database_server_that_is_away_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = run_demo(tmp_path, PORT=str(port), DATABASE_URL=f"postgresql://somebody@127.0.0.1:{port}/gongxin")
    assert run.returncode == 1
    assert run.stderr.startswith("The database cannot be used: connection failed")
    assert "Traceback" not in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_server_that_does_not_fit_stops_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: object) -> list[object]:
        raise OperationalError("no pg_hba.conf entry\nfor this host")

    monkeypatch.setattr(preparation, "server_problems", refuse)
    with pytest.raises(DemoError, match=r"^The database cannot be used: no pg_hba.conf entry for this host$"):
        preparation.check_server()


def test_a_program_that_ends_by_itself_is_named_with_its_log(tmp_path: Path) -> None:
    services = Services(tmp_path / "logs")
    services.start("web server", ["this_module_is_not_there"])
    services._running["web server"].wait(30)
    with pytest.raises(DemoError, match=r"^The web server ended by itself \(exit code 1\)\. See .*web-server\.log$"):
        services.check()


def test_programs_that_do_not_want_to_end_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn = tmp_path / "stubborn.py"
    stubborn.write_text(
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("config.demo.services.PATIENCE", 0.2)
    services = Services(tmp_path / "logs")
    services.start("worker", ["stubborn"])
    process = services._running["worker"]
    while not (tmp_path / "logs" / "worker.log").read_bytes():
        time.sleep(0.02)
    services.stop()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_programs_end_when_the_launcher_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom config.demo.services import Services\n"
        "services = Services(Path(sys.argv[1]))\n"
        "services.start('server', ['http.server', '--bind', '127.0.0.1', '0'])\n"
        "print(services._running['server'].pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.05)
