"""The triggers that write the trail. They fire once per statement, so that COPY and bulk updates stay fast.

They are set by every `migrate`, from the tables in each app's module `tracked`; nothing else has to be remembered when
a model is added. One function serves all tables: rows are compared as JSON, whatever their columns.
"""

from collections.abc import Iterator, Sequence

from django.db import models
from psycopg import sql

from partnerships.triggers import function_exists, set_triggers

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
    if function_exists("partnerships_write_change"):  # else the schema is older than the trail
        set_triggers(PREFIX, _statements())


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
