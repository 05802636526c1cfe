"""Tables as Stata reads them (.dta, format 118): labels of variables and codes, days as %td, moments as %tc in UTC.

pyreadstat writes a file from a table in memory, so a file holds a bounded number of rows; what is longer goes on in the
next, for `append using`. Source of the form: https://www.stata.com/help.cgi?dta
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from partnerships.datasets import Column

from .archive import Archive, Stored
from .formats import Source, Written, typed

ROWS_PER_FILE = 100_000
STATA_14 = 14  # what reads UTF-8 for the first time, and every later one does
LONGEST_LABEL = 80
SHOWN = {"integer": "%12.0f", "date": "%td", "datetime": "%tc"}


def write_stata(archive: Archive, sources: Iterable[Source]) -> list[Written]:
    """A .dta file for each table, and further ones where a table is longer than one holds."""
    return [written for source in sources for written in _files(archive, source)]


def _files(archive: Archive, source: Source) -> Iterator[Written]:
    lines = source.csv()
    heading = next(lines)
    line: bytes | None = next(lines, b"")
    number = 1
    while line is not None:
        stored = _file(archive, source, number, chain([heading, line], islice(lines, ROWS_PER_FILE - 1)))
        yield Written(source.table, source.columns, stored, part=number)
        line, number = next(lines, None), number + 1


def _file(archive: Archive, source: Source, number: int, lines: Iterable[bytes]) -> Stored:
    with tempfile.TemporaryDirectory() as folder:
        text, made = Path(folder, "rows.csv"), Path(folder, "rows.dta")
        with text.open("wb", buffering=1 << 20) as file:
            file.writelines(lines)
        rows = pl.scan_csv(text, schema={column.name: pl.String for column in source.columns})
        _write(rows.select(_value(column) for column in source.columns).collect(), source, made)
        name = source.table.name if number == 1 else f"{source.table.name}-{number}"
        with made.open("rb") as file:
            return archive.add_file(f"data/{name}.dta", file, is_dense=False)


def _write(rows: pl.DataFrame, source: Source, path: Path) -> None:
    import pyreadstat  # takes a while to load, and only this needs it

    pyreadstat.write_dta(
        rows,
        path,
        file_label=str(source.table.title)[:LONGEST_LABEL],
        column_labels={column.name: str(column.title)[:LONGEST_LABEL] for column in source.columns},
        variable_value_labels={column.name: found for column in source.columns if (found := value_labels(column))},
        variable_format={column.name: SHOWN[column.kind] for column in source.columns if column.kind in SHOWN},
        version=STATA_14,
    )


def _value(column: Column) -> pl.Expr:
    """The values as Stata has them: it knows numbers and texts, and labels only for numbers."""
    numbers = code_numbers(column)
    if numbers and column.kind != "integer":
        return pl.col(column.name).replace_strict({**numbers, "": None}, return_dtype=pl.Int32)
    value = typed(column)
    match column.kind:
        case "integer" | "number":
            return value.cast(pl.Float64)
        case "boolean":
            return value.cast(pl.Int32)
        case "datetime":
            return value.dt.replace_time_zone(None)
    return value


def code_numbers(column: Column) -> Mapping[str, int]:
    """The number that stands for each code: its place in the dictionary, or the code itself where that is a number."""
    codes = [code for code, _label in column.codes if code]
    return {code: int(code) if column.kind == "integer" else place for place, code in enumerate(codes, start=1)}


def value_labels(column: Column) -> Mapping[int, str]:
    """What the numbers mean, in the language of the package."""
    if column.kind == "boolean":
        return {0: str(_("no")), 1: str(_("yes"))}
    numbers = code_numbers(column)
    return {numbers[code]: str(label) for code, label in column.codes if code}
