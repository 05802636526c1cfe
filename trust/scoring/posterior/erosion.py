"""Erosion: how much of what a relationship rests on has been worn away."""

from functools import lru_cache

import numpy as np
from scipy.special import gammainc

from .belief import BeliefPrior
from .moments import Array
from .surfaces import Surface
from .tables import gamma_nodes

STEP = 0.05
MARGIN = 10 * STEP  # the splines are less exact at the edge of their grid
LARGEST_BUILDING = 150.0
LARGEST_ERODING = 60.0


def erosion_within(building: Array, eroding: Array, prior: BeliefPrior, ceiling: float) -> Array:
    """P(L- / (L+ + L- + k) <= ceiling): chance that the eroding share stays within the ceiling, (n,).

    building, eroding: decayed masses r, s >= 0; ceiling: in (0, 1).  Read from a table, with an error below 2e-5;
    rows beyond the table are integrated one by one.
    """
    log_a = np.log(np.minimum(building, LARGEST_BUILDING) + prior.building)
    log_b = np.log(np.minimum(eroding, LARGEST_ERODING) + prior.eroding)
    within = _table(prior, ceiling)(log_a, log_b)
    beyond = np.flatnonzero((building > LARGEST_BUILDING) | (eroding > LARGEST_ERODING))
    within[beyond] = _integrated(building[beyond] + prior.building, eroding[beyond] + prior.eroding, prior, ceiling)
    return np.clip(within, 0.0, 1.0)


@lru_cache(maxsize=8)
def _table(prior: BeliefPrior, ceiling: float) -> Surface:
    """The chance by the logarithms of both gamma shapes."""

    def within(log_a: Array, log_b: Array) -> Array:
        return _integrated(np.exp(log_a), np.exp(log_b), prior, ceiling)

    return Surface.of(
        within,
        (float(np.log(prior.building)) - MARGIN, float(np.log(prior.building + LARGEST_BUILDING)) + MARGIN, STEP),
        (float(np.log(prior.eroding)) - MARGIN, float(np.log(prior.eroding + LARGEST_ERODING)) + MARGIN, STEP),
    )


def _integrated(a: Array, b: Array, prior: BeliefPrior, ceiling: float) -> Array:
    """Averages P(L- <= odds * (L+ + k)) over Gauss nodes of L+ ~ Gamma(a), with L- ~ Gamma(b)."""
    odds = ceiling / (1.0 - ceiling)
    within = np.zeros_like(a)
    for node, log_weight in zip(*gamma_nodes(a), strict=True):
        within += np.exp(log_weight) * gammainc(b, odds * (node + prior.ignorance))
    return within
