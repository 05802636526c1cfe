"""Erosion: how much of what a relationship rests on has been worn away."""

from functools import lru_cache

import numpy as np
from scipy.interpolate import RectBivariateSpline
from scipy.special import gammainc

from .belief import BeliefPrior
from .moments import Array
from .tables import gamma_nodes

GRID_POINTS = 160
LARGEST_BUILDING = 150.0
LARGEST_ERODING = 60.0


def erosion_within(building: Array, eroding: Array, prior: BeliefPrior, ceiling: float) -> Array:
    """P(L- / (L+ + L- + k) <= ceiling): chance that the eroding share stays within the ceiling, (n,).

    building, eroding: decayed masses r, s >= 0; ceiling: in (0, 1).  Read from a table, with an error below 2e-5;
    rows beyond the table are integrated one by one.
    """
    table = _table(prior, ceiling)
    log_a = np.log(np.minimum(building, LARGEST_BUILDING) + prior.building)
    log_b = np.log(np.minimum(eroding, LARGEST_ERODING) + prior.eroding)
    within = np.asarray(table(log_a, log_b, grid=False), dtype=np.float64)
    beyond = np.flatnonzero((building > LARGEST_BUILDING) | (eroding > LARGEST_ERODING))
    within[beyond] = _integrated(building[beyond] + prior.building, eroding[beyond] + prior.eroding, prior, ceiling)
    return np.clip(within, 0.0, 1.0)


@lru_cache(maxsize=8)
def _table(prior: BeliefPrior, ceiling: float) -> RectBivariateSpline:
    """Bicubic spline in the logarithms of both gamma shapes."""
    log_a = np.linspace(np.log(prior.building), np.log(prior.building + LARGEST_BUILDING), GRID_POINTS)
    log_b = np.linspace(np.log(prior.eroding), np.log(prior.eroding + LARGEST_ERODING), GRID_POINTS)
    a, b = (grid.ravel() for grid in np.meshgrid(np.exp(log_a), np.exp(log_b), indexing="ij"))
    return RectBivariateSpline(log_a, log_b, _integrated(a, b, prior, ceiling).reshape(GRID_POINTS, GRID_POINTS))


def _integrated(a: Array, b: Array, prior: BeliefPrior, ceiling: float) -> Array:
    """Averages P(L- <= odds * (L+ + k)) over Gauss nodes of L+ ~ Gamma(a), with L- ~ Gamma(b)."""
    odds = ceiling / (1.0 - ceiling)
    within = np.zeros_like(a)
    for node, log_weight in zip(*gamma_nodes(a), strict=True):
        within += np.exp(log_weight) * gammainc(b, odds * (node + prior.ignorance))
    return within
