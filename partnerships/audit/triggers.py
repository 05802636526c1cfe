"""The triggers that write the trail. They fire once per statement, so that COPY and bulk updates stay fast.

They are set by every `migrate`, from the tables in each app's module `tracked`; nothing else has to be remembered when
a model is added. One function serves all tables: rows are compared as JSON, whatever their columns.
"""

from collections.abc import Iterator, Sequence

from django.db import connection, models
from psycopg import sql

from .tracked import Tracked, tracked_models

PREFIX = "audit_"
EVENTS = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
    "truncate": "",
}


def install_triggers(**_signal: object) -> None:
    """Sets the triggers of every tracked table and takes away all others of ours. Running it again changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_proc WHERE proname = 'partnerships_write_change'")
        if cursor.fetchone() is None:
            return  # the schema is older than the trail: a migration that is yet to come brings it
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger "
            "WHERE tgname LIKE %s AND NOT tgisinternal",
            [PREFIX + "%"],
        )
        found = {(table.strip('"'), name): made_by for table, name, made_by in cursor.fetchall()}
        existing = set(connection.introspection.table_names(cursor))
        wanted = {key: statement for key, statement in _statements() if key[0] in existing}
        for table, name in found.keys() - wanted.keys():
            cursor.execute(
                sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(name), sql.Identifier(table)).as_string()
            )
        for (table, name), statement in wanted.items():
            if found.get((table, name)) != statement:
                cursor.execute(statement)
                comment = sql.SQL("COMMENT ON TRIGGER {} ON {} IS {}")
                cursor.execute(
                    comment.format(sql.Identifier(name), sql.Identifier(table), sql.Literal(statement)).as_string()
                )


def _statements() -> Iterator[tuple[tuple[str, str], str]]:
    """For each trigger its table and name, and the statement that makes it."""
    for model, how in tracked_models().items():
        for event, rows in EVENTS.items():
            if event != "insert" or how.inserts:
                yield (model._meta.db_table, PREFIX + event), _statement(model, how, event, rows)


def _statement(model: type[models.Model], how: Tracked, event: str, rows: str) -> str:
    statement = sql.SQL(
        "CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} {rows} FOR EACH STATEMENT "
        "EXECUTE FUNCTION partnerships_write_change({model}, {key}, {secret}, {ignored})"
    )
    return statement.format(
        name=sql.Identifier(PREFIX + event),
        event=sql.SQL(event.upper()),
        table=sql.Identifier(model._meta.db_table),
        rows=sql.SQL(rows),
        model=sql.Literal(model._meta.model_name),
        key=sql.Literal(model._meta.pk.column),
        secret=sql.Literal(_array(how.secret)),
        ignored=sql.Literal(_array(how.ignored)),
    ).as_string()


def _array(columns: Sequence[str]) -> str:
    return "{" + ",".join(columns) + "}"
