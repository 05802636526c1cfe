"""Numbers to the nearest five, and what is computed from such numbers.

Two tables, two filters or two days can be subtracted from each other. What is to fives in both says nothing about one
partnership more or less, and nor does a share or a rate that was computed from it.
"""

import numpy as np
from numpy.typing import NDArray

from .rates import Moves

SMALLEST = 5
Numbers = NDArray[np.int64]


def rounded(number: float) -> int:
    """The number to the nearest five."""
    return SMALLEST * round(number / SMALLEST)


def all_rounded(numbers: Numbers) -> Numbers:
    """Each of the numbers to the nearest five."""
    return SMALLEST * np.rint(numbers / SMALLEST).astype(np.int64)


def in_fives(at_risk: Numbers, ended: Numbers) -> tuple[Numbers, Numbers]:
    """Numbers at risk by age, and endings (kinds × ages), both to fives.

    An ending is told at the age at which five of its kind have come together; until then it counts as not having
    happened, so that who has ended untold is still at risk. Without censoring the shares are those of the whole
    numbers, up to the endings that still wait.
    """
    so_far = ended.cumsum(axis=1)
    told = so_far // SMALLEST * SMALLEST
    waiting = np.roll((so_far - told).sum(axis=0), 1)
    waiting[0] = 0
    return all_rounded(at_risk + waiting), np.diff(told, axis=1, prepend=0)


def moves_in_fives(moves: Moves) -> Moves:
    """Moves and times of observation to fives; who was observed at a state for how many spells is kept."""
    return Moves(all_rounded(moves.number), moves.spells, all_rounded(moves.months), all_rounded(moves.days))
