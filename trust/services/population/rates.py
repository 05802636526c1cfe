"""How often partnerships move: yearly chances and intensities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from .counts import kinds_of_change
from .spells import ABSENT, STATES, Spells

HALF = 0.5
DAYS_A_YEAR = 365.25
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Intensity:
    """Changes of one kind out of one state per partnership-year, with its 95 % interval."""

    state: int
    kind: str
    occurred: int
    years: float
    rate: float
    low: float
    high: float


def monthly_counts(spells: Spells) -> NDArray[np.int64]:
    """How many months led from each state to each, months without a change included."""
    size = len(STATES)
    counts = np.zeros((size, size), dtype=np.int64)
    moved = spells.following != ABSENT
    np.add.at(counts, (spells.state[moved], spells.following[moved]), 1)
    months = (spells.last.astype("datetime64[M]") - spells.started.astype("datetime64[M]")).astype(np.int64)
    np.add.at(counts, (spells.state, spells.state), np.maximum(months - moved, 0))
    return counts


def yearly_matrix(spells: Spells) -> NDArray[np.float64]:
    """Chances to stand at each state a year later, by the state now: the twelfth power of the smoothed monthly chances.

    Half a month is added to each cell (Dirichlet 1/2), so that what was never seen is unlikely and not impossible.
    """
    smoothed = monthly_counts(spells) + HALF
    monthly = smoothed / smoothed.sum(axis=1, keepdims=True)
    return np.linalg.matrix_power(monthly, MONTHS_A_YEAR)


def intensities(spells: Spells) -> list[Intensity]:
    """Occurrence over exposure for each stage and kind of change, with gamma intervals (Jeffreys' prior)."""
    kinds, years = kinds_of_change(spells), (spells.last - spells.started).astype(np.int64) / DAYS_A_YEAR
    found = []
    for state in (1, 2, 3):
        here = spells.state == state
        exposure = float(years[here].sum())
        for number, kind in enumerate(("up", "down", "lapse"), start=1):
            occurred = int((kinds[here] == number).sum())
            if exposure:
                low, high = gamma.ppf((0.025, 0.975), occurred + HALF, scale=1 / exposure)
                found.append(Intensity(state, kind, occurred, exposure, occurred / exposure, float(low), float(high)))
    return found
