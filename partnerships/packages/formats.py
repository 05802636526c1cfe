"""The formats of tables: each writes the rows of one table, as COPY hands them out, into the archive."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from partnerships.datasets import Column, DataTable
from partnerships.exports.spreadsheets import LARGEST_SHEET, Book
from partnerships.models import User

from .archive import Archive, Stored
from .copying import copied_csv, copied_json

Count = Callable[[Iterable[bytes]], Iterator[bytes]]


@dataclass(frozen=True)
class Written:
    """A table in the archive. `sheets` are its place in a workbook, `part` counts the files of one too long for one."""

    table: DataTable
    columns: Sequence[Column]
    stored: Stored
    sheets: Sequence[str] = ()
    part: int = 1


@dataclass(frozen=True)
class Source:
    """A table and the columns it has today, read for somebody. `count` is told every row that passes."""

    table: DataTable
    columns: Sequence[Column]
    user: User
    count: Count

    def csv(self) -> Iterator[bytes]:
        """Heading and rows as CSV."""
        lines = copied_csv(self.table.rows(self.user), self.columns)
        yield from islice(lines, 1)
        yield from self.count(lines)

    def json(self) -> Iterator[bytes]:
        """Rows as JSON, one a line."""
        return self.count(copied_json(self.table.rows(self.user), self.columns))


def write_csv(archive: Archive, sources: Iterable[Source]) -> list[Written]:
    """A CSV file for each table."""
    return [
        Written(each.table, each.columns, archive.add(f"data/{each.table.name}.csv", each.csv())) for each in sources
    ]


def write_ndjson(archive: Archive, sources: Iterable[Source]) -> list[Written]:
    """A file of JSON objects, one a line, for each table."""
    return [
        Written(each.table, each.columns, archive.add(f"data/{each.table.name}.ndjson", each.json()))
        for each in sources
    ]


def write_parquet(archive: Archive, sources: Iterable[Source]) -> list[Written]:
    """A Parquet file for each table, made from a CSV file by Polars in parts: neither is held in memory."""
    return [Written(each.table, each.columns, _parquet(archive, each)) for each in sources]


def _parquet(archive: Archive, source: Source) -> Stored:
    with tempfile.TemporaryDirectory() as folder:
        text, made = Path(folder, "rows.csv"), Path(folder, "rows.parquet")
        with text.open("wb", buffering=1 << 20) as file:
            file.writelines(source.csv())
        rows = pl.scan_csv(text, schema={column.name: pl.String for column in source.columns})
        rows.select(typed(column) for column in source.columns).sink_parquet(made, compression="zstd")
        with made.open("rb") as file:
            return archive.add_file(f"data/{source.table.name}.parquet", file)


def typed(column: Column) -> pl.Expr:
    """The values of a column that was read as text."""
    text = pl.col(column.name)
    match column.kind:
        case "integer":
            return text.cast(pl.Int64)
        case "number":
            return text.cast(pl.Float64 if column.places is None else pl.Decimal(38, column.places))
        case "boolean":
            return text == "true"
        case "date":
            return text.str.to_date("%Y-%m-%d")
        case "datetime":
            return text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us").dt.replace_time_zone("UTC")
    return text


def write_workbook(archive: Archive, sources: Iterable[Source]) -> list[Written]:
    """One workbook with a sheet for each table, and further ones where a table is longer than a sheet."""
    with tempfile.TemporaryFile(suffix=".xlsx") as file:
        with Book(file) as book:
            sheets = [(source, _sheets(book, source)) for source in sources]
        file.seek(0)
        stored = archive.add_file("gongxin.xlsx", file)
    return [Written(source.table, source.columns, stored, names) for source, names in sheets]


def _sheets(book: Book, source: Source) -> list[str]:
    names: list[str] = []
    rows = csv.reader(io.TextIOWrapper(_Stream(source.csv()), encoding="utf-8", newline=""))
    headings = next(rows)
    readers = [VALUES[column.kind] if column.places is None else Decimal for column in source.columns]
    taken = LARGEST_SHEET
    while taken == LARGEST_SHEET:
        names.append(source.table.name if not names else f"{source.table.name} {len(names) + 1}")
        part = islice(rows, LARGEST_SHEET)
        taken = book.write(names[-1], headings, (_values(readers, row) for row in part))
    return names


def _values(readers: Sequence[Callable[[str], Any]], row: Sequence[str]) -> list[Any]:
    return [read(text) if text else None for read, text in zip(readers, row, strict=True)]


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


VALUES: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": str,
    "date": date.fromisoformat,
    "datetime": _moment,
    "string": str,
}


class _Stream(io.RawIOBase):
    """Parts as a file that can be read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as a part goes."""
        self._rest = self._rest or next(self._parts, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
