"""Intervals and chances for display, from the mean, spread and attainable range: a Beta fitted on the range."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from .moments import Array
from .rate import Rate


def interval(
    mean: Array, deviation: Array, lowest: Array, highest: Array, levels: tuple[float, float]
) -> tuple[Array, Array]:
    """Approximate quantiles of a bounded distribution, for display only.

    mean, deviation: of the score; lowest, highest: the smallest and largest value it could take; all (n,), in the
    score's own unit.  levels: the two probabilities, e.g. a lower and an upper tail.  Fits a Beta on
    [lowest, highest]; for the error see docs/numerics.md.  A score without spread returns its mean twice.
    """
    fit = _Fit.of(mean, deviation, lowest, highest)
    low, high = (
        np.asarray(betaincinv(fit.shape.successes, fit.shape.failures, level), dtype=np.float64) for level in levels
    )
    return (
        np.where(fit.certain, mean, lowest + fit.width * low),
        np.where(fit.certain, mean, lowest + fit.width * high),
    )


def fitted_survival(mean: Array, deviation: Array, lowest: Array, highest: Array, floor: Array) -> Array:
    """P(score >= floor) by the same fit; all (n,), in the score's own unit.  For the error see docs/numerics.md."""
    fit = _Fit.of(mean, deviation, lowest, highest)
    reached = fit.shape.survival((floor - lowest) / fit.width)
    reached = np.where(fit.certain, (mean >= floor).astype(np.float64), reached)
    return np.where(floor <= lowest, 1.0, np.where(floor > highest, 0.0, reached))


@dataclass(frozen=True, eq=False)
class _Fit:
    """A Beta on [lowest, lowest + width] with the given mean and spread; certain where there is no spread to fit."""

    shape: Rate
    width: Array
    certain: NDArray[np.bool_]

    @classmethod
    def of(cls, mean: Array, deviation: Array, lowest: Array, highest: Array) -> "_Fit":
        width = np.where(highest > lowest, highest - lowest, 1.0)
        centre = np.clip((mean - lowest) / width, 0.0, 1.0)
        variance = (deviation / width) ** 2
        certain = (variance <= 0.0) | (centre <= 0.0) | (centre >= 1.0) | (highest <= lowest)
        mass = centre * (1.0 - centre) / np.where(certain, 1.0, variance) - 1.0
        mass = np.where(certain, 1.0, np.maximum(mass, np.finfo(np.float64).tiny))
        centre = np.where(certain, 0.5, centre)
        return cls(Rate(centre * mass, (1.0 - centre) * mass), width, certain)
