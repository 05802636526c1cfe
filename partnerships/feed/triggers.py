"""The triggers that write the feed: one small row per statement, whoever writes and however."""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from psycopg import sql

from partnerships.datasets import DataTable, data_tables
from partnerships.triggers import function_exists, set_triggers

PREFIX = "feed_"
EVENTS = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows",
    "update": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows",
    "truncate": "BEFORE TRUNCATE ON {table}",
}


def install_feed(**_signal: object) -> None:
    """Sets the triggers of every table in the feed. What a table holds when it joins is told as entered then."""
    if not function_exists("partnerships_feed_row"):
        return  # a migration that is yet to come brings it
    tables = {table.model._meta.db_table: table for table in data_tables().values() if table.in_feed}
    with transaction.atomic():
        for joined in sorted(set_triggers(PREFIX, _statements(tables.values()))):
            _tell_what_is_there(tables[joined])
        _number_anew()


def _statements(tables: Iterable[DataTable]) -> Iterator[tuple[tuple[str, str], str]]:
    for table in tables:
        for event, clause in EVENTS.items():
            yield (table.model._meta.db_table, PREFIX + event), _statement(table, event, clause)


def _statement(table: DataTable, event: str, clause: str) -> str:
    function = "partnerships_feed_fact" if table.is_fact and event == "update" else "partnerships_feed_row"
    text = "CREATE OR REPLACE TRIGGER {name} " + clause + " FOR EACH STATEMENT EXECUTE FUNCTION {function}({told_as})"
    statement = sql.SQL(text).format(  # type: ignore[arg-type]  # of constants alone
        name=sql.Identifier(PREFIX + event),
        table=sql.Identifier(table.model._meta.db_table),
        function=sql.Identifier(function),
        told_as=sql.Literal(table.name),
    )
    return statement.as_string()


def _tell_what_is_there(table: DataTable) -> None:
    statement = sql.SQL(
        'INSERT INTO partnerships_feedentry (transaction, "table", act, keys) '
        "SELECT pg_current_xact_id(), {name}, 'insert', range_agg(int8range(id, id, '[]')) FROM {table} "
        "HAVING count(*) > 0"
    ).format(name=sql.Literal(table.name), table=sql.Identifier(table.model._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string())


def _number_anew() -> None:
    """After a restore into another server, whose transactions count from lower: what came with it is told as of now.

    Without this, old numbers would lie in that server's future and hide their entries until it got there.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partnerships_feedentry SET transaction = pg_current_xact_id() "
            "WHERE transaction > pg_current_xact_id()"
        )
