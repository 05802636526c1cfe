"""Reads the evidence frames of any partnerships, as known at any moment.

Everything is read through Django's own connection, with COPY, so that a caller inside a transaction sees its own
changes. One query per frame, whatever the number of partnerships.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import polars as pl
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from trust.scoring.evidence import SCHEMAS, Evidence, frame

from .lineage import Inheritance
from .statements import FACT_TABLES, FRAMES, known_rows, subjects
from .then import shadowed


def gather(
    partnerships: Iterable[int] | None = None, *, known_at: datetime, inherited: Sequence[Inheritance] = ()
) -> Evidence:
    """The evidence on the partnerships with these keys (default: on all), as known at a moment.

    A fact counts as known from the moment it was recorded until it was voided; the closing of an open fact (a payment
    made, an answer given, a tie ended) from the moment that was recorded. Verification and objections are read as they
    stood at the moment, and organizations merged since as the two they were. `inherited` is evidence that counts as
    the partnership's own because its body took over from another.
    """
    keys = None if partnerships is None else sorted(partnerships)
    kinds = {
        kind.model: kind.pk for kind in ContentType.objects.filter(app_label="partnerships", model__in=FACT_TABLES)
    }
    parameters: dict[str, object] = {
        "known_at": known_at,
        "keys": keys,
        "heirs": [each.partnership for each in inherited],
        "sources": [each.source for each in inherited],
        "bodies": [each.body for each in inherited],
        **{f"{model}_kind": kinds.get(model) for model in FACT_TABLES},
    }
    tables = f"{shadowed(known_at)}{subjects(inherits=bool(inherited))}, {known_rows()}"
    frames = {name: _read(name, statement, tables, parameters) for name, statement in FRAMES.items()}
    return Evidence(**frames)


def first_own_day(evidence: Evidence) -> date | None:
    """The day of the first fact of any of the partnerships' own; None where there is none."""
    days = [
        evidence.events.filter(pl.col("own"))["day"].min(),
        evidence.contracts["signed"].min(),
        evidence.payments["due"].min(),
        evidence.payments["paid"].min(),
        evidence.requests["opened"].min(),
    ]
    return min((day for day in days if isinstance(day, date)), default=None)


def _read(name: str, statement: str, tables: str, parameters: dict[str, object]) -> pl.DataFrame:
    schema = dict(SCHEMAS[name])
    columns = ", ".join(f'"{column}"' for column in schema)
    query = f"COPY (WITH {tables} SELECT {columns} FROM ({statement}) AS found) TO STDOUT CSV"
    # The wrapper that counts queries takes no parameters for COPY; the cursor inside it does.
    with connection.cursor() as cursor, cursor.cursor.copy(query, parameters) as copy:
        content = b"".join(copy)
    if not content:
        return frame(name, [])
    texts = {column: pl.String if kind == pl.Boolean else kind for column, kind in schema.items()}
    table = pl.read_csv(content, has_header=False, schema=texts, null_values=[""])
    booleans = [(pl.col(column) == "t").alias(column) for column, kind in schema.items() if kind == pl.Boolean]
    return frame(name, table.with_columns(booleans))
