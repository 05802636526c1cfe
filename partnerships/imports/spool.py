"""A workbook's sheets as files of lines, made by a process of its own: `spool.py WORKBOOK FOLDER MEBIBYTES CELLS`.

The reader holds a sheet whole (about 95 MiB for 100,000 rows of twelve cells). Here that memory is a short-lived
process's, which may have no more than it is given, so that no workbook can take the worker down. Lines are read
back one at a time. It imports nothing of the project, so it starts in a tenth of a second.

`sheets.json` lists the sheets; `sheet-N.jsonl` has a line `[row number, [cells]]` for each row that says anything.
Dates are written as ISO text. A text or a date in merged cells stands in each of them; a number only in the first,
because nobody means a sum twice.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MIDNIGHT = time()
# How a refusal is told to the process that called: the last line of the error output, for it to put into words.
TOO_MANY_CELLS, NO_WORKBOOK, LOCKED = "too-many-cells", "no-workbook", "locked"
Merges = dict[int, list[tuple[int, int, int]]]


def main(book: Path, folder: Path, mebibytes: int, cells: int) -> int:
    """Writes the lines and returns 0, or says in one word on standard error why not and returns 1."""
    limit = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    import python_calamine

    try:
        with zipfile.ZipFile(book) as packed:
            starts_1904 = _starts_1904(packed)
        workbook = python_calamine.CalamineWorkbook.from_path(book)
        sheets = list(_sheets(workbook, folder, cells))
    except python_calamine.PasswordError:
        return _refuse(LOCKED)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        return _refuse(NO_WORKBOOK)
    except OverflowError:
        return _refuse(TOO_MANY_CELLS)
    text = json.dumps({"sheets": sheets, "starts_1904": starts_1904}, ensure_ascii=False)
    (folder / "sheets.json").write_text(text, encoding="utf-8")
    return 0


def _refuse(word: str) -> int:
    print(word, file=sys.stderr)
    return 1


def _starts_1904(packed: zipfile.ZipFile) -> bool:
    """Whether bare day numbers of the workbook count from 1904, as those of old Macintoshes do."""
    if "xl/workbook.xml" not in packed.namelist():
        return False
    with packed.open("xl/workbook.xml") as file:
        start = file.read(20_000)
    return b'date1904="1"' in start or b'date1904="true"' in start


def _sheets(workbook: Any, folder: Path, cells: int) -> Iterator[dict[str, Any]]:
    """One sheet after the other; raises OverflowError where they hold more cells than allowed."""
    for number, meta in enumerate(workbook.sheets_metadata):
        if not str(meta.typ).endswith("WorkSheet"):
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        cells -= (sheet.total_height + 1) * (sheet.total_width + 1)
        if cells < 0:
            raise OverflowError
        name = f"sheet-{number}.jsonl"
        rows = _write(sheet, folder / name)
        if rows:
            hidden = not str(meta.visible).endswith("Visible")
            yield {"name": meta.name, "file": name, "rows": rows, "columns": sheet.total_width + 1, "hidden": hidden}


def _write(sheet: Any, path: Path) -> int:
    written = 0
    # Rows come from the first row of the sheet on, cells from the first column that says anything.
    left_out = [""] * (sheet.start or (0, 0))[1]
    merges = _merges(sheet.merged_cell_ranges or ())
    above: dict[int, Any] = {}
    with path.open("w", encoding="utf-8") as file:
        for number, cells in enumerate(sheet.iter_rows()):
            plain = left_out + [_plain(cell) for cell in cells]
            _fill(plain, number, merges, above)
            if any(cell != "" for cell in plain):
                file.write(json.dumps([number + 1, plain], ensure_ascii=False, separators=(",", ":")))
                file.write("\n")
                written += 1
    return written


def _plain(cell: Any) -> Any:
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


def _merges(ranges: Iterable[Any]) -> Merges:
    """By first column: first row, last row, last column of each merged range."""
    merges: Merges = {}
    for (top, left), (bottom, right) in ranges:
        merges.setdefault(left, []).append((top, bottom, right))
    for of_column in merges.values():
        of_column.sort(reverse=True)
    return merges


def _fill(cells: list[Any], number: int, merges: Merges, above: dict[int, Any]) -> None:
    """Gives the cells of merged ranges in this row the text of their first cell."""
    for left, ranges in merges.items():
        while ranges and ranges[-1][1] < number:
            ranges.pop()
        if not ranges or ranges[-1][0] > number or left >= len(cells):
            continue
        top, _bottom, right = ranges[-1]
        if number == top:
            above[left] = cells[left] if isinstance(cells[left], str) else ""
        for column in range(left, min(right + 1, len(cells))):
            if cells[column] == "":
                cells[column] = above[left]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
