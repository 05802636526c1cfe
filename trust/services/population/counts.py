"""How many partnerships stand where, and how many moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from .spells import ABSENT, LAPSED, STATES, Numbers, Spells

QUARTER = 3


@dataclass(frozen=True)
class Flow:
    """How many partnerships stood at one state on the first day and at another on the last."""

    before: int
    after: int
    number: int


@dataclass(frozen=True)
class Quarter:
    """Changes whose first month end lies in the quarter, `number` counted from 1."""

    year: int
    number: int
    up: int
    down: int
    lapse: int


def now_and_then(spells: Spells, days: Sequence[date]) -> list[list[int]]:
    """For each day how many partnerships stood at each state, in the order of `STATES`."""
    found = [spells.state[spells.at(np.datetime64(day))] for day in days]
    return [np.bincount(states, minlength=len(STATES)).tolist() for states in found]


def flows(spells: Spells, first: date, last: date) -> list[Flow]:
    """From where to where partnerships went that were observed on both days; those that stayed included."""
    then, now = (spells.at(np.datetime64(day)) for day in (first, last))
    keys, before, after = np.intersect1d(
        spells.partnership[then], spells.partnership[now], assume_unique=True, return_indices=True
    )
    pairs = zip(spells.state[then][before].tolist(), spells.state[now][after].tolist(), strict=True)
    return [Flow(*pair, number) for pair, number in sorted(Counter(pairs).items())] if len(keys) else []


def kinds_of_change(spells: Spells) -> Numbers:
    """For each spell how it ended: 1 up, 2 down, 3 lapse, 0 not at all. Out of no stage or a lapse into one is up."""
    before = np.where(spells.state == LAPSED, 0, spells.state)
    after = np.where(spells.following == LAPSED, 0, spells.following)
    kinds = np.where(after > before, 1, 2)
    kinds[(spells.state == LAPSED) & (spells.following == 0)] = 0  # neither better nor worse
    kinds[spells.following == LAPSED] = 3
    kinds[spells.following == ABSENT] = 0
    return kinds


def transitions_by_quarter(spells: Spells, first: date, last: date) -> list[Quarter]:
    """Changes per quarter, quarters without any included, from that of the first day to that of the last."""
    kinds = kinds_of_change(spells)
    changed = np.flatnonzero(kinds)
    quarters = spells.ended[changed].astype("datetime64[M]").astype(np.int64) // QUARTER  # since 1970
    counted = Counter(zip(quarters.tolist(), kinds[changed].tolist(), strict=True))
    span = range(_quarter(first), _quarter(last) + 1)
    return [Quarter(1970 + at // 4, at % 4 + 1, *(counted[at, kind] for kind in (1, 2, 3))) for at in span]


def _quarter(day: date) -> int:
    return (day.year - 1970) * 4 + (day.month - 1) // QUARTER
