"""Tables as people make them: sheets of workbooks and CSV files, as numbered rows of cells, without any meaning yet."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from . import spool
from .files import SourceFile, examine_file
from .findings import UnusableFileError
from .shape import is_workbook

DELIMITERS = ",;\t|"
# Rows looked at to find the titles, the delimiter and what the columns hold.
HEAD = 60
SECONDS = 300
WIDEST = 500
SHEETS = "sheets.json"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its name (of the sheet, or nothing), how long and wide it is, and where its rows are read from."""

    name: str
    rows_total: int
    file: SourceFile
    spooled: Path | None = None
    starts_1904: bool = False
    is_hidden: bool = False

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Row number, from 1, and cells; rows that say nothing are passed over. Reads as a stream."""
        return _spooled_rows(self.spooled) if self.spooled else _csv_rows(self.file)

    def head(self, number: int = HEAD) -> list[tuple[int, list[Any]]]:
        """The first rows."""
        return list(islice(self.rows(), number))

    def location(self, number: int) -> str:
        """Where a row stands, in words."""
        return _location(self.name, number)


def _location(sheet: str, number: int) -> str:
    if sheet:
        return _("sheet “%(sheet)s”, row %(number)d") % {"sheet": sheet, "number": number}
    return _("line %(number)d") % {"number": number}


def grids_of(path: Path) -> Sequence[Grid]:
    """The tables of a file: one of a CSV file, one for each sheet of a workbook that says anything.

    A workbook is spooled beside the file on the first call. Raises UnusableFileError with a sentence for people.
    """
    if not is_workbook(path):
        file = examine_file(path)
        return [Grid("", _count(file), file)]
    file = examine_file(path, is_text=False)
    folder = path.with_name(f".{path.name}.rows")
    if not (folder / SHEETS).exists():
        _spool(file, folder)
    content = json.loads((folder / SHEETS).read_text(encoding="utf-8"))
    grids = [
        Grid(sheet["name"], sheet["rows"], file, folder / sheet["file"], content["starts_1904"], sheet["hidden"])
        for sheet in content["sheets"]
    ]
    if not grids:
        raise UnusableFileError(_("The workbook is empty: none of its sheets says anything."), file=file.label)
    return sorted(grids, key=lambda grid: grid.is_hidden)


def grid_called(path: Path, name: str) -> Grid:
    """The table of that name, or the first one."""
    grids = grids_of(path)
    return next((grid for grid in grids if grid.name == name), grids[0])


def _spool(file: SourceFile, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    limits = (str(settings.IMPORT_READER_MEBIBYTES), str(settings.IMPORT_CELLS_AT_MOST))
    command = [sys.executable, spool.__file__, str(file.path), str(folder), *limits]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnusableFileError(_too_large(), file=file.label) from error
    if done.returncode:
        word = (done.stderr.split() or [""])[-1]
        raise UnusableFileError(_SENTENCES.get(word, _too_large)(), file=file.label)


def _too_large() -> str:
    words = {"cells": settings.IMPORT_CELLS_AT_MOST}
    return _("The workbook is too large to be read: at most %(cells)d cells fit. Save its sheets as CSV files.") % words


def _no_workbook() -> str:
    return _("This is not an Excel workbook that can be read; it may be damaged. Save it again as .xlsx.")


def _locked() -> str:
    return _("The workbook is protected by a password. Save it without one.")


_SENTENCES = {spool.TOO_MANY_CELLS: _too_large, spool.NO_WORKBOOK: _no_workbook, spool.LOCKED: _locked}


def _spooled_rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            number, cells = json.loads(line)
            yield number, cells


def _csv_rows(file: SourceFile) -> Iterator[tuple[int, list[Any]]]:
    delimiter = _delimiter(file)
    line = 1
    try:
        with file.text() as text:
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            for cells in reader:
                if len(cells) > WIDEST:
                    words = {"columns": len(cells), "limit": WIDEST}
                    reason = _("A row has %(columns)d cells; a table may have %(limit)d columns.") % words
                    raise UnusableFileError(reason, file=file.label, location=_location("", line))
                if any(cells):
                    yield line, cells
                line = reader.line_num + 1
    except csv.Error as error:
        reason = _("The row is not valid CSV (%(error)s): look for a quotation mark that is never closed.")
        location = _location("", line)
        raise UnusableFileError(reason % {"error": error}, file=file.label, location=location) from error


def _delimiter(file: SourceFile) -> str:
    """The separator that occurs most in the first lines; a comma where none does."""
    with file.text() as text:
        start = "".join(islice(text, 20))[:20_000]
    return max(DELIMITERS, key=start.count)


def _count(file: SourceFile) -> int:
    """Rows that say something; refuses a table of more cells than may be."""
    rows = cells = 0
    for _number, row in _csv_rows(file):
        rows += 1
        cells += len(row)
        if cells > settings.IMPORT_CELLS_AT_MOST:
            words = {"cells": settings.IMPORT_CELLS_AT_MOST}
            sentence = _("The table is too large: at most %(cells)d cells fit. Import it in parts.")
            raise UnusableFileError(sentence % words, file=file.label)
    if not rows:
        raise UnusableFileError(_("The table is empty."), file=file.label)
    return rows
