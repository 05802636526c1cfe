"""Dimensions as weighted sums of independent indicators."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .balance import Balance
from .belief import Belief
from .moments import Array, Moments
from .rate import Rate

Indicator = Rate | Belief | Balance
Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Term:
    """One uncertain indicator and its weight per row, (n,).

    A weight of 0 leaves the indicator out of that row, whatever its parameters (NaN included).
    """

    weight: Array
    indicator: Indicator

    def deviation(self) -> Array:
        """Standard deviation of weight * indicator, (n,)."""
        return self.weight * np.sqrt(self.indicator.mean_variance()[1])

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


def four_moments(terms: Sequence[Term], rows: int) -> Moments:
    """Mean and central moments 2 to 4 of the sum of weight * indicator."""
    moments = Moments.of_nothing(rows)
    for term in terms:
        moments = moments.plus(term.indicator.moments().scaled(term.weight))
    return moments


def blocks(index: Index, size: int) -> list[Index]:
    """The rows in pieces of at most so many, to keep what is computed from them small."""
    return [index[start : start + size] for start in range(0, len(index), size)]
