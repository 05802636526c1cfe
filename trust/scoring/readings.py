"""Readings: every indicator of a block of partnership-months, as a posterior where it is uncertain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .grid import Columns, Floats, Grid, Ints
from .methodology import DIMENSIONS, IndicatorSettings, Methodology
from .posterior import Balance, Belief, BeliefPrior, Rate, Term, WeightedSum, weighted_sum_moments
from .registry import Indicator

Bools = NDArray[np.bool_]
Posterior = Rate | Belief | Balance


@dataclass(frozen=True, eq=False)
class Reading:
    """One indicator over the rows of a block.

    value: point value, 0 to 1; deviation: standard deviation of its posterior, 0 for measures; facts: number of facts
    behind it; present: false where it is left out for lack of evidence; posterior: None for measures.
    """

    value: Floats
    deviation: Floats
    facts: Ints
    present: Bools
    posterior: Posterior | None


@dataclass(frozen=True, eq=False)
class Readings:
    """All indicators of a block, and the dimensions made of them."""

    indicators: Mapping[str, Reading]
    dimensions: Mapping[str, WeightedSum]
    dimension_moments: Mapping[str, tuple[Floats, Floats]]
    share: Floats


def read(
    contributions: Mapping[str, Columns],
    indicators: Mapping[str, Indicator],
    grid: Grid,
    methodology: Methodology,
) -> Readings:
    """Reads every indicator from its contributions on the grid."""
    readings = {
        code: _reading(contributions[code], indicators[code], grid, settings, methodology)
        for code, settings in methodology.indicators.items()
    }
    dimensions = {name: _dimension(methodology.dimension(name), readings) for name in DIMENSIONS}
    return Readings(
        indicators=readings,
        dimensions=dimensions,
        dimension_moments={name: weighted_sum_moments(total) for name, total in dimensions.items()},
        share=_share(contributions, grid, methodology),
    )


def masses(columns: Columns, grid: Grid, methodology: Methodology) -> tuple[Floats, Floats]:
    """Decayed building and eroding mass in every row, one side's word capped against what is verified."""
    source, row = grid.spread(columns["p"], columns["first"], columns["last"])
    age = np.maximum(grid.row_days[row] - columns["origin"][source], 0)
    fading = np.exp2(-age / columns["half_life"][source])
    slot = columns["single"][source] * grid.rows + row
    rules = methodology.verification

    def total(name: str) -> Floats:
        mass = np.bincount(slot, weights=columns[name][source] * fading, minlength=2 * grid.rows)
        verified, single = mass[: grid.rows], mass[grid.rows :]
        capped: Floats = verified + np.minimum(single, rules.single_cap_share * (verified + rules.single_cap_base))
        return capped

    return total("building"), total("eroding")


def _reading(
    columns: Columns, indicator: Indicator, grid: Grid, settings: IndicatorSettings, methodology: Methodology
) -> Reading:
    facts = grid.count(columns["p"], columns["first"], columns["last"])
    if indicator.read is not None:
        measured = indicator.read(columns, grid, settings, methodology)
        return Reading(measured, np.zeros(grid.rows), facts, np.ones(grid.rows, dtype=bool), None)
    posterior, value = _posterior(columns, grid, settings, methodology)
    mean, variance = posterior.mean_variance()
    present = facts > 0 if settings.shape in ("rate", "power") else np.ones(grid.rows, dtype=bool)
    return Reading(mean if value is None else value, np.sqrt(variance), facts, present, posterior)


def _posterior(
    columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology
) -> tuple[Posterior, Floats | None]:
    """The posterior, and the point value where that is not its mean."""
    priors = methodology.priors
    if settings.shape == "power":
        return _power(columns, grid, settings, methodology), None
    building, eroding = masses(columns, grid, methodology)
    if settings.shape == "rate":
        base = settings.number("base_rate")
        strength = priors.rate_strength
        return Rate(strength * base + building, strength * (1 - base) + eroding), None
    if settings.shape == "balance":
        return Balance(building, eroding, priors.balance), None
    prior = BeliefPrior(priors.belief_building, priors.belief_eroding, priors.belief_uncertainty)
    return Belief(building, eroding, prior), building / (building + eroding + priors.belief_uncertainty)


def _power(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Rate:
    share = grid.total(columns["p"], columns["first"], columns["last"], columns["building"])
    balanced = np.clip((1.0 - share) / (1.0 - settings.number("full_at_share")), 0.0, 1.0)
    concentration = methodology.priors.power_concentration
    return Rate(1.0 + concentration * balanced, 1.0 + concentration * (1.0 - balanced))


def _share(contributions: Mapping[str, Columns], grid: Grid, methodology: Methodology) -> Floats:
    """The partnership's share of the NGO's income; NaN where unknown."""
    code = next(code for code, settings in methodology.indicators.items() if settings.shape == "power")
    columns = contributions[code]
    known = grid.count(columns["p"], columns["first"], columns["last"]) > 0
    share = grid.total(columns["p"], columns["first"], columns["last"], columns["building"])
    return np.where(known, share, np.nan)


def _dimension(members: tuple[IndicatorSettings, ...], readings: Mapping[str, Reading]) -> WeightedSum:
    """The weighted mean of the indicators present in each row."""
    weights = {settings.code: settings.weight * readings[settings.code].present for settings in members}
    total = sum(weights.values(), np.zeros_like(readings[members[0].code].value))
    fixed, terms = np.zeros_like(total), []
    for settings in members:
        reading, weight = readings[settings.code], weights[settings.code] / total
        if reading.posterior is None:
            fixed = fixed + weight * reading.value
        else:
            terms.append(Term(weight, reading.posterior))
    return WeightedSum(fixed, terms)


def with_reading(readings: Readings, code: str, reading: Reading, methodology: Methodology) -> Readings:
    """The same readings with one replaced, and its dimension made anew."""
    indicators = {**readings.indicators, code: reading}
    name = methodology.indicators[code].dimension
    total = _dimension(methodology.dimension(name), indicators)
    return replace(
        readings,
        indicators=indicators,
        dimensions={**readings.dimensions, name: total},
        dimension_moments={**readings.dimension_moments, name: weighted_sum_moments(total)},
    )
