"""Parts of a sum: a scaled and shifted distribution per row, its effective range, and its quadrature nodes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .moments import Array, Moments
from .rate import TINY, Rate

# Standard deviations from the mean beyond which a distribution is taken as empty, and how many more per unit of
# skewness on the long side: leaves less than 1e-3 outside in the worst case, which is counted at the nodes inside.
RANGE = 4.0
RANGE_PER_SKEWNESS = 1.5
# A density that rises as x ** (p - 1) with p < 1 is integrated in a power of x, at most the eighth.
STEEPEST = 8.0
FLATTEST_FIT = 300.0
SMALLEST_FIT = 0.05


class Distribution(Protocol):
    """What the sums need of an indicator on [0, 1]."""

    def moments(self) -> Moments: ...

    def survival(self, threshold: Array) -> Array: ...

    def log_density(self, value: Array) -> Array: ...

    def lower_exponent(self) -> Array: ...

    def rows(self, index: NDArray[np.intp]) -> "Distribution": ...


@dataclass(frozen=True, eq=False)
class Part:
    """offset + weight * X, per row; all arrays (n,), weight > 0.

    low, high: the range within [0, 1] in which X practically lies; spread: standard deviation of weight * X.
    """

    offset: Array
    weight: Array
    distribution: Distribution
    low: Array
    high: Array
    spread: Array

    @classmethod
    def of(cls, offset: Array, weight: Array, distribution: Distribution) -> "Part":
        """Finds the effective range from the moments."""
        moments = distribution.moments()
        low, high = _effective_range(moments.mean, moments.deviation(), moments.skewness())
        return cls(offset, weight, distribution, low, high, weight * moments.deviation())

    @classmethod
    def with_moments(cls, moments: Moments) -> "Part":
        """A scaled Beta with the four given moments (Pearson's type I); exact for one weighted rate."""
        variance = moments.variance
        deviation, skewness = moments.deviation(), moments.skewness()
        squared, kurtosis = skewness * skewness, moments.fourth / (variance * variance)
        flatness = 6.0 + 3.0 * squared - 2.0 * kurtosis
        bounded = flatness > 6.0 / FLATTEST_FIT
        mass = np.where(bounded, 6.0 * (kurtosis - squared - 1.0) / np.where(bounded, flatness, 1.0), FLATTEST_FIT)
        mass = np.clip(mass, SMALLEST_FIT, FLATTEST_FIT)
        square = (mass + 2.0) ** 2 * squared + 16.0 * (mass + 1.0)
        lean = (mass + 2.0) * skewness / np.sqrt(square)
        a, b = 0.5 * mass * (1.0 - lean), 0.5 * mass * (1.0 + lean)
        width = 0.5 * deviation * np.sqrt(square)
        low, high = _effective_range(a / mass, deviation / width, skewness)
        return cls(moments.mean - width * (a / mass), width, Rate(a, b), low, high, deviation)

    def survival(self, threshold: Array) -> Array:
        """P(offset + weight * X >= threshold), (n,)."""
        return self.distribution.survival((threshold - self.offset) / self.weight)

    def rows(self, index: NDArray[np.intp]) -> "Part":
        """The same part for some rows."""
        return Part(
            self.offset[index],
            self.weight[index],
            self.distribution.rows(index),
            self.low[index],
            self.high[index],
            self.spread[index],
        )

    def nodes(self, low: Array, high: Array, count: int) -> tuple[Array, Array]:
        """Gauss-Legendre nodes of X between low and high, (..., n), and probabilities that add up to 1 over the nodes.

        Both have shape (count, ..., n).  Where the density is unbounded at 0, the nodes crowd towards 0.
        """
        place, log_weight = (column.reshape(-1, *np.ones(low.ndim, dtype=int)) for column in _legendre(count))
        power = np.clip(1.0 / self.distribution.lower_exponent(), 1.0, STEEPEST)
        start, end = low ** (1.0 / power), high ** (1.0 / power)
        log_roots = np.log(np.maximum(start + (end - start) * place, TINY))
        values = np.exp(power * log_roots)
        exponents = self.distribution.log_density(values) + (power - 1.0) * log_roots + log_weight
        masses = np.exp(exponents - exponents.max(axis=0))
        return values, masses / added(masses)


def _effective_range(mean: Array, deviation: Array, skewness: Array) -> tuple[Array, Array]:
    below = (RANGE + RANGE_PER_SKEWNESS * np.maximum(-skewness, 0.0)) * deviation
    above = (RANGE + RANGE_PER_SKEWNESS * np.maximum(skewness, 0.0)) * deviation
    return np.maximum(mean - below, 0.0), np.minimum(mean + above, 1.0)


@lru_cache(maxsize=16)
def _legendre(count: int) -> tuple[Array, Array]:
    """Nodes on [0, 1] and logarithms of weights of the Gauss-Legendre rule."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return 0.5 + 0.5 * nodes, np.log(0.5 * weights)


def added(arrays: Array) -> Array:
    """Sum over the first axis, in its order: the same bits for one row as for many, which np.sum does not promise."""
    total: Array = np.zeros_like(arrays[0])
    for array in arrays:
        total += array
    return total


def pair_survival(needed: Array, inner: Part, outer: Part, count: int, least: Array | None = None) -> Array:
    """P(inner + outer >= needed, outer's X >= least): the survival of `inner` averaged over nodes of `outer`.

    The nodes cover only the stretch of the outer X on which the inner part decides; above it the sum always reaches
    what is needed, below it never.  So kinks of the inner survival fall on the ends of the integral.
    needed: (..., n); least: (n,); returns the shape of needed.
    """
    still = needed - inner.offset - outer.offset
    floor = np.zeros_like(still) if least is None else np.clip(least, 0.0, 1.0)
    possible = (still - inner.weight * inner.high) / outer.weight
    possible = np.clip(np.maximum(np.where(possible > outer.low, possible, 0.0), floor), 0.0, 1.0)
    certain = np.clip((still - inner.weight * inner.low) / outer.weight, possible, 1.0)
    low = np.maximum(possible, np.minimum(outer.low, certain))
    high = np.maximum(np.minimum(outer.high, certain), low)
    above = outer.distribution.survival(np.where(certain < outer.high, certain, 1.0))
    mass = outer.distribution.survival(possible) - above
    values, probabilities = outer.nodes(low, high, count)
    reached = inner.distribution.survival((still - outer.weight * values) / inner.weight)
    return above + mass * added(probabilities * reached)
