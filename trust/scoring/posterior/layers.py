"""Quadrature of a sum of several independent indicators, all present in every row.

Rates are smooth and are merged by their moments into one scaled Beta; balances and beliefs can be steep and are
integrated one inside the other.
"""

from collections.abc import Sequence

import numpy as np

from .balance import Balance
from .belief import Belief
from .moments import Array, Moments
from .parts import Part, pair_survival
from .rate import Rate

Weighted = tuple[Array, Rate | Belief | Balance]

NODES = 8
# A density that is steep at 0 needs more nodes.
STEEP_BELOW = 0.8
NODES_WHERE_STEEP = 12
LAYER_NODES = 6


def layered_survival(indicators: Sequence[Weighted], needed: Array) -> Array:
    """P(sum of weight * indicator >= needed), (n,); every weight > 0.  For the error see docs/numerics.md."""
    if len(indicators) == 1:
        weight, indicator = indicators[0]
        return indicator.survival(needed / weight)
    rates = [(weight, indicator) for weight, indicator in indicators if isinstance(indicator, Rate)]
    balances = [_part(weight, indicator) for weight, indicator in indicators if isinstance(indicator, Balance)]
    beliefs = [_part(weight, indicator) for weight, indicator in indicators if isinstance(indicator, Belief)]
    steep = balances + beliefs
    if not steep:
        inner, outer = _widest_and_rest(rates)
        return _with_enough_nodes(needed, [], inner, outer)
    inner = Part.with_moments(_merged(rates)) if rates else steep.pop(0)
    return _with_enough_nodes(needed, steep[:-1], inner, steep[-1])


def _part(weight: Array, indicator: Rate | Belief | Balance) -> Part:
    return Part.of(np.zeros_like(weight), weight, indicator)


def _merged(rates: Sequence[tuple[Array, Rate]]) -> Moments:
    moments = Moments.of_nothing(len(rates[0][0]))
    for weight, rate in rates:
        moments = moments.plus(rate.moments().scaled(weight))
    return moments


def _widest_and_rest(rates: Sequence[tuple[Array, Rate]]) -> tuple[Part, Part]:
    """The rate that spreads the sum most in each row, and the others merged."""
    spreads = np.stack([weight * weight * rate.mean_variance()[1] for weight, rate in rates])
    widest = np.argmax(spreads, axis=0)
    others = [(np.where(widest == place, 0.0, weight), rate) for place, (weight, rate) in enumerate(rates)]
    weight = np.choose(widest, [weight for weight, _ in rates])
    successes = np.choose(widest, [rate.successes for _, rate in rates])
    failures = np.choose(widest, [rate.failures for _, rate in rates])
    return _part(weight, Rate(successes, failures)), Part.with_moments(_merged(others))


def _with_enough_nodes(needed: Array, layers: Sequence[Part], inner: Part, outer: Part) -> Array:
    """Integrates, with more nodes in the rows whose outer density is steep."""
    reached = np.empty_like(needed)
    steep = outer.distribution.lower_exponent() < STEEP_BELOW
    for rows, count in ((~steep, NODES), (steep, NODES_WHERE_STEEP)):
        index = np.flatnonzero(rows)
        if len(index):
            chosen = [layer.rows(index) for layer in layers]
            reached[index] = _layered(needed[index], chosen, inner.rows(index), outer.rows(index), count)
    return reached


def _layered(needed: Array, layers: Sequence[Part], inner: Part, outer: Part, count: int) -> Array:
    if not layers:
        return pair_survival(needed, inner, outer, count)
    first = layers[0]
    reached = np.zeros_like(needed)
    for value, probability in first.nodes(first.low, first.high, LAYER_NODES):
        left = needed - first.offset - first.weight * value
        reached += probability * _layered(left, layers[1:], inner, outer, count)
    return reached
