"""Rows straight out of PostgreSQL by COPY: they pass through this process as bytes, row by row."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

from partnerships.datasets import Column

# What a column looks like in a file: moments in ISO form and UTC, yes and no as words that every reader knows.
SHAPES = {
    "datetime": """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "boolean": "{0}::text",
}
CSV = "(FORMAT csv, HEADER)"
# JSON never holds these two characters bare, so nothing of it is quoted or escaped.
LINES = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"


def copied_csv(rows: models.QuerySet[Any, Any], columns: Sequence[Column]) -> Iterator[bytes]:
    """The heading, then each row, as CSV after RFC 4180."""
    shaped = ", ".join(
        f'{SHAPES.get(column.kind, "{0}").format(_made(column))} AS "{column.name}"' for column in columns
    )
    yield from _copied(rows, f"SELECT {shaped} FROM ({{}}) AS made", CSV)


def copied_json(rows: models.QuerySet[Any, Any], columns: Sequence[Column]) -> Iterator[bytes]:
    """Each row as a JSON object and a line feed."""
    shapes = {"datetime": SHAPES["datetime"]}
    shaped = ", ".join(
        f'{shapes.get(column.kind, "{0}").format(_made(column))} AS "{column.name}"' for column in columns
    )
    yield from _copied(rows, f"SELECT to_json(line) FROM (SELECT {shaped} FROM ({{}}) AS made) AS line", LINES)


def _made(column: Column) -> str:
    return f'made."as_{column.name}"'


def _copied(rows: models.QuerySet[Any, Any], statement: str, options: str) -> Iterator[bytes]:
    # Also of what the reader sees nothing of there is a query, so that the heading is written.
    query, parameters = rows.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql()
    with connection.cursor() as cursor:
        filled = cursor.mogrify(query, parameters)
        with cursor.copy(f"COPY ({statement.format(filled)}) TO STDOUT {options}") as copy:
            for line in copy:
                yield bytes(line)
