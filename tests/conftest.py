"""What every test may count on: no network beyond this machine."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.sessions import end_sessions
from tests.template import template

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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Lets the test database be a copy of one that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Ends what sessions threads and event loops have left open, so that the test database can be dropped."""
    yield
    with django_db_blocker.unblock():
        end_sessions(connection.settings_dict["NAME"])
