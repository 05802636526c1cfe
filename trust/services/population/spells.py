"""The spells of a set of partnerships, in columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trust.models import StageSpell
from trust.models.assessments import Reason

STATES = ("none", "dependence", "contractual", "equal", "lapsed")
"""Outcomes as statistics tell them apart, by number: no stage for whatever reason, the stages, lapsed."""

LAPSED = 4
ABSENT = -1
Days = NDArray[np.datetime64]
Numbers = NDArray[np.int64]


def state_of(stage: int, reason: int) -> int:
    """The state of one judgement."""
    return LAPSED if reason == Reason.LAPSED else stage


@dataclass(frozen=True)
class Spells:
    """One row per spell, ordered by partnership and day. `following` is -1, and `ended` NaT, while it goes on."""

    partnership: Numbers
    state: Numbers
    started: Days
    ended: Days
    last: Days
    following: Numbers

    def __len__(self) -> int:
        return len(self.partnership)

    def at(self, day: np.datetime64) -> Numbers:
        """The rows of the spells that hold at the day, among partnerships observed so far."""
        return np.flatnonzero((self.started <= day) & (np.isnat(self.ended) | (day < self.ended)))


def read_spells(partnerships: Any) -> Spells:
    """The spells of the partnerships of a query. One query; neighbours of one state are one spell."""
    rows = StageSpell.objects.filter(partnership__in=partnerships.order_by().values("pk"))
    fields = ("partnership", "stage", "reason", "started_on", "ended_on", "last_on")
    columns = list(zip(*rows.order_by("partnership", "started_on").values_list(*fields), strict=True)) or [()] * 6
    keys = np.array(columns[0], dtype=np.int64)
    stage, reason = (np.array(columns[at], dtype=np.int64) for at in (1, 2))
    state = np.where(reason == Reason.LAPSED, LAPSED, stage)
    days = [np.array(columns[at], dtype="datetime64[D]") for at in (3, 4, 5)]
    return joined(keys, state, *days)


def joined(keys: Numbers, state: Numbers, started: Days, ended: Days, last: Days) -> Spells:
    """Spells in which no two neighbours of one partnership have the same state."""
    same = np.zeros(len(keys), dtype=bool)
    same[1:] = (keys[1:] == keys[:-1]) & (state[1:] == state[:-1])
    first = np.flatnonzero(~same)
    final = np.append(first[1:], len(keys))[: len(first)] - 1
    keys, state = keys[first], state[first]
    following = np.full(len(keys), ABSENT)
    goes_on = keys[1:] == keys[:-1]
    following[:-1][goes_on] = state[1:][goes_on]
    return Spells(keys, state, started[first], ended[final], last[final], following)
