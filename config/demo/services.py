"""The programs the demo runs beside itself, and their end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.demo.errors import DemoError

PATIENCE = 15  # seconds a program has to end by itself
SET_SIGNAL_AT_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)


class Services:
    """Programs with their logs. All of them end with this one."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(mode=0o700, exist_ok=True)

    def start(self, name: str, arguments: Sequence[object]) -> None:
        """Start a Python module in a session of its own: a Ctrl-C reaches this process, which ends them in order."""
        with self._log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (no other thread is running by now)
            )

    def check(self) -> None:
        """Raise `DemoError` where one of them has ended."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise DemoError(f"The {name} ended by itself (exit code {process.returncode}). See {self._log(name)}")

    def stop(self) -> None:
        """Ask all to end, wait, and end by force what has not."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self._running.values():
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                # Work cut off here is not lost: a task is acknowledged only when it is done.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def _log(self, name: str) -> Path:
        return self._logs / f"{name.replace(' ', '-')}.log"


def _end_with_parent() -> None:
    """On Linux, have the kernel end this program when the launcher is killed without a chance to do so itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_SIGNAL_AT_PARENT_DEATH, signal.SIGTERM)
