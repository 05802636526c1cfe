"""What an import has to say as a workbook: refused rows as they were, with what is wrong beside them, and the remarks.

A sheet for each file of the import, to be corrected and uploaded again; the remarks come last.
"""

import io
import re
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from partnerships.models import ImportBatch

from .refused_rows import RefusedRow, every_refused_row
from .sources.table.layout import WHAT_IS_WRONG, WHERE_IT_STOOD

WIDTH, WIDTH_OF_REASONS = 18, 60
# What Excel does not take in the name of a sheet, and how long that may be.
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
# More do not fit on a sheet.
MOST_REMARKS = 1_000_000


def error_sheet(batch: ImportBatch) -> bytes:
    """The workbook. Titles are the file's own, so that they are recognised; then comes what is wrong.

    Cells are written as text or numbers, never as formulas, whatever stands in them.
    """
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheets: dict[str, _Sheet] = {}
        for row in every_refused_row(batch):
            if row.file not in sheets:
                sheets[row.file] = _Sheet(book, _name(row.file, len(sheets)), [cell.title for cell in row.cells])
            sheets[row.file].add(row)
        _write_remarks(book, batch)
    return target.getvalue()


class _Sheet:
    """The refused rows of one file."""

    def __init__(self, book: Any, name: str, titles: list[str]) -> None:
        self._sheet, self._titles, self._written = book.add_worksheet(name), titles, 0
        self._wrapped = book.add_format({"text_wrap": True, "font_color": "#A3232B"})
        _head(book, self._sheet, [*titles, _(WHAT_IS_WRONG), _(WHERE_IT_STOOD)], len(titles))

    def add(self, row: RefusedRow) -> None:
        """Writes one row below the others."""
        self._written += 1
        texts = {cell.title: cell.text for cell in row.cells}
        for place, title in enumerate(self._titles):
            self._sheet.write_string(self._written, place, texts.get(title, ""))
        about = [f"{cell.title}: {reason}" for cell in row.cells for reason in cell.problems]
        self._sheet.write_string(self._written, len(self._titles), "\n".join([*about, *row.problems]), self._wrapped)
        self._sheet.write_string(self._written, len(self._titles) + 1, row.location)


def _write_remarks(book: Any, batch: ImportBatch) -> None:
    remarks = batch.rows.filter(severity="remark").order_by("pk").values_list("location", "field", "reason")
    if not remarks.exists():
        return
    sheet = book.add_worksheet(_("Remarks"))
    _head(book, sheet, [_(WHERE_IT_STOOD), _("Column"), _("Remark")], 2)
    for number, remark in enumerate(remarks[:MOST_REMARKS].iterator(), start=1):
        for place, text in enumerate(remark):
            sheet.write_string(number, place, text)


def _name(file: str, number: int) -> str:
    """What the sheet of a file is called; numbered, since names may be cut to the same."""
    if not file:
        return _("Refused rows")
    return f"{number + 1} {_NOT_IN_A_NAME.sub(' ', file)}"[:LONGEST_NAME]


def _head(book: Any, sheet: Any, titles: list[str], place_of_reasons: int) -> None:
    bold = book.add_format({"bold": True})
    sheet.set_column(0, max(len(titles) - 1, 0), WIDTH)
    sheet.set_column(place_of_reasons, place_of_reasons, WIDTH_OF_REASONS)
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 0)
