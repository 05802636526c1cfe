"""Triggers that are set by every `migrate` from what the code says, so that a new model needs no migration for them."""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from psycopg import sql

Key = tuple[str, str]  # a table and the trigger's name


def set_triggers(prefix: str, statements: Iterable[tuple[Key, str]]) -> set[str]:
    """Makes the triggers whose names begin with the prefix exactly these; returns the tables that had none before.

    Running it again changes nothing. Tables that a migration is yet to make are passed over.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        found = _found(prefix)
        existing = set(connection.introspection.table_names(cursor))
        wanted = {key: statement for key, statement in statements if key[0] in existing}
        _take_away(found.keys() - wanted.keys())
        for (table, name), statement in wanted.items():
            if found.get((table, name)) != statement:
                cursor.execute(statement)
                comment = sql.SQL("COMMENT ON TRIGGER {} ON {} IS {}")
                cursor.execute(
                    comment.format(sql.Identifier(name), sql.Identifier(table), sql.Literal(statement)).as_string()
                )
    return {table for table, _name in wanted} - {table for table, _name in found}


def function_exists(name: str) -> bool:
    """Whether the migration that brings the function has run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_proc WHERE proname = %s", [name])
        return cursor.fetchone() is not None


def _found(prefix: str) -> Mapping[Key, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger "
            "WHERE tgname LIKE %s AND NOT tgisinternal",
            [prefix + "%"],
        )
        return {(table.strip('"'), name): made_by for table, name, made_by in cursor.fetchall()}


def _take_away(keys: Iterable[Key]) -> None:
    with connection.cursor() as cursor:
        for table, name in keys:
            drop = sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(name), sql.Identifier(table))
            cursor.execute(drop.as_string())
