"""Tables as streams of rows: CSV files and sheets of Excel workbooks, with their header checked."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from .cells import read_text
from .files import SourceFile
from .findings import RawRow, UnusableFileError

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table must have. `titles` gives the title in the file where it differs from the column's name.

    Columns not listed here are read too, under their title.
    """

    required: Sequence[str]
    titles: Mapping[str, str] = field(default_factory=dict)

    def match(self, header: Sequence[str]) -> list[str]:
        """The names of the header's columns. Raises UnusableFileError naming what is missing and what was found."""
        found = [title for title in header if title]
        doubled = sorted({title for title in found if found.count(title) > 1})
        if doubled:
            raise UnusableFileError(_("These columns stand twice in the table: %(titles)s.") % _listed(doubled))
        wanted = [self.titles.get(name, name) for name in self.required]
        missing = [title for title in wanted if title not in found]
        if missing:
            both = {"missing": ", ".join(missing), "found": ", ".join(found) or "–"}
            raise UnusableFileError(_("Columns are missing: %(missing)s. Found were: %(found)s.") % both)
        names = {title: name for name, title in self.titles.items()}
        return [names.get(title, title) for title in header]


def _listed(titles: Iterable[str]) -> dict[str, str]:
    return {"titles": ", ".join(titles)}


def read_csv(file: SourceFile, columns: Columns) -> Iterator[RawRow]:
    """The rows of a CSV file, one at a time. Raises UnusableFileError where it is not such a table."""
    try:
        with file.text() as text:
            lines = _without_empty_start(text, file)
            delimiter = _delimiter(lines[0])
            reader = csv.reader(chain(lines, text), delimiter=delimiter, strict=True)
            names = columns.match([read_text(title) for title in next(reader)])
            yield from _csv_rows(reader, names, columns.titles)
    except csv.Error as error:
        place = {"line": reader.line_num, "error": error}
        reason = (
            _("Line %(line)d is not valid CSV (%(error)s): look for a quotation mark that is never closed.") % place
        )
        location = _("line %(number)d") % {"number": reader.line_num}
        raise UnusableFileError(reason, file=file.label, location=location) from error
    except UnusableFileError as error:
        raise UnusableFileError(error.reason, file=file.label, location=error.location) from error


def csv_header(file: SourceFile) -> list[str]:
    """The titles in the first line of a CSV file; empty where there is none."""
    with file.text() as text:
        line = text.readline()
    return [read_text(title) for title in next(csv.reader([line], delimiter=_delimiter(line)), [])]


def _without_empty_start(text: Iterable[str], file: SourceFile) -> list[str]:
    """The first line, which must say something."""
    first = next(iter(text), "")
    if not first.strip():
        raise UnusableFileError(_("The first line must hold the titles of the columns; it is empty."), file=file.label)
    return [first]


def _delimiter(line: str) -> str:
    """The separator that occurs most in the title line; a comma where none does."""
    return max(DELIMITERS, key=line.count)


def _csv_rows(reader: Any, names: Sequence[str], titles: Mapping[str, str]) -> Iterator[RawRow]:
    location = _("line %(number)d")  # translated once: a file can have a million lines
    line = reader.line_num + 1
    for cells in reader:
        if any(cells):
            yield _row(location % {"number": line}, cells, names, titles)
        line = reader.line_num + 1


def _row(location: str, cells: Sequence[Any], names: Sequence[str], titles: Mapping[str, str]) -> RawRow:
    fault = ""
    if len(cells) != len(names):
        counts = {"cells": len(cells), "columns": len(names)}
        fault = (
            _("The row has %(cells)d cells and the table %(columns)d columns, so they cannot be told apart.") % counts
        )
    values = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return RawRow(location, values, fault, titles)


def open_workbook(file: SourceFile) -> python_calamine.CalamineWorkbook:
    """The workbook. Raises UnusableFileError where it cannot be read."""
    try:
        return python_calamine.CalamineWorkbook.from_path(file.path)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        reason = _("This is not an Excel workbook that can be read (%(error)s). Save it again as .xlsx.") % {
            "error": error
        }
        raise UnusableFileError(reason, file=file.label) from error


def read_sheet(book: python_calamine.CalamineWorkbook, name: str, columns: Columns, label: str) -> Iterator[RawRow]:
    """The rows of one sheet whose first row holds the titles. The sheet is held in memory whole; its rows are not."""
    if name not in book.sheet_names:
        both = {"name": name, "found": ", ".join(book.sheet_names)}
        raise UnusableFileError(_("The workbook has no sheet “%(name)s”. Found were: %(found)s.") % both, file=label)
    sheet = book.get_sheet_by_name(name)
    rows = enumerate(sheet.iter_rows(), start=(sheet.start or (0, 0))[0] + 1)
    try:
        names = columns.match([read_text(title) for title in next(rows, (1, []))[1]])
    except UnusableFileError as error:
        raise UnusableFileError(error.reason, file=label, location=name) from error
    location = _("sheet “%(sheet)s”, row %(number)d")
    for number, cells in rows:
        if any(cell not in {"", None} for cell in cells):
            yield _row(location % {"sheet": name, "number": number}, cells, names, columns.titles)


def sheet_header(book: python_calamine.CalamineWorkbook) -> list[str]:
    """The titles in the first row of the workbook's first sheet; empty where there is none."""
    rows = book.get_sheet_by_index(0).iter_rows() if book.sheet_names else iter(())
    return [read_text(title) for title in next(rows, [])]
