"""What the values of a methodology file must be to each other, and to the event types there are.

Only a file whose values are each in order is looked at: every table and key is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .methodology import DIMENSIONS, Table
from .methodology_problems import Problem, Problems, shown
from .methodology_schema import (
    INDICATORS,
    LEVELS,
    TABLES,
    Event,
    Fields,
    Open,
    Rules,
    States,
    Words,
)

# Numbers of one table that must not fall from one to the next.
RISING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("persistence", ("down_probability", "down_target_probability", "up_probability")),
    ("interval", ("low", "high")),
    ("verification", ("counted_weight", "solid_weight")),
    ("verification.weight", tuple(reversed(LEVELS))),
    ("verification.validity", tuple(reversed(LEVELS))),
    ("verification.record_validity", tuple(reversed(LEVELS))),
    ("gates.contractual", ("terminated_months", "ended_months")),
    ("gates.equal", ("partner_kinds", "partners")),
    ("indicators.R3", ("grace_days", "worthless_after_days")),
    ("indicators.R4", ("lowest_log10", "highest_log10")),
)
# The same, and equal will not do: something is divided by the difference.
STRICTLY = frozenset({"interval", "indicators.R3", "indicators.R4"})
# Windows of conditions; facts older than the window of the method count for nothing.
WITHIN_THE_WINDOW: tuple[tuple[str, str], ...] = (
    ("gates.dependence", "alignment_months"),
    ("gates.dependence", "recognition_months"),
    ("gates.contractual", "performance_months"),
    ("gates.equal", "joint_months"),
    ("gates.equal", "reciprocity_months"),
    ("gates.equal", "network_role_months"),
)


def inconsistencies(content: Table) -> Problems:
    """Weights that do not add up, thresholds out of order, windows longer than that of the method."""
    yield from _sums(content)
    yield from _orders(content)
    yield from _windows(content)


def unknown_codes(content: Table, outcomes: Mapping[str, Sequence[str] | None]) -> list[Problem]:
    """Event types and outcomes of a checked file that do not exist. `outcomes`: of every event type by its
    code; None where the records say what else there is.
    """
    return [
        *(
            Problem(table, key, "event", shown(code))
            for table, key, code in _event_codes(content)
            if code not in outcomes
        ),
        *_unknown_outcomes(content, outcomes),
    ]


def _sums(content: Table) -> Problems:
    for name in DIMENSIONS:
        total = sum(own["weight"] for own in content["indicators"].values() if own["dimension"] == name)
        if round(total, 9) != 1:
            yield Problem("indicators", name, "sum", f"{total:g}")


def _orders(content: Table) -> Problems:
    for table, keys in RISING:
        own = _table(content, table)
        for lower, higher in pairwise(keys):
            equal = own[lower] == own[higher] and table in STRICTLY
            if own[higher] < own[lower] or equal:
                kind = "above" if table in STRICTLY else "order"
                yield Problem(table, higher, kind, shown(own[higher]), f"{lower} ({own[lower]})")


def _windows(content: Table) -> Problems:
    longest = content["time"]["window_months"]
    for table, key in WITHIN_THE_WINDOW:
        months = _table(content, table)[key]
        if months > longest:
            yield Problem(table, key, "window", shown(months), shown(longest))


def _event_codes(content: Table) -> Iterator[tuple[str, str, str]]:
    """Where event types are named, with table and key: by the schema in tables, in every rule and state."""
    rest = {key: value for key, value in content.items() if key != "indicators"}
    yield from _named("", rest, TABLES)
    for code, own in content["indicators"].items():
        yield from _named(f"indicators.{code}", own, INDICATORS[code][1])


def _named(table: str, found: Table, fields: Fields) -> Iterator[tuple[str, str, str]]:
    for key, kind in fields.items():
        below = f"{table}.{key}" if table else key
        match kind:
            case Mapping():
                yield from _named(below, found[key], kind)
            case Event():
                yield table, key, found[key]
            case Words(is_event=True):
                yield from ((table, key, code) for code in found[key])
            case Open(are_events=True):
                yield from ((below, code, code) for code in found[key])
            case Rules() | States():
                yield from ((f"{below} {number}", "event", row["event"]) for number, row in enumerate(found[key], 1))


def _unknown_outcomes(content: Table, outcomes: Mapping[str, Sequence[str] | None]) -> Problems:
    for code, own in content["indicators"].items():
        for number, row in enumerate(own.get("rules", ()), start=1):
            known = outcomes.get(row["event"])
            for key in ("outcome", "unless"):
                if key in row and known is not None and row[key] not in known:
                    place = f"indicators.{code}.rules {number}"
                    yield Problem(place, key, "outcome", shown(row[key]), ", ".join(known) or "–")


def _table(content: Table, name: str) -> Table:
    own: Any = content
    for part in name.split("."):
        own = own[part]
    return own  # type: ignore[no-any-return]
