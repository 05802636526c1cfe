"""What must hold before anything is started."""

import errno
import shutil
import socket
from pathlib import Path

from config.demo.errors import DemoError

HOST = "127.0.0.1"
SPACE_NEEDED = 500 * 1024**2  # bytes: the demo world with its assessments, indexes and write-ahead log


def check_port(port: int) -> None:
    """Raise `DemoError` where another program listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                reason = f"Port {port} is in use by another program (or another demo)"
            else:
                reason = f"Port {port} cannot be used: {problem.strerror}"
            raise DemoError(f"{reason}. Stop it, or choose another port: make demo PORT={port + 1}") from None


def check_space(folder: Path) -> None:
    """Raise `DemoError` where the disk of `folder` is too full for the demo world."""
    free = shutil.disk_usage(folder).free
    if free < SPACE_NEEDED:
        raise DemoError(
            f"Not enough space: {folder} has {free // 1024**2} MB free, the demo needs {SPACE_NEEDED // 1024**2} MB. "
            "Free some, or set GONGXIN_DATA to a folder elsewhere."
        )
