"""A migrated database that test databases are copied from: migrating takes ten seconds, copying a tenth of one.

It is made by the first who needs it, under a lock of the server, and found again until a migration changes.
"""

import hashlib
import inspect
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg.sql import SQL, Identifier

from tests.sessions import aside

PREFIX = "gongxin_tests_"


def template() -> str:
    """The name of the template for the migrations of now. It is there afterwards, those of others are gone."""
    name = PREFIX + _digest()
    with aside() as outside:
        outside.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        kept = [
            row[0]
            for row in outside.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        ]
        if name not in kept:
            for old in kept:
                outside.execute(SQL("DROP DATABASE {}").format(Identifier(old)))
            half_made = f"{name}_half"
            outside.execute(SQL("CREATE DATABASE {}").format(Identifier(half_made)))
            _migrate(half_made)
            outside.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(half_made), Identifier(name)))
    return name


def _digest() -> str:
    digest = hashlib.sha256()
    for _, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        digest.update(Path(inspect.getfile(type(migration))).read_bytes())
    return digest.hexdigest()[:16]


def _migrate(name: str) -> None:
    home = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home
