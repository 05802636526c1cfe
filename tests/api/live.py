"""The test's own connection, for requests that are not made by Django's client."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def kept_open() -> Iterator[BaseDatabaseWrapper]:
    """The test's connection, also for use by another thread: a request that ends does not close it."""
    shared, signals = connections["default"], (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    shared.inc_thread_sharing()
    yield shared
    shared.dec_thread_sharing()
    for signal in signals:
        signal.connect(close_old_connections)
