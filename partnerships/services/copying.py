"""Writing many rows of one table at once, by PostgreSQL's COPY on Django's own connection and transaction.

A row costs about a twentieth of what `bulk_create` takes. COPY does not validate, so what Django would have checked
without a query is checked here, and what the database refuses is told in the words of the broken constraint.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import psycopg
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import Error, connection, models, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from partnerships.audit import signed

if TYPE_CHECKING:
    from collections.abc import Sequence

# A table has outgrown its statistics at twice the pages it had then, and at this many if it was nearly empty.
LEAST_PAGES = 50
LINE_OF_COPY = re.compile(r"COPY \S+, line (\d+)")


class RowError(ValidationError):
    """A row of a batch is refused, and with it the batch. `row` is its index from 0; None when it is not known."""

    def __init__(self, row: int | None, field: str, sentence: Any) -> None:
        self.row = row
        super().__init__({field: sentence})


def clean_columns(rows: Sequence[models.Model]) -> list[list[Any]]:
    """The rows' values, column by column and without the key, cleaned; refuses the first one a column does not take.

    It is `clean_fields` but for the queries of foreign keys. Each distinct value is cleaned once.
    """
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    return [_clean_column(field, [row.__dict__[field.attname] for row in rows]) for field in fields]


def _clean_column(field: models.Field[Any, Any], values: list[Any]) -> list[Any]:
    cleaned: dict[Any, Any] = {}
    for index, value in enumerate(values):
        if value not in cleaned:
            try:
                cleaned[value] = _clean_value(field, value)
            except ValidationError as error:
                raise RowError(index, field.name, error.error_list) from error
    return [cleaned[value] for value in values]


def _clean_value(field: models.Field[Any, Any], value: Any) -> Any:
    if field.is_relation:
        if value is None and not field.null:
            raise ValidationError(_("This is missing. Give one."))
        return value
    return value if field.blank and value in field.empty_values else field.clean(value, None)


def allocate_keys(rows: Sequence[models.Model]) -> None:
    """Gives each row the primary key it will have, so that other rows can point at it. One query."""
    meta = rows[0]._meta
    query = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [connection.ops.quote_name(meta.db_table), meta.pk.column, len(rows)])
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Writes unsaved rows of one model and gives them their primary keys. All or none.

    Raises `RowError` for the first row that breaks a constraint.
    """
    model = type(rows[0])
    columns = clean_columns(rows)
    allocate_keys(rows)
    try:
        with transaction.atomic():
            _copy(model, [[row.pk for row in rows], *columns])
            with connection.cursor() as cursor:
                # Foreign keys are checked at commit; here a missing row can still be told.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (psycopg.Error, Error) as error:
        refusal = _told(error, model)
        if refusal is None:
            raise
        raise refusal from error
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias
    refresh_statistics(model)


def refresh_statistics(model: type[models.Model]) -> None:
    """Takes new statistics of a table that has outgrown its old ones. One query, or two.

    Autovacuum sees nothing of an open transaction: without this a large import is planned as if its tables were empty,
    and a join of two of them does not end. Where another transaction is at it, that one's will do.
    """
    outgrown = """
        SELECT pg_relation_size(oid) > 2 * greatest(relpages, %s)::bigint * current_setting('block_size')::int
        FROM pg_class WHERE oid = %s::regclass
    """
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(outgrown, [LEAST_PAGES, table])
        if cursor.fetchone()[0]:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {table}")


def _copy(model: type[models.Model], columns: list[list[Any]]) -> None:
    """The columns come as the key and then the others in the model's order."""
    others = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = [sql.Identifier(str(name)) for name in (model._meta.pk.column, *others)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(names)
    )
    with connection.cursor() as cursor, cursor.copy(signed(statement.as_string())) as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)


def _told(error: Exception, model: type[models.Model]) -> RowError | None:
    """The refusal that stands for a database error; None when it is not about a row."""
    source = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(source, psycopg.IntegrityError | psycopg.DataError):
        return None
    diagnosis = source.diag
    line = LINE_OF_COPY.search(diagnosis.context or "")
    row = int(line[1]) - 1 if line else None
    for constraint in model._meta.constraints:
        if constraint.name == diagnosis.constraint_name:
            return RowError(row, NON_FIELD_ERRORS, constraint.get_violation_error_message())
    detail = diagnosis.message_detail or diagnosis.message_primary or str(source)
    return RowError(row, NON_FIELD_ERRORS, _("The database refuses this: %(detail)s") % {"detail": detail})
