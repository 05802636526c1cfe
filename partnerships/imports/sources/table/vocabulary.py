"""What people call columns and write in cells, read from `data/import_columns.toml`, and how words are compared."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from partnerships.models import EventType

_FILE = Path(__file__).resolve().parents[3] / "data" / "import_columns.toml"
_CONTENT = tomllib.loads(_FILE.read_text(encoding="utf-8"))
TITLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    name: fields for name, fields in _CONTENT.items() if name != "values"
}
# Units and remarks in brackets do not tell one title from another.
_BRACKETS = re.compile(r"[(\[【〔<《].*?[)\]】〕>》]")
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=10_000)
def plain_title(title: str) -> str:
    """A title, or a word in a cell, as it is compared: without width, case, brackets, units, spaces and signs."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    bare = _SIGNS.sub("", _BRACKETS.sub("", folded))
    return bare or _SIGNS.sub("", folded)


VALUES: Mapping[str, Mapping[str, str]] = {
    name: {plain_title(word): value for value, words in values.items() for word in (value, *words)}
    for name, values in _CONTENT["values"].items()
}


def types_of_events() -> Mapping[str, str]:
    """The code of each type of event that can be entered, by its code and its names. One query."""
    rows = EventType.objects.values_list("code", "name_en", "name_zh")
    return {plain_title(word): code for code, name_en, name_zh in rows for word in (code, name_en, name_zh)}
