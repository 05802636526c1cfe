"""The refused rows of an import as a workbook: as they were, with what is wrong beside them, to be uploaded again."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from partnerships.models import ImportBatch

from .refused_rows import every_refused_row
from .sources.table.layout import WHAT_IS_WRONG, WHERE_IT_STOOD

WIDTH, WIDTH_OF_REASONS = 18, 60


def error_sheet(batch: ImportBatch) -> bytes:
    """The workbook. Its titles are the file's own, so that they are recognised ; then comes what is wrong.

    Cells are written as text or numbers, never as formulas, whatever stands in them.
    """
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_("Refused rows"))
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "font_color": "#A3232B"})
        titles: list[str] = []
        for number, row in enumerate(every_refused_row(batch), start=1):
            if not titles:
                titles = [cell.title for cell in row.cells]
                _head(sheet, titles, bold)
            texts = {cell.title: cell.text for cell in row.cells}
            for place, title in enumerate(titles):
                sheet.write_string(number, place, texts.get(title, ""))
            about = [f"{cell.title}: {reason}" for cell in row.cells for reason in cell.problems]
            sheet.write_string(number, len(titles), "\n".join([*about, *row.problems]), wrapped)
            sheet.write_string(number, len(titles) + 1, row.location)
    return target.getvalue()


def _head(sheet: Any, titles: list[str], bold: Any) -> None:
    sheet.set_column(0, max(len(titles) - 1, 0), WIDTH)
    sheet.set_column(len(titles), len(titles), WIDTH_OF_REASONS)
    for place, title in enumerate([*titles, _(WHAT_IS_WRONG), _(WHERE_IT_STOOD)]):
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 0)
