"""Throw-away databases beside the configured one, so that every measurement starts from the same state."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, connections

PREFIX = "gongxin_benchmark_"


@contextmanager
def database(name: str, template: str | None = None) -> Iterator[None]:
    """Makes the default connection use a new database (migrated, or a copy of a template) and drops it afterwards."""
    home = connection.settings_dict["NAME"]
    new = PREFIX + name
    _run(f'DROP DATABASE IF EXISTS "{new}"')
    _run(f'CREATE DATABASE "{new}"' + (f' TEMPLATE "{PREFIX}{template}"' if template else ""))
    _use(new)
    try:
        if template is None:
            call_command("migrate", verbosity=0)
        yield
    finally:
        _use(home)
        if template is not None:
            _run(f'DROP DATABASE "{new}"')


def drop(name: str) -> None:
    """Drops a database made as a template."""
    _run(f'DROP DATABASE IF EXISTS "{PREFIX}{name}"')


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _run(statement: str) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(statement)
