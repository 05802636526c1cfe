"""How many partnerships stand where, month by month, and how many moved. Counted by the database, not here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from .states import KINDS, STATE, STATES, Chosen, kind_of, state_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUARTER = 3
Outcome = tuple[int, int]
"""A stage and the reason for no stage."""

STANDING = """
    WITH observed AS (
        SELECT s.stage, s.reason, s.started_on, s.ended_on FROM trust_stagespell s WHERE CHOSEN
    )
    SELECT stage, reason, greatest(started_on, %s), CASE WHEN ended_on <= %s THEN ended_on END, count(*)
    FROM observed
    WHERE started_on <= %s AND (ended_on IS NULL OR ended_on > %s)
    GROUP BY 1, 2, 3, 4
"""
FLOWS = """
    SELECT STATE, LATER, count(*)
    FROM trust_stagespell s JOIN trust_stagespell later ON later.partnership_id = s.partnership_id
    WHERE CHOSEN
      AND s.started_on <= %s AND (s.ended_on IS NULL OR s.ended_on > %s)
      AND later.started_on <= %s AND (later.ended_on IS NULL OR later.ended_on > %s)
    GROUP BY 1, 2 ORDER BY 1, 2
""".replace("LATER", STATE.replace("s.", "later."))
QUARTERS = """
    SELECT s.ended_on, STATE, FOLLOWING, count(*)
    FROM trust_stagespell s
    WHERE CHOSEN AND s.ended_on >= %s AND s.ended_on < %s
    GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Flow:
    """How many partnerships stood at one state on the first day and at another on the last."""

    before: int
    after: int
    number: int


@dataclass(frozen=True)
class Quarter:
    """Changes whose first month end lies in the quarter, `number` counted from 1; half-open from `first`."""

    year: int
    number: int
    up: int
    down: int
    lapse: int

    @property
    def first(self) -> date:
        """Its first day."""
        return _first_day(self.year * 4 + self.number - 1)

    @property
    def following(self) -> date:
        """The first day after it."""
        return _first_day(self.year * 4 + self.number)


def standing(chosen: Chosen, days: Sequence[date]) -> Mapping[Outcome, Sequence[int]]:
    """How many partnerships stood at each outcome on each of the days, which are in order. One query."""
    points = np.array(days, dtype="datetime64[D]")
    found: dict[Outcome, NDArray[np.int64]] = {}
    since, until = days[0], days[-1]
    for stage, reason, started, ended, number in chosen.rows(STANDING, since, until, until, since):
        line = found.setdefault((stage, reason), np.zeros(len(days) + 1, dtype=np.int64))
        line[np.searchsorted(points, np.datetime64(started))] += number
        line[np.searchsorted(points, np.datetime64(ended)) if ended else len(days)] -= number
    return {outcome: line.cumsum()[:-1].tolist() for outcome, line in found.items()}


def by_state(outcomes: Mapping[Outcome, Sequence[int]], days: int) -> list[list[int]]:
    """For each day how many partnerships stood at each state, in the order of `STATES`."""
    table = np.zeros((days, len(STATES)), dtype=np.int64)
    for (stage, reason), numbers in outcomes.items():
        table[:, state_of(stage, reason)] += numbers
    found: list[list[int]] = table.tolist()
    return found


def month_ends(first: date, last: date) -> list[date]:
    """The ends of months from the first day on, and the last day whatever it is."""
    ends = []
    at = first.year * 12 + first.month
    while (end := date(at // 12, at % 12 + 1, 1) - timedelta(days=1)) < last:
        ends.append(end)
        at += 1
    return [*ends, last]


def flows(chosen: Chosen, first: date, last: date) -> list[Flow]:
    """From where to where partnerships went that were observed on both days; those that stayed included."""
    return [Flow(*row) for row in chosen.rows(FLOWS, first, first, last, last)]


def transitions_by_quarter(chosen: Chosen, first: date, last: date) -> list[Quarter]:
    """Changes per quarter, quarters without any included, from that of the first day to that of the last."""
    span = range(_quarter(first), _quarter(last) + 1)
    counted: Counter[tuple[int, int]] = Counter()
    for day, before, after, number in chosen.rows(QUARTERS, _first_day(span[0]), _first_day(span[-1] + 1)):
        counted[_quarter(day), kind_of(before, after)] += number
    return [Quarter(at // 4, at % 4 + 1, *(counted[at, 1 + kind] for kind in range(len(KINDS)))) for at in span]


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // QUARTER


def _first_day(quarter: int) -> date:
    return date(quarter // 4, quarter % 4 * QUARTER + 1, 1)
