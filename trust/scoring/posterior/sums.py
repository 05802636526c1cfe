"""Dimensions: weighted sums of independent indicators and the chance that one reaches its floor."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .balance import Balance
from .belief import Belief
from .layers import layered_survival
from .moments import Array, Moments
from .parts import Part, pair_survival
from .rate import Rate

Indicator = Rate | Belief | Balance
Bools = NDArray[np.bool_]
Index = NDArray[np.intp]

# A sum that misses its floor by no more than rounding meets it.
ROUNDING = 1e-12
# Standard deviations between mean and floor from which on four moments decide well enough, and from which on there is
# nothing left to decide; measured in docs/numerics.md.
CLEAR = 4.0
CERTAIN = 8.0
# Of two chances that both must hold, one that is this near to 1 decides nothing.
NEGLIGIBLE = 1e-4
JOINT_NODES = 8
ROWS_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class Term:
    """One uncertain indicator and its weight per row, (n,).

    A weight of 0 leaves the indicator out of that row, whatever its parameters (NaN included).
    """

    weight: Array
    indicator: Indicator

    def rows(self, index: Index) -> "Term":
        """The same term for some rows."""
        return Term(self.weight[index], self.indicator.rows(index))


@dataclass(frozen=True, eq=False)
class WeightedSum:
    """fixed + sum of weight * indicator over the terms; one independent sum per row.

    fixed: the weighted sum of the certain indicators, (n,).  Weights are used as given: a caller that leaves
    indicators out renormalises the rest, `fixed` included.
    """

    fixed: Array
    terms: Sequence[Term]

    def lowest(self) -> Array:
        """The smallest attainable value, (n,)."""
        return self.fixed

    def highest(self) -> Array:
        """The largest attainable value, (n,)."""
        return self.fixed + self._width()

    def rows(self, index: Index) -> "WeightedSum":
        """The same sum for some rows."""
        return WeightedSum(self.fixed[index], [term.rows(index) for term in self.terms])

    def _width(self) -> Array:
        width = np.zeros_like(self.fixed)
        for term in self.terms:
            width += term.weight
        return width


def weighted_sum_moments(total: WeightedSum) -> tuple[Array, Array]:
    """Mean and standard deviation of the sum, each (n,); as exact as those of its indicators."""
    mean, variance = total.fixed.copy(), np.zeros_like(total.fixed)
    for term in total.terms:
        part, spread = term.indicator.mean_variance()
        present = term.weight > 0.0
        mean += np.where(present, term.weight * part, 0.0)
        variance += np.where(present, term.weight * term.weight * spread, 0.0)
    return mean, np.sqrt(variance)


def weighted_sum_survival(total: WeightedSum, floor: Array) -> Array:
    """P(sum >= floor), (n,).

    Rows whose attainable range or whose distance from the floor decides are settled at once; the others are integrated.
    """
    mean, deviation = weighted_sum_moments(total)
    attainable = (floor > total.lowest() + ROUNDING) & (floor < total.highest())
    distance = (mean - floor) / np.where(deviation > 0.0, deviation, 1.0)
    reached = np.where(floor <= total.lowest() + ROUNDING, 1.0, 0.0)
    reached[attainable & (distance >= CERTAIN)] = 1.0
    undecided = np.flatnonzero(attainable & (np.abs(distance) < CERTAIN))
    for index in _blocks(undecided):
        clear = np.abs(distance[index]) >= CLEAR
        reached[index] = _undecided_survival(total.rows(index), floor[index], clear)
    return reached


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
    for index in _blocks(open_rows):
        both[index] = _joint(total.rows(index), floor[index], member, member_floor[index])
    return np.minimum(np.maximum(both, at_least), at_most)


def _blocks(index: Index) -> list[Index]:
    """Rows in pieces small enough for the processor's caches."""
    return [index[start : start + ROWS_AT_ONCE] for start in range(0, len(index), ROWS_AT_ONCE)]


def _moments_of(terms: Sequence[Term], rows: int) -> Moments:
    moments = Moments.of_nothing(rows)
    for term in terms:
        moments = moments.plus(term.indicator.moments().scaled(term.weight))
    return moments


def _undecided_survival(total: WeightedSum, floor: Array, clear: Bools) -> Array:
    needed = floor - total.fixed
    reached = np.empty_like(needed)
    index = np.flatnonzero(clear)
    far = total.rows(index)
    reached[index] = Part.with_moments(_moments_of(far.terms, len(index))).survival(needed[index])
    presence = np.where(clear, 0, 1) * _presence(total)
    for pattern in np.unique(presence[presence > 0]):
        index = np.flatnonzero(presence == pattern)
        present = [term.rows(index) for place, term in enumerate(total.terms) if pattern >> place & 1]
        reached[index] = layered_survival([(term.weight, term.indicator) for term in present], needed[index])
    return np.clip(reached, 0.0, 1.0)


def _presence(total: WeightedSum) -> NDArray[np.int64]:
    """Which terms each row has: one bit per term."""
    pattern = np.zeros(len(total.fixed), dtype=np.int64)
    for place, term in enumerate(total.terms):
        pattern |= (term.weight > 0.0).astype(np.int64) << place
    return pattern


def _joint(total: WeightedSum, floor: Array, member: int, member_floor: Array) -> Array:
    """The joint chance where both conditions are open, from the member's nodes above its floor."""
    needed = floor - total.fixed
    chosen = total.terms[member]
    others = [term for place, term in enumerate(total.terms) if place != member]
    moments = _moments_of(others, len(needed))
    alone = moments.variance <= 0.0
    threshold = np.maximum(needed / chosen.weight, member_floor)
    both = chosen.indicator.survival(threshold)
    index = np.flatnonzero(~alone)
    rest = Part.with_moments(_moments_of([term.rows(index) for term in others], len(index)))
    outer = Part.of(np.zeros(len(index)), chosen.weight[index], chosen.indicator.rows(index))
    both[index] = pair_survival(needed[index], rest, outer, JOINT_NODES, member_floor[index])
    return both
