"""Intervals for display, from the stored mean, spread and attainable range."""

import numpy as np
from scipy.special import betaincinv

from .moments import Array


def interval(
    mean: Array, deviation: Array, lowest: Array, highest: Array, levels: tuple[float, float]
) -> tuple[Array, Array]:
    """Approximate quantiles of a bounded distribution, for display only.

    mean, deviation: of the score; lowest, highest: the smallest and largest value it could take; all (n,), in the
    score's own unit.  levels: the two probabilities, e.g. a lower and an upper tail.  Fits a Beta on
    [lowest, highest]; for the error see docs/numerics.md.  A score without spread returns its mean twice.
    """
    width = np.where(highest > lowest, highest - lowest, 1.0)
    centre = np.clip((mean - lowest) / width, 0.0, 1.0)
    variance = (deviation / width) ** 2
    certain = (variance <= 0.0) | (centre <= 0.0) | (centre >= 1.0) | (highest <= lowest)
    mass = np.where(certain, 1.0, centre * (1.0 - centre) / np.where(certain, 1.0, variance) - 1.0)
    mass = np.maximum(mass, np.finfo(np.float64).tiny)
    a, b = np.where(certain, 1.0, centre * mass), np.where(certain, 1.0, (1.0 - centre) * mass)
    low, high = (np.asarray(betaincinv(a, b, level), dtype=np.float64) for level in levels)
    return np.where(certain, mean, lowest + width * low), np.where(certain, mean, lowest + width * high)
