"""The objects of a list in a JSON file, one at a time, however long the list is."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import ijson
from django.utils.translation import gettext as _

from .files import SourceFile
from .findings import RawRow, UnusableFileError

# Up to this size in bytes a broken file is read again whole, to say on which line and column it breaks.
PINPOINTED = 100_000_000


def read_items(file: SourceFile, lists: Sequence[str]) -> Iterator[RawRow]:
    """The objects of the list: the file itself where it is a list, else the first of its members named in `lists`.

    Locations are "[3]" or "grants[3]", counted from 0 as the JSON world does. Raises UnusableFileError where the file
    is not valid JSON (saying where) or holds none of the lists (saying what it holds).
    """
    try:
        member = list_in(file, lists)
        prefix = f"{member}.item" if member else "item"
        with file.utf8() as content:
            for number, item in enumerate(ijson.items(content, prefix)):
                yield _row(f"{member}[{number}]", item)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise broken(file, error) from error


def list_in(file: SourceFile, lists: Sequence[str]) -> str:
    """The member that holds the list; empty where the file is the list."""
    found: list[str] = []
    with file.utf8() as content:
        events = ijson.parse(content)
        for prefix, event, value in events:
            if not prefix and event == "start_array":
                return ""
            if prefix or event != "map_key":
                continue
            found.append(value)
            if value in lists and next(events)[1] == "start_array":
                return str(value)
    both = {"wanted": ", ".join(lists), "found": ", ".join(found[:20]) or "–"}
    reason = _("The file holds none of the lists it should (%(wanted)s). Its members are: %(found)s.") % both
    raise UnusableFileError(reason, file=file.label)


def _row(location: str, item: Any) -> RawRow:
    if isinstance(item, dict):
        return RawRow(location, item)
    return RawRow(location, {}, _("Here stands %(kind)s; it should be an object {…}.") % {"kind": kind_of(item)})


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return _("nothing (null)")
    if isinstance(value, bool):
        return _("true or false")
    kinds = {dict: _("an object {…}"), list: _("a list […]"), str: _("a text"), int: _("a number")}
    return kinds.get(type(value)) or (_("a number") if isinstance(value, float | Decimal) else type(value).__name__)


def broken(file: SourceFile, error: Exception) -> UnusableFileError:
    """Says where the JSON breaks."""
    if file.path.stat().st_size <= PINPOINTED:
        with file.utf8() as content:
            try:
                json.loads(b"".join(iter(lambda: content.read(1 << 20), b"")))
            except json.JSONDecodeError as exact:
                place = {"line": exact.lineno, "column": exact.colno, "error": exact.msg}
                reason = _("The file is not valid JSON: line %(line)d, column %(column)d (%(error)s).") % place
                return UnusableFileError(reason, file=file.label, location=f"{exact.lineno}:{exact.colno}")
            except UnicodeDecodeError:
                pass
    return UnusableFileError(_("The file is not valid JSON: %(error)s.") % {"error": error}, file=file.label)
