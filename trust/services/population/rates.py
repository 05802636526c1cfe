"""How often partnerships move: yearly chances and intensities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from .states import KINDS, STATES, Chosen, kind_of

HALF = 0.5
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
MONTHS_A_YEAR = 12

MOVES = """
    SELECT STATE, FOLLOWING, s.last_on - s.started_on, count(*) FROM trust_stagespell s WHERE CHOSEN GROUP BY 1, 2, 3
"""
Table = NDArray[np.int64]


@dataclass(frozen=True)
class Moves:
    """How many spells of each state there are, how many were followed by each state, how long they were observed.

    `number`: state × state, the diagonal empty. `spells`, `months`, `days`: by state; months led from one to the next.
    """

    number: Table
    spells: Table
    months: Table
    days: Table


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


def read_moves(chosen: Chosen) -> Moves:
    """All that is on record of the partnerships. One query."""
    size = len(STATES)
    number = np.zeros((size, size), dtype=int)
    counted, months, days = np.zeros((3, size), dtype=int)
    for before, after, lasted, spells in chosen.rows(MOVES):
        counted[before] += spells
        months[before] += round(lasted / DAYS_A_MONTH) * spells
        days[before] += lasted * spells
        if after is not None and after != before:
            number[before, after] += spells
    return Moves(number, counted, months, days)


def monthly_counts(moves: Moves) -> Table:
    """How many months led from each state to each, months without a change included."""
    return moves.number + np.diag(np.maximum(moves.months - moves.number.sum(axis=1), 0))


def yearly_matrix(moves: Moves) -> NDArray[np.float64]:
    """Chances to stand at each state a year later, by the state now: the twelfth power of the smoothed monthly chances.

    Half a month is added to each cell (Dirichlet 1/2), so that what was never seen is unlikely and not impossible.
    """
    smoothed = monthly_counts(moves) + HALF
    monthly = smoothed / smoothed.sum(axis=1, keepdims=True)
    return np.linalg.matrix_power(monthly, MONTHS_A_YEAR)


def intensities(moves: Moves) -> list[Intensity]:
    """Occurrence over exposure for each stage and kind of change, with gamma intervals (Jeffreys' prior)."""
    found = []
    for state in (1, 2, 3):
        years = float(moves.days[state]) / DAYS_A_YEAR
        for at, kind in enumerate(KINDS, start=1):
            into = [after for after in range(len(STATES)) if kind_of(state, after) == at]
            occurred = int(moves.number[state, into].sum())
            if years:
                found.append(intensity(state, kind, occurred, years))
    return found


def intensity(state: int, kind: str, occurred: int, years: float) -> Intensity:
    """One of them."""
    low, high = (float(gammaincinv(occurred + HALF, chance)) / years for chance in (0.025, 0.975))
    return Intensity(state, kind, occurred, years, occurred / years, low, high)
