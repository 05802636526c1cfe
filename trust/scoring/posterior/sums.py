"""The chance that a weighted sum of indicators reaches its floor."""

import numpy as np

from .layers import layered_survival
from .moments import Array
from .parts import Part, pair_survival
from .terms import WeightedSum, blocks, four_moments, weighted_sum_moments

# A sum that misses its floor by no more than rounding meets it.
ROUNDING = 1e-12
# Standard deviations between mean and floor from which on four moments decide well enough, and from which on there is
# nothing left to decide; measured in docs/numerics.md.
CLEAR = 4.0
CERTAIN = 8.0
# Of two chances that both must hold, one that is this near to 1 decides nothing.
NEGLIGIBLE = 1e-4
JOINT_NODES = 8
ROWS_AT_ONCE = 32_768


def weighted_sum_survival(total: WeightedSum, floor: Array) -> Array:
    """P(sum >= floor), (n,).

    Rows whose attainable range or whose distance from the floor decides are settled at once; the others are integrated.
    """
    mean, deviation = weighted_sum_moments(total)
    attainable = (floor > total.lowest() + ROUNDING) & (floor < total.highest())
    distance = (mean - floor) / np.where(deviation > 0.0, deviation, 1.0)
    reached = np.where(floor <= total.lowest() + ROUNDING, 1.0, 0.0)
    reached[attainable & (distance >= CERTAIN)] = 1.0
    away = np.abs(distance)
    for index in blocks(np.flatnonzero(attainable & (away >= CLEAR) & (away < CERTAIN)), ROWS_AT_ONCE):
        rows = total.rows(index)
        reached[index] = Part.with_moments(four_moments(rows.terms, len(index))).survival(floor[index] - rows.fixed)
    for index in blocks(np.flatnonzero(attainable & (away < CLEAR)), ROWS_AT_ONCE):
        rows = total.rows(index)
        reached[index] = layered_survival(rows.terms, floor[index] - rows.fixed)
    return np.clip(reached, 0.0, 1.0)


def weighted_sum_joint_survival(total: WeightedSum, floor: Array, member: int, member_floor: Array) -> Array:
    """P(sum >= floor and the indicator of terms[member] >= member_floor), (n,); the same indicator in both.

    Made for sums of rates; with other indicators beside the member the error is larger.  In rows that leave the member
    out the second condition is not applied: the caller decides what absence means.
    """
    reached = weighted_sum_survival(total, floor)
    present = total.terms[member].weight > 0.0
    kept = np.where(present, total.terms[member].indicator.survival(member_floor), 1.0)
    at_most, at_least = np.minimum(reached, kept), reached + kept - 1.0
    both = at_most.copy()
    open_rows = np.flatnonzero((at_most > NEGLIGIBLE) & (np.maximum(reached, kept) < 1.0 - NEGLIGIBLE))
    for index in blocks(open_rows, ROWS_AT_ONCE):
        both[index] = _joint(total.rows(index), floor[index], member, member_floor[index])
    return np.minimum(np.maximum(both, at_least), at_most)


def _joint(total: WeightedSum, floor: Array, member: int, member_floor: Array) -> Array:
    """The joint chance where both conditions are open, from the member's nodes above its floor."""
    needed = floor - total.fixed
    chosen = total.terms[member]
    others = [term for place, term in enumerate(total.terms) if place != member]
    moments = four_moments(others, len(needed))
    alone = moments.variance <= 0.0
    threshold = np.maximum(needed / chosen.weight, member_floor)
    both = chosen.indicator.survival(threshold)
    index = np.flatnonzero(~alone)
    rest = Part.with_moments(four_moments([term.rows(index) for term in others], len(index)))
    outer = Part.of(np.zeros(len(index)), chosen.weight[index], chosen.indicator.rows(index))
    both[index] = pair_survival(needed[index], rest, outer, JOINT_NODES, member_floor[index])
    return both
