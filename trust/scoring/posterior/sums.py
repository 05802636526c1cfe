"""Dimensions: weighted sums of independent indicators and the chance that one reaches its floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trust.scoring.posterior.balance import Balance
from trust.scoring.posterior.belief import Belief
from trust.scoring.posterior.moments import Array, Moments
from trust.scoring.posterior.rate import Rate, beta_survival

Indicator = Rate | Belief | Balance


@dataclass(frozen=True, eq=False)
class Term:
    """One uncertain indicator and its weight per row, (n,).

    A weight of 0 leaves the indicator out of that row, whatever its parameters (NaN included).
    """

    weight: Array
    indicator: Indicator


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
        total = self.fixed.copy()
        for term in self.terms:
            total += term.weight
        return total


def weighted_sum_moments(total: WeightedSum) -> tuple[Array, Array]:
    """Mean and standard deviation of the sum, each (n,)."""
    mean, variance = total.fixed.copy(), np.zeros_like(total.fixed)
    for term in total.terms:
        present = term.weight > 0.0
        part, spread = term.indicator.mean_variance()
        mean += np.where(present, term.weight * part, 0.0)
        variance += np.where(present, term.weight * term.weight * spread, 0.0)
    return mean, np.sqrt(variance)


def weighted_sum_survival(total: WeightedSum, floor: Array) -> Array:
    """P(sum >= floor), (n,)."""
    sum_moments = Moments.of_constant(total.fixed)
    for term in total.terms:
        sum_moments = sum_moments.plus(term.indicator.moments().scaled(term.weight).where(term.weight > 0.0))
    return _beta_tail(sum_moments, total.lowest(), total.highest(), floor)


def weighted_sum_joint_survival(total: WeightedSum, floor: Array, member: int, member_floor: Array) -> Array:
    """P(sum >= floor and the indicator of terms[member] >= member_floor), (n,); the same indicator in both.

    In rows that leave the member out the second condition is not applied: the caller decides what absence means.
    """
    alone = total.terms[member].indicator.survival(member_floor)
    alone = np.where(total.terms[member].weight > 0.0, alone, 1.0)
    return weighted_sum_survival(total, floor) * alone


def _beta_tail(moments: Moments, lowest: Array, highest: Array, floor: Array) -> Array:
    width = np.where(highest > lowest, highest - lowest, 1.0)
    centre = np.clip((moments.mean - lowest) / width, 0.0, 1.0)
    variance = moments.variance / (width * width)
    certain = (variance <= 0.0) | (centre <= 0.0) | (centre >= 1.0)
    mass = np.where(certain, 1.0, centre * (1.0 - centre) / np.where(certain, 1.0, variance) - 1.0)
    tail = beta_survival(
        np.where(certain, 1.0, centre * mass), np.where(certain, 1.0, (1.0 - centre) * mass), (floor - lowest) / width
    )
    tail = np.where(certain, (moments.mean >= floor).astype(np.float64), tail)
    return np.where(floor <= lowest, 1.0, np.where(floor > highest, 0.0, tail))
