"""Commands that need the tables see to them first."""

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def see_to_tables() -> None:
    """Makes the tables of a new, empty database. One whose tables are of an older version is left to its operator.

    Raises:
        CommandError: migrations are waiting.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if executor.loader.applied_migrations:
        raise CommandError("The database is of an older version. Run: python manage.py migrate")
    call_command("migrate", interactive=False, verbosity=0)
