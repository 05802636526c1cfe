"""What a file or folder looks like from outside: enough to tell which source it belongs to."""

from dataclasses import dataclass
from pathlib import Path

import ijson

from .files import examine_file
from .findings import UnusableFileError
from .json_items import broken, list_in
from .tables import csv_header, open_workbook, sheet_header

WORKBOOK_MAGIC = b"PK\x03\x04"
# The lists that the JSON formats known here keep their objects in.
LISTS = ("grants", "releases", "records")


@dataclass(frozen=True, slots=True)
class Shape:
    """The names of a folder's files, the titles of a table, or the list of a JSON file with its first object's members.

    What does not apply is empty. A JSON file that is itself a list has the list "".
    """

    path: Path
    names: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    list: str | None = None
    members: frozenset[str] = frozenset()


def look_at(path: Path) -> Shape:
    """Raises UnusableFileError for a file that is empty, broken or in no known encoding."""
    if path.is_dir():
        return Shape(path, names=frozenset(file.name for file in path.iterdir()))
    if is_workbook(path):
        return Shape(path, titles=frozenset(sheet_header(open_workbook(examine_file(path, is_text=False)))))
    file = examine_file(path)
    with file.text() as text:
        start = text.read(1000).lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")):
        return Shape(path, titles=frozenset(csv_header(file)))
    try:
        name = list_in(file, LISTS)
        with file.utf8() as content:
            first = next(iter(ijson.items(content, f"{name}.item" if name else "item")), None)
    except ijson.JSONError as error:
        raise broken(file, error) from error
    except UnusableFileError:
        return Shape(path)
    return Shape(path, list=name, members=frozenset(first if isinstance(first, dict) else ()))


def is_workbook(path: Path) -> bool:
    """Whether the file is a zip, as Excel's workbooks are."""
    with path.open("rb") as file:
        return file.read(len(WORKBOOK_MAGIC)) == WORKBOOK_MAGIC
