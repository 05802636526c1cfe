"""What every test may count on: no network beyond this machine."""

import ipaddress
import socket
from typing import Any

import pytest

pytest_plugins = ["tests.cast"]


def _is_loopback(address: Any) -> bool:
    """Tell whether a socket address stays on this machine. Unix sockets have a path, not a pair."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine, so that no test depends on another."""
    connect = socket.socket.connect

    def connect_on_this_machine(self: socket.socket, address: Any) -> None:
        if not _is_loopback(address):
            raise PermissionError(f"A test tried to reach {address}; tests stay on this machine.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_on_this_machine)
