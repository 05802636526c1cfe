"""Spreadsheets (XLSX): days are days, amounts are numbers, and text is never a formula."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Self

from django.utils import timezone
from xlsxwriter import Workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_SHEET = 1_048_575  # rows below the headings
NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
WIDTH = 18
# Row by row through a temporary file; text stays text.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


class Book:
    """A workbook of many sheets, written row by row into a file. Used in `with`, which completes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._book = Workbook(file, OPTIONS)
        self._formats = _Formats(self._book)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def write(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Adds a sheet; returns how many rows stand below its headings."""
        sheet = self._book.add_worksheet(NO_SHEET_NAME.sub(" ", title)[:31])
        return _write(sheet, headings, rows, self._formats)


def as_spreadsheet(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """The table as a file that is open for reading; it vanishes when it is closed. Memory does not grow with it."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (the response closes it)
    with Book(file) as book:
        book.write(title, headings, rows)
    file.seek(0)
    return file


class _Formats:
    """How each kind of value looks."""

    def __init__(self, book: Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True, "bottom": 1})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.amount: Format = book.add_format({"num_format": "#,##0.00"})


def _write(sheet: "Worksheet", headings: Sequence[str], rows: Iterable[Sequence[Any]], formats: _Formats) -> int:
    number = 0
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(len(headings) - 1, 0), WIDTH)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, formats.heading)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value, formats)
    return number


def _write_cell(sheet: "Worksheet", row: int, column: int, value: Any, formats: _Formats) -> None:
    match value:
        case None | "":
            return
        case datetime():
            sheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), formats.moment)
        case date():
            sheet.write_datetime(row, column, value, formats.day)
        case Decimal():
            sheet.write_number(row, column, value, formats.amount)
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, str(value))
