"""How long partnerships stay at a stage, and what ends it.

Time runs from the first month end at the stage. Spells that go on are censored on the last month judged. With a first
day of observation, spells that had begun by then enter with the age they had (left truncation), and those that had
ended are not counted: they would only be known for having been long.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from .counts import kinds_of_change
from .spells import ABSENT, Spells

DAYS_A_MONTH = 365.25 / 12
YEAR = 12


@dataclass(frozen=True)
class Curve:
    """A share by months since the stage began, with its 95 % interval; `number` spells and `events` stand behind it."""

    state: int
    number: int
    events: int
    months: list[int]
    share: list[float]
    low: list[float]
    high: list[float]
    median: float | None


def _observed(spells: Spells, state: int, since: date | None) -> tuple[NDArray[np.float64], ...]:
    """For each spell that counts: its age at entry and at exit in months, and its row."""
    rows = np.flatnonzero((spells.state == state) & (spells.last > spells.started))
    entry = np.zeros(len(rows))
    if since is not None:
        rows = rows[spells.last[rows] > np.datetime64(since)]
        entry = np.maximum((np.datetime64(since) - spells.started[rows]).astype(np.int64), 0) / DAYS_A_MONTH
    leaving = (spells.last[rows] - spells.started[rows]).astype(np.int64) / DAYS_A_MONTH
    return np.round(entry), np.maximum(np.round(leaving), np.round(entry) + 1), rows.astype(np.float64)


def _untied(leaving: NDArray[np.float64], kinds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Times of which no two are equal, endings before what is censored at the same time; the estimator needs that.

    The same order every time, so that a page shows the same numbers whenever it is opened.
    """
    moved = leaving.copy()
    moved[np.argsort(kinds == 0, kind="stable")] += np.arange(len(leaving)) * 1e-7
    return moved


def time_in_stage(spells: Spells, state: int, *, since: date | None = None, months: int = 60) -> Curve | None:
    """Kaplan and Meier's share of spells at the state that last longer, by months; None without any spell."""
    entry, leaving, places = _observed(spells, state, since)
    if not len(places):
        return None
    from lifelines import KaplanMeierFitter  # takes a second, which no other page and no command need wait

    ended = spells.following[places.astype(np.int64)] != ABSENT
    fitter = KaplanMeierFitter().fit(leaving, event_observed=ended, entry=entry)
    at = list(range(months + 1))
    bounds = fitter.confidence_interval_.reindex(at, method="ffill").bfill()
    median = float(fitter.median_survival_time_)
    return Curve(
        state,
        len(places),
        int(ended.sum()),
        at,
        fitter.survival_function_at_times(at).round(6).tolist(),
        bounds.iloc[:, 0].round(6).tolist(),
        bounds.iloc[:, 1].round(6).tolist(),
        median if np.isfinite(median) else None,
    )


def endings(
    spells: Spells, state: int, *, since: date | None = None, after: tuple[int, ...] = (12, 24, 36)
) -> dict[str, list[float]] | None:
    """Aalen and Johansen's share that has first gone up, down, or lapsed by so many months; None without any spell."""
    entry, leaving, places = _observed(spells, state, since)
    if not len(places):
        return None
    from lifelines import AalenJohansenFitter  # as above

    kinds = kinds_of_change(spells)[places.astype(np.int64)]
    leaving = _untied(leaving, kinds)
    shares = {}
    for number, kind in enumerate(("up", "down", "lapse"), start=1):
        if not (kinds == number).any():
            shares[kind] = [0.0] * len(after)
            continue
        fitter = AalenJohansenFitter(calculate_variance=False)
        fitter.fit(leaving, kinds, event_of_interest=number, entry=entry)
        table = fitter.cumulative_density_
        shares[kind] = [float(table[table.index <= month + 0.5].iloc[-1, 0]) for month in after]
    return shares
