"""Versions of the method a little off the one in force, for studies of what its numbers decide.

Nothing is drawn without a generator that is given. Source: the method, section 7, points 4 and 5.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from .methodology import DIMENSIONS, Methodology

CONCENTRATION = 30.0  # of the Dirichlet distribution around the weights
HALF_LIFE_FACTOR = (0.67, 1.5)
FLOOR_SHIFT = (-0.1, 0.1)
WEIGHT_FACTOR = (0.67, 1.5)
# What Sobol indices are computed of, each with its range.
FACTORS: Mapping[str, tuple[float, float]] = {
    "resources_floor": FLOOR_SHIFT,
    "network_floor": FLOOR_SHIFT,
    "reciprocity_floor": FLOOR_SHIFT,
    "payment_floor": FLOOR_SHIFT,
    "half_lives": HALF_LIFE_FACTOR,
    "resources_weights": WEIGHT_FACTOR,
    "network_weights": WEIGHT_FACTOR,
    "reciprocity_weights": WEIGHT_FACTOR,
}


def perturbed(methodology: Methodology, generator: np.random.Generator) -> Methodology:
    """Weights of each dimension drawn from Dirichlet(30 w), each half-life times U(.67, 1.5)."""
    weights: dict[str, float] = {}
    for dimension in DIMENSIONS:
        own = [each for each in methodology.dimension(dimension) if each.weight > 0]
        drawn = generator.dirichlet([CONCENTRATION * each.weight for each in own])
        weights |= {each.code: float(weight) for each, weight in zip(own, drawn, strict=True)}
    months = {
        name: value * float(generator.uniform(*HALF_LIFE_FACTOR))
        for name, value in methodology.half_life_months.items()
    }
    return _weighted(replace(methodology, half_life_months=MappingProxyType(months)), weights)


def shifted(methodology: Methodology, factors: Mapping[str, float]) -> Methodology:
    """The version with one value for each of `FACTORS`.

    Floors are shifted and kept within 0 and 1; half-lives are multiplied together; of each dimension the heaviest
    indicator's weight is multiplied and the others make room for it.
    """
    gates = methodology.gates
    contractual = replace(
        gates.contractual, resources_floor=_kept(gates.contractual.resources_floor, factors["resources_floor"])
    )
    equal = replace(
        gates.equal,
        network_floor=_kept(gates.equal.network_floor, factors["network_floor"]),
        reciprocity_floor=_kept(gates.equal.reciprocity_floor, factors["reciprocity_floor"]),
        payment_floor=_kept(gates.equal.payment_floor, factors["payment_floor"]),
    )
    months = {name: value * factors["half_lives"] for name, value in methodology.half_life_months.items()}
    weights: dict[str, float] = {}
    for dimension in ("resources", "network", "reciprocity"):
        weights |= _tilted(methodology, dimension, factors[f"{dimension}_weights"])
    moved = replace(
        methodology,
        gates=replace(gates, contractual=contractual, equal=equal),
        half_life_months=MappingProxyType(months),
    )
    return _weighted(moved, weights)


def _kept(floor: float, shift: float) -> float:
    return min(max(floor + shift, 0.0), 1.0)


def _tilted(methodology: Methodology, dimension: str, factor: float) -> dict[str, float]:
    own = methodology.dimension(dimension)
    heaviest = max(own, key=lambda each: each.weight)
    raw = {each.code: each.weight * (factor if each is heaviest else 1.0) for each in own}
    total = sum(raw.values())
    return {code: weight / total for code, weight in raw.items()}


def _weighted(methodology: Methodology, weights: Mapping[str, float]) -> Methodology:
    indicators = {
        code: replace(each, weight=weights.get(code, each.weight)) for code, each in methodology.indicators.items()
    }
    return replace(methodology, indicators=MappingProxyType(indicators))
