"""Where the titles of a sheet stand, and what they are: below lines of text, in one row or two, doubled or empty."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from partnerships.imports.cells import UnreadableError, read_amount, read_day, read_text
from partnerships.imports.grids import HEAD, Grid

from .vocabulary import TITLES, plain_title

SAMPLES = 5
WHAT_IS_WRONG, WHERE_IT_STOOD = gettext_noop("What is wrong"), gettext_noop("Where it stood")
Numbered = tuple[int, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, its title, made distinct, and what stands in it in the first rows."""

    place: int
    title: str
    samples: tuple[Any, ...]

    @property
    def letter(self) -> str:
        """What spreadsheets call the column."""
        return column_letter(self.place)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: the row number of its titles, how many rows they take, and its columns."""

    header_row: int
    header_depth: int
    columns: tuple[Column, ...]
    # What the lines above the titles say of the unit of all sums, such as "单位：万元".
    above: tuple[str, ...] = ()

    @property
    def last_header_row(self) -> int:
        """The last row before the records."""
        return self.header_row + self.header_depth - 1

    @property
    def fingerprint(self) -> str:
        """The same for sheets with the same titles in the same order."""
        titles = "\x1f".join(plain_title(column.title) for column in self.columns)
        return hashlib.sha256(titles.encode()).hexdigest()


def column_letter(place: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def lay_out(grid: Grid, header_row: int = 0, header_depth: int = 0) -> Layout:
    """The layout of a sheet. A person may say where the titles are; else they are looked for in the first rows."""
    head = grid.head(HEAD)
    at = next((index for index, (number, _cells) in enumerate(head) if number == header_row), None)
    if at is None:
        at = max(range(min(len(head), 30)), key=lambda index: (_as_titles(head[index][1]), -index))
        header_depth = 0
    depth = header_depth or _depth(head, at)
    rows = [cells for _number, cells in head[at : at + depth]]
    body = [cells for _number, cells in head[at + depth :]]
    titles = _distinct(_joined(rows))
    columns = [
        Column(place, title, _samples(body, place))
        for place, title in enumerate(titles)
        if title not in _said_by_us() and (title or _samples(body, place))
    ]
    named = [
        column if column.title else Column(column.place, column_letter(column.place), column.samples)
        for column in columns
    ]
    above = tuple(text for _number, cells in head[:at] for cell in cells if (text := read_text(cell)))
    return Layout(head[at][0], depth, tuple(named), above)


@cache
def _said_by_us() -> frozenset[str]:
    """The titles this system writes into the sheets of refused rows; corrected ones come back with them."""
    said = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said |= {gettext(WHAT_IS_WRONG), gettext(WHERE_IT_STOOD)}
    return frozenset(said)


@cache
def _known_titles() -> frozenset[str]:
    return frozenset(plain_title(word) for fields in TITLES.values() for words in fields.values() for word in words)


def _as_titles(cells: Sequence[Any]) -> float:
    """How much a row looks like titles: distinct texts, known ones above all, and no numbers or days."""
    texts = {read_text(cell) for cell in cells if cell not in {"", None}}
    words = {text for text in texts if not _is_value(text)}
    known = sum(plain_title(text) in _known_titles() for text in words)
    return 4 * known + min(len(words), 12) - 3 * (len(texts) - len(words)) - (10 if len(words) < 2 else 0)


def _is_value(text: str) -> bool:
    """Whether it is a number or a day, which no title is."""
    for read in (read_amount, read_day):
        try:
            if read(text) is not None:
                return True
        except UnreadableError:
            continue
    return False


def _depth(head: Sequence[Numbered], at: int) -> int:
    """Two rows of titles where the first has groups (one text over several columns) and the second says which is which.

    Under a title that spans only its own column stands, then, nothing or the same again.
    """
    if at + 1 >= len(head):
        return 1
    upper, lower = ([read_text(cell) for cell in cells] for _number, cells in head[at : at + 2])
    if len({*filter(None, lower)}) < 2 or any(_is_value(text) for text in lower if text):
        return 1
    groups = _groups(upper)
    single = all(under in {"", over} for over, under, grouped in zip(upper, lower, groups, strict=False) if not grouped)
    return 2 if any(groups) and single else 1


def _groups(titles: Sequence[str]) -> list[bool]:
    """Of each column, whether its title spans more than one: the same again beside it, or nothing to its right."""
    group, grouped = "", []
    for place, title in enumerate(titles):
        following = titles[place + 1] if place + 1 < len(titles) else title
        spans = bool(title) and place + 1 < len(titles) and following in {"", title}
        grouped.append(spans or title == group or not title)
        group = title if spans else ("" if title and title != group else group)
    return grouped


def _joined(rows: Sequence[Sequence[Any]]) -> list[str]:
    """The titles, column by column; of two rows joined, with a group's text carried over the columns it spans."""
    width = max((len(row) for row in rows), default=0)
    texts = [[read_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if len(texts) == 1:
        return texts[0]
    titles, group = [], ""
    for upper, lower in zip(*texts, strict=True):
        group = upper or (group if lower else "")
        titles.append(" ".join(dict.fromkeys(part for part in (group, lower) if part)))
    return titles


def _distinct(titles: Sequence[str]) -> list[str]:
    """Titles that stand twice get their number: "金额", "金额 (2)"."""
    seen: Counter[str] = Counter()
    distinct = []
    for title in titles:
        seen[title] += 1
        distinct.append(f"{title} ({seen[title]})" if title and seen[title] > 1 else title)
    return distinct


def _samples(body: Sequence[Sequence[Any]], place: int) -> tuple[Any, ...]:
    found = [row[place] for row in body if place < len(row) and row[place] not in {"", None}]
    return tuple(found[:SAMPLES])
