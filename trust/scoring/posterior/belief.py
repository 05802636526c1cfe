"""Belief: building against eroding evidence, zero without evidence and saturating with it.

X = L+ / (L+ + L- + k) with L+ ~ Gamma(r + p0) and L- ~ Gamma(s + q0): the belief component of subjective logic.
T = L+ + L- and B = L+ / T are independent, T gamma and B beta distributed, so X = B * H with H = T / (T + k), and all
moments of X follow from those of B (closed form) and H (a function of one shape, tabulated once).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.linalg import eigh_tridiagonal
from scipy.special import gammainc, gammaincc, gammaln

from trust.scoring.posterior.moments import Array, Moments, product_of_independent
from trust.scoring.posterior.rate import Rate


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

    def shapes(self) -> tuple[Array, Array]:
        """Gamma shapes of the building and of the eroding side, prior included."""
        return self.building + self.prior.building, self.eroding + self.prior.eroding

    def mean_variance(self) -> tuple[Array, Array]:
        """Mean and variance, each (n,); relative error below 1e-7."""
        a, b = self.shapes()
        share, share_variance = Rate(a, b).mean_variance()
        known = _saturation(self.prior.ignorance)(a + b, 2)
        variance = share_variance * (known.mean * known.mean + known.variance) + share * share * known.variance
        return share * known.mean, variance

    def moments(self) -> Moments:
        """Mean and central moments 2 to 4; relative error below 1e-6."""
        a, b = self.shapes()
        return product_of_independent(Rate(a, b).moments(), _saturation(self.prior.ignorance)(a + b, 4))

    def survival(self, threshold: Array) -> Array:
        """P(X >= threshold), (n,)."""
        return belief_survival(self.building, self.eroding, self.prior, threshold)


def belief_survival(building: Array, eroding: Array, prior: BeliefPrior, threshold: Array) -> Array:
    """P(belief >= threshold) for decayed masses r and s, all (n,).

    X >= x exactly where L+ >= c (L- + k), c = x / (1 - x); averages the gamma tail of L+ over Gauss nodes of L-.
    """
    a, b = building + prior.building, eroding + prior.eroding
    inside = np.clip(threshold, 0.0, 1.0)
    odds = inside / np.maximum(1.0 - inside, np.finfo(np.float64).eps)
    reached = np.zeros_like(a)
    for node, weight in _gamma_nodes(b):
        reached += weight * gammaincc(a, odds * (node + prior.ignorance))
    return np.where(threshold <= 0.0, 1.0, np.where(threshold >= 1.0, 0.0, np.clip(reached, 0.0, 1.0)))


def erosion_within(building: Array, eroding: Array, prior: BeliefPrior, ceiling: float) -> Array:
    """P(L- / (L+ + L- + k) <= ceiling): chance that the eroding share stays within the ceiling, (n,).

    Averages the gamma distribution of L- over Gauss nodes of L+.
    """
    a, b = building + prior.building, eroding + prior.eroding
    odds = ceiling / (1.0 - ceiling)
    within = np.zeros_like(a)
    for node, weight in _gamma_nodes(a):
        within += weight * gammainc(b, odds * (node + prior.ignorance))
    return np.clip(within, 0.0, 1.0)


GAUSS_NODES = 8
SHAPE_GRID = np.linspace(np.log(0.01), np.log(20_000.0), 600)


def _gamma_nodes(shape: Array) -> list[tuple[Array, Array]]:
    """Nodes and weights of the Gauss rule for Gamma(shape), per row; interpolated in the logarithm of the shape."""
    tabulated = _gauss_table()(np.log(np.clip(shape, 0.01, 20_000.0)))
    return [(shape * np.exp(tabulated[:, i]), np.exp(tabulated[:, GAUSS_NODES + i])) for i in range(GAUSS_NODES)]


@lru_cache(maxsize=1)
def _gauss_table() -> CubicSpline:
    """Logarithms of nodes / shape and of weights of the generalised Gauss-Laguerre rule (Golub & Welsch 1969)."""
    rows = []
    for shape in np.exp(SHAPE_GRID):
        order = np.arange(GAUSS_NODES, dtype=np.float64)
        diagonal = 2.0 * order + shape
        beside = np.sqrt(order[1:] * (order[1:] + shape - 1.0))
        nodes, vectors = eigh_tridiagonal(diagonal, beside)
        rows.append(np.concatenate([np.log(nodes / shape), np.log(vectors[0] ** 2)]))
    return CubicSpline(SHAPE_GRID, np.array(rows))


@dataclass(frozen=True)
class _Saturation:
    """Splines, in the logarithm of the shape of T, of the moments of H = T / (T + k)."""

    table: CubicSpline

    def __call__(self, shape: Array, order: int) -> Moments:
        """Moments of H for T ~ Gamma(shape); third and fourth are computed only for order 4."""
        read = self.table(np.log(np.clip(shape, 0.01, 20_000.0)))
        mean, variance = 1.0 / (1.0 + np.exp(-read[:, 0])), np.exp(read[:, 1])
        if order == 2:
            return Moments(mean, variance, np.zeros_like(mean), np.zeros_like(mean))
        return Moments(
            mean, variance, read[:, 2] * variance * np.sqrt(variance), np.exp(read[:, 3]) * variance * variance
        )


@lru_cache(maxsize=8)
def _saturation(ignorance: float) -> _Saturation:
    """The table of H for one ignorance k: the trapezoidal rule in log T, exact to rounding for such integrands."""
    rows = [_saturation_moments(float(shape), ignorance) for shape in np.exp(SHAPE_GRID)]
    return _Saturation(CubicSpline(SHAPE_GRID, np.array(rows)))


def _saturation_moments(shape: float, ignorance: float) -> list[float]:
    """logit of the mean, log variance, skewness and log kurtosis of T / (T + k), T ~ Gamma(shape)."""
    step = min(0.05, 0.25 / np.sqrt(shape))
    top = np.log(shape + 12.0 * np.sqrt(shape) + 60.0)
    bottom = max(-40.0 / shape, -800.0) if shape < 1.0 else np.log(shape) - 40.0 / np.sqrt(shape) - 10.0
    y = np.arange(bottom, top, step)
    t = np.exp(y)
    mass = np.exp(shape * y - t - gammaln(shape)) * step
    mass = mass / mass.sum()
    reached = t / (t + ignorance)
    mean = float((mass * reached).sum())
    gap = reached - mean
    second, third, fourth = (float((mass * gap**power).sum()) for power in (2, 3, 4))
    return [
        np.log(mean / float((mass * ignorance / (t + ignorance)).sum())),
        np.log(second),
        third / second**1.5,
        np.log(fourth / second**2),
    ]
