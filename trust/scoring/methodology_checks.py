"""Checks a methodology file, value by value, and names everything that is wrong with it at once.

Nothing is computed with a file in which a problem was found.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from .methodology import Table
from .methodology_consistency import inconsistencies
from .methodology_problems import Problem, Problems, shown
from .methodology_schema import (
    DIMENSIONS_BY_LETTER,
    INDICATORS,
    RULE,
    STATE,
    TABLES,
    Day,
    Event,
    Fields,
    Flag,
    HalfLife,
    Number,
    Open,
    Rules,
    States,
    WholeNumbers,
    Word,
    Words,
)

NUMBER_OF_INDICATOR: Fields = {"dimension": Word(), "weight": Number(0, 1), "shape": Word()}
OPTIONAL = frozenset({"outcome", "unless", "building", "eroding"})


def problems_of(content: Table) -> list[Problem]:
    """Everything that is wrong with a parsed file; empty where it can be computed with."""
    half_lives = content.get("half_life_months")
    names = tuple(half_lives) if isinstance(half_lives, Mapping) else ()
    check = _Check(names)
    rest = {key: value for key, value in content.items() if key != "indicators"}
    found = [*check.table("", rest, TABLES), *check.indicators(content.get("indicators"))]
    return found or list(inconsistencies(content))


@dataclass(frozen=True)
class _Check:
    """The checks that need to know the names of the half-lives."""

    half_lives: tuple[str, ...]

    def table(self, name: str, found: Any, fields: Fields, optional: frozenset[str] = frozenset()) -> Problems:
        if not isinstance(found, Mapping):
            yield Problem(name, "", "table", shown(found))
            return
        for key, kind in fields.items():
            if key in found:
                yield from self.value(name, key, found[key], kind)
            elif key not in optional:
                yield Problem(name, key, "missing")
        for key in found:
            if key not in fields:
                yield Problem(name, str(key), "unknown")

    def value(self, table: str, key: str, found: Any, kind: Any) -> Problems:
        below = f"{table}.{key}" if table else key
        match kind:
            case Mapping():
                yield from self.table(below, found, kind)
            case Open():
                yield from self._open(below, found, kind)
            case Rules():
                yield from self._rows(below, found, RULE, OPTIONAL)
            case States():
                yield from self._rows(below, found, STATE)
            case HalfLife():
                yield from _word(table, key, found, self.half_lives)
            case _:
                yield from PLAIN[type(kind)](table, key, found, kind)

    def _open(self, table: str, found: Any, kind: Open) -> Problems:
        if not isinstance(found, Mapping):
            yield Problem(table, "", "table", shown(found))
            return
        for key, value in found.items():
            yield from self.value(table, key, value, kind.kind)
        for key in kind.needed:
            if key not in found:
                yield Problem(table, key, "missing")

    def _rows(self, table: str, found: Any, fields: Fields, optional: frozenset[str] = frozenset()) -> Problems:
        if not isinstance(found, list):
            yield Problem(table, "", "rules", shown(found))
            return
        for number, row in enumerate(found, start=1):
            place = f"{table} {number}"
            yield from self.table(place, row, fields, optional)
            if isinstance(row, Mapping):
                yield from _rule(place, row)

    def indicators(self, found: Any) -> Problems:
        """All of them, no other, and of each its own keys."""
        if not isinstance(found, Mapping):
            yield Problem("indicators", "", "missing" if found is None else "table", shown(found))
            return
        for code, (shape, fields) in INDICATORS.items():
            if code not in found:
                yield Problem(f"indicators.{code}", "", "missing")
                continue
            table, own = f"indicators.{code}", found[code]
            yield from self.table(table, own, {**NUMBER_OF_INDICATOR, **fields})
            if isinstance(own, Mapping):
                yield from _fixed(table, "dimension", own, DIMENSIONS_BY_LETTER[code[0]])
                yield from _fixed(table, "shape", own, shape)
        for code in found:
            if code not in INDICATORS:
                yield Problem(f"indicators.{code}", "", "unknown")


def _number(table: str, key: str, found: Any, kind: Number) -> Problems:
    is_number = isinstance(found, int if kind.is_whole else int | float) and not isinstance(found, bool)
    fits = (
        is_number and math.isfinite(found) and kind.low <= found <= kind.high and not (kind.above and found == kind.low)
    )
    if not fits:
        sign = "> " if kind.above else ""
        yield Problem(
            table, key, "whole" if kind.is_whole else "number", shown(found), f"{sign}{kind.low:g} – {kind.high:g}"
        )


def _wholes(table: str, key: str, found: Any, kind: WholeNumbers) -> Problems:
    whole = isinstance(found, list) and all(isinstance(each, int) and not isinstance(each, bool) for each in found)
    if not whole or len(found) != kind.length or min(found) < kind.low:
        yield Problem(table, key, "wholes", shown(found), f"{kind.length} × ≥ {kind.low}")
    elif any(later < earlier for earlier, later in pairwise(found)):
        yield Problem(table, key, "order", shown(found), shown(sorted(found)))


def _word(table: str, key: str, found: Any, choices: Sequence[str]) -> Problems:
    if not isinstance(found, str) or not found.strip():
        yield Problem(table, key, "word", shown(found))
    elif choices and found not in choices:
        yield Problem(table, key, "choice", shown(found), ", ".join(choices))


def _words(table: str, key: str, found: Any, choices: Sequence[str]) -> Problems:
    if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
        yield Problem(table, key, "words", shown(found))
        return
    for each in found:
        if choices and each not in choices:
            yield Problem(table, key, "choice", shown(each), ", ".join(choices))


def _fixed(table: str, key: str, own: Table, only: str) -> Problems:
    if isinstance(own.get(key), str) and own[key] != only:
        yield Problem(table, key, "choice", shown(own[key]), only)


def _rule(place: str, row: Table) -> Problems:
    if not row.get("building") and not row.get("eroding"):
        yield Problem(place, "", "idle")
    if "outcome" in row and "unless" in row:
        yield Problem(place, "", "both")


def _event(table: str, key: str, found: Any, _kind: Event) -> Problems:
    yield from _word(table, key, found, ())


def _day(table: str, key: str, found: Any, _kind: Day) -> Problems:
    if not isinstance(found, date) or isinstance(found, datetime):
        yield Problem(table, key, "day", shown(found))


def _flag(table: str, key: str, found: Any, _kind: Flag) -> Problems:
    if not isinstance(found, bool):
        yield Problem(table, key, "flag", shown(found))


PLAIN: Mapping[type, Callable[[str, str, Any, Any], Problems]] = {
    Number: _number,
    Word: lambda table, key, found, kind: _word(table, key, found, kind.choices),
    Event: _event,
    Words: lambda table, key, found, kind: _words(table, key, found, kind.choices),
    WholeNumbers: _wholes,
    Day: _day,
    Flag: _flag,
}
