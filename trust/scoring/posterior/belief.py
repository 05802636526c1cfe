"""Belief: building against eroding evidence, zero without evidence and saturating with it.

X = L+ / (L+ + L- + k) with L+ ~ Gamma(r + p0) and L- ~ Gamma(s + q0): the belief component of subjective logic
(Jøsang). T = L+ + L- and B = L+ / T are independent, T gamma and B beta distributed, so X = B * H with H = T / (T + k),
and all moments of X follow from those of B (closed form) and H (a function of one shape, tabulated once).
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from .moments import Array, Moments, product_of_independent
from .rate import TINY, Rate
from .surfaces import Surface
from .tables import (
    TAIL_SHAPES,
    TAIL_THRESHOLDS,
    gamma_nodes,
    gamma_tail,
    saturation,
    tail_position,
    tail_threshold,
)


@dataclass(frozen=True)
class BeliefPrior:
    """Prior mass of building and of eroding evidence and the weight of ignorance (p0, q0, k), all > 0."""

    building: float
    eroding: float
    ignorance: float


@dataclass(frozen=True, eq=False)
class Belief:
    """Belief given decayed building and eroding masses (r, s >= 0), each (n,)."""

    building: Array
    eroding: Array
    prior: BeliefPrior

    def mean_variance(self) -> tuple[Array, Array]:
        """Mean and variance, each (n,); relative error below 1e-7."""
        a, b = self._shapes()
        share, share_variance = Rate(a, b).mean_variance()
        known, known_variance = saturation(self.prior.ignorance).mean_variance(a + b)
        variance = share_variance * (known * known + known_variance) + share * share * known_variance
        return share * known, variance

    def moments(self) -> Moments:
        """Mean and central moments 2 to 4; relative error below 1e-6."""
        a, b = self._shapes()
        return product_of_independent(Rate(a, b).moments(), saturation(self.prior.ignorance).moments(a + b))

    def survival(self, threshold: Array) -> Array:
        """P(X >= threshold) for any real thresholds of shape (..., n), in that shape.

        X >= x exactly where L+ >= c (L- + k), c = x / (1 - x); averages the gamma tail of L+ over Gauss nodes of L-.
        Where nothing erodes, that is a function of two variables and read from a table.  Errors: docs/numerics.md.
        """
        odds = np.maximum(_odds(threshold), TINY)
        position = tail_position(self._shapes()[0], self._log_shape, odds * self.prior.ignorance)
        reached = _tail_unworn(self.prior)(self._log_shape, position)
        if len(self._worn):
            reached[..., self._worn] = self._worn_tail(odds[..., self._worn])
        return np.where(threshold <= 0.0, 1.0, np.where(threshold >= 1.0, 0.0, np.clip(reached, 0.0, 1.0)))

    def log_density(self, value: Array) -> Array:
        """Logarithm of the density at values in [0, 1] of shape (..., n), up to a constant of the row."""
        a, _ = self._shapes()
        odds = _odds(value)
        exponents = [lift - odds * node for lift, node in zip(self._lifts, self._eroding_nodes[0], strict=True)]
        highest = exponents[0]
        for exponent in exponents[1:]:
            highest = np.maximum(highest, exponent)
        mixed = np.zeros_like(odds)
        for exponent in exponents:
            mixed += np.exp(exponent - highest)
        rising = (a - 1.0) * np.log(np.maximum(odds, TINY)) - odds * self.prior.ignorance
        return np.log(mixed) + highest + rising - 2.0 * np.log(np.maximum(1.0 - value, TINY))

    def lower_exponent(self) -> Array:
        """The power p with which P(X <= x) grows as x ** p above 0, (n,)."""
        return self._shapes()[0]

    def rows(self, index: NDArray[np.intp]) -> "Belief":
        """The same distribution for some rows."""
        return Belief(self.building[index], self.eroding[index], self.prior)

    def _shapes(self) -> tuple[Array, Array]:
        """Gamma shapes of the building and of the eroding side, prior included."""
        return self.building + self.prior.building, self.eroding + self.prior.eroding

    @cached_property
    def _log_shape(self) -> Array:
        return np.log(self._shapes()[0])

    @cached_property
    def _worn(self) -> NDArray[np.intp]:
        """The rows in which something erodes."""
        return np.flatnonzero(self.eroding > 0.0)

    @cached_property
    def _worn_nodes(self) -> list[tuple[Array, Array]]:
        nodes, log_weights = self._eroding_nodes
        pairs = zip(nodes, log_weights, strict=True)
        return [(node[self._worn] + self.prior.ignorance, np.exp(weight[self._worn])) for node, weight in pairs]

    def _worn_tail(self, odds: Array) -> Array:
        """P(X >= x) in the rows in which something erodes, at the odds of x in these rows."""
        a, log_a = self._shapes()[0][self._worn], self._log_shape[self._worn]
        reached = np.zeros_like(odds)
        for resisted, weight in self._worn_nodes:
            reached += weight * gamma_tail(a, log_a, odds * resisted)
        return reached

    @cached_property
    def _eroding_nodes(self) -> tuple[list[Array], list[Array]]:
        return gamma_nodes(self._shapes()[1])

    @cached_property
    def _lifts(self) -> list[Array]:
        """Log weight of each node in the density, apart from the value."""
        a, _ = self._shapes()
        nodes, log_weights = self._eroding_nodes
        return [
            weight + a * np.log1p(node / self.prior.ignorance) for node, weight in zip(nodes, log_weights, strict=True)
        ]


def belief_survival(building: Array, eroding: Array, prior: BeliefPrior, threshold: Array) -> Array:
    """P(belief >= threshold) for decayed masses r and s, all (n,)."""
    return Belief(building, eroding, prior).survival(threshold)


@lru_cache(maxsize=8)
def _tail_unworn(prior: BeliefPrior) -> Surface:
    """P(L+ >= c (L- + k)) where nothing erodes, by the shape of L+ and c k."""
    nodes, log_weights = gamma_nodes(np.array([prior.eroding]))

    def tail(log_shape: Array, position: Array) -> Array:
        threshold = tail_threshold(log_shape, position) / prior.ignorance
        reached = np.zeros_like(log_shape)
        for node, log_weight in zip(nodes, log_weights, strict=True):
            resisted = threshold * (float(node[0]) + prior.ignorance)
            reached += float(np.exp(log_weight[0])) * gamma_tail(np.exp(log_shape), log_shape, resisted)
        return reached

    return Surface.of(tail, TAIL_SHAPES, TAIL_THRESHOLDS)


def _odds(value: Array) -> Array:
    inside = np.clip(value, 0.0, 1.0)
    return inside / np.maximum(1.0 - inside, np.finfo(np.float64).eps)
