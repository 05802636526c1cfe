"""How long partnerships stay at a stage, and what ends it: Kaplan and Meier, Aalen and Johansen, from counts.

Time runs from the first month end at the stage. Spells that go on are censored on the last month judged. With a first
day of observation, spells that had begun by then enter with the age they had (left truncation), and those that had
ended are not counted: they would only be known for having been long.

The database counts spells by age, and the estimators read the counts: a second-long start of a library and one row per
spell are saved. `lifelines` is the oracle of the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .states import KINDS, Chosen, kind_of

DAYS_A_MONTH = 365.25 / 12
LONGEST = 60
Z = 1.959963984540054  # of the 95 percent interval
BEGINNING = date(1900, 1, 1)
Counts = NDArray[np.int64]
FROM_THE_BEGINNING = -1
"""The age after which a spell came under observation that was observed from age 0 on."""

LEAVING = """
    SELECT STATE, CASE WHEN s.ended_on <= period.until THEN FOLLOWING END,
           greatest(period.since - s.started_on, 0), least(s.last_on, period.until) - s.started_on, count(*)
    FROM (SELECT s.* FROM trust_stagespell s WHERE CHOSEN) AS s,
         (SELECT %s::date AS since, %s::date AS until) AS period
    WHERE s.stage > 0 AND s.last_on > s.started_on AND s.started_on < period.until AND s.last_on > period.since
    GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Leaving:
    """Numbers of those under observation by the age in months after which they entered, at which they left, and how.

    `kind`: 0 for what was still so when last observed, otherwise how it ended.
    """

    entry: NDArray[np.int64]
    exit: NDArray[np.int64]
    kind: NDArray[np.int64]
    number: NDArray[np.int64]

    def at_risk(self, months: int) -> NDArray[np.int64]:
        """How many were under observation at each age from 0."""
        return self._by_age(self.entry + 1, months) - self._by_age(self.exit + 1, months)

    def ended(self, months: int, kind: int = 0) -> NDArray[np.int64]:
        """How many ended at each age from 0; in the way of the kind, or in any."""
        wanted = (self.kind == kind) if kind else (self.kind > 0)
        return np.bincount(np.minimum(self.exit, months + 1)[wanted], self.number[wanted], months + 2)[:-1].astype(int)

    def _by_age(self, ages: NDArray[np.int64], months: int) -> NDArray[np.int64]:
        counted = np.bincount(np.minimum(ages, months + 1), self.number, months + 2)
        return counted.cumsum()[:-1].astype(np.int64)

    def __len__(self) -> int:
        return int(self.number.sum())


@dataclass(frozen=True)
class Curve:
    """The share that lasts, by months, with its 95 % interval; `events` endings of `number` stand behind it.

    From the first age at which enough are under observation to the last. `median` is None where more than half last.
    """

    number: int
    events: int
    months: list[int]
    at_risk: list[int]
    ended: list[int]
    share: list[float]
    low: list[float]
    high: list[float]
    median: int | None

    def at(self, month: int) -> int | None:
        """The place of the age in the lists; None where the curve does not reach it."""
        return self.months.index(month) if month in self.months else None


def read_leaving(chosen: Chosen, since: date | None, until: date) -> dict[int, Leaving]:
    """Spells at each stage observed from a day (None: from their beginning) to another. One query."""
    rows: dict[int, list[tuple[Any, ...]]] = {1: [], 2: [], 3: []}
    for state, after, *ages, number in chosen.rows(LEAVING, since or BEGINNING, until):
        rows[state].append((*ages, kind_of(state, after), number))
    return {state: _leaving(found) for state, found in rows.items()}


def _leaving(rows: Sequence[tuple[Any, ...]]) -> Leaving:
    entry, leaving, kind, number = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    entered = np.where(entry > 0, np.round(entry / DAYS_A_MONTH), FROM_THE_BEGINNING).astype(np.int64)
    left = np.round(leaving / DAYS_A_MONTH).astype(np.int64)
    return Leaving(entered, np.maximum(left, np.maximum(entered, 0) + 1), kind, number)


def lasting(leaving: Leaving, *, least: int, months: int = LONGEST) -> Curve | None:
    """Kaplan and Meier's share that lasts longer, with Greenwood's interval on the scale of log(-log).

    Told as long as `least` are under observation: from the first such age on, so that one early ending of few cannot
    bring the whole curve down, to the last before they become fewer. None where they never are so many.
    """
    at_risk, ended = leaving.at_risk(months), leaving.ended(months)
    ages = _told(at_risk, least)
    if ages is None:
        return None
    return estimate(len(leaving), int(ended.sum()), ages, at_risk[ages], ended[ages])


def estimate(number: int, events: int, ages: Counts, risk: Counts, ended: Counts) -> Curve:
    """The curve from numbers at risk and endings by age."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.cumprod(1 - ended / risk)
        wide = Z * np.sqrt(np.cumsum(ended / (risk * (risk - ended)))) / np.log(share)
        low, high = (np.exp(-np.exp(np.log(-np.log(share)) + sign * wide)) for sign in (-1, 1))
    beyond = np.flatnonzero(share <= 0.5)
    return Curve(
        number,
        events,
        ages.tolist(),
        risk.tolist(),
        ended.tolist(),
        share.tolist(),
        np.where((share < 1) & (share > 0), low, share).tolist(),
        np.where((share < 1) & (share > 0), high, share).tolist(),
        int(ages[beyond[0]]) if len(beyond) else None,
    )


def endings(leaving: Leaving, *, least: int, months: int = LONGEST) -> list[list[float]] | None:
    """Aalen and Johansen's shares that have first gone up, down, or lapsed, by age, over the ages of `lasting`."""
    at_risk = leaving.at_risk(months)
    ages = _told(at_risk, least)
    if ages is None:
        return None
    kinds = np.array([leaving.ended(months, kind)[ages] for kind in range(1, 1 + len(KINDS))])
    return incidence(at_risk[ages], kinds)


def incidence(risk: Counts, ended: Counts) -> list[list[float]]:
    """Shares that have first ended in each way, from numbers at risk by age and endings (kinds × ages)."""
    lasts = np.cumprod(1 - ended.sum(axis=0) / risk)
    shares: list[list[float]] = np.cumsum(np.append(1.0, lasts[:-1]) * ended / risk, axis=1).tolist()
    return shares


def _told(at_risk: NDArray[np.int64], least: int) -> NDArray[np.int64] | None:
    """The ages from the first at which so many are under observation to the last before they become fewer."""
    enough = np.flatnonzero(at_risk >= least)
    if not len(enough):
        return None
    fewer = np.flatnonzero(at_risk[enough[0] :] < least)
    return np.arange(enough[0], enough[0] + fewer[0] if len(fewer) else len(at_risk))
