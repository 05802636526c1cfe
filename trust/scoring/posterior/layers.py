"""Quadrature of a sum of several independent indicators, all present in every row.

Rates are smooth and are merged by their moments into one scaled Beta; balances and beliefs can be steep and are
integrated one inside the other.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .balance import Balance
from .belief import Belief
from .moments import Array, Moments
from .parts import Part, added, pair_survival
from .rate import Rate

Bools = NDArray[np.bool_]
Weighted = tuple[Array, Rate | Belief | Balance]
Layer = tuple[Part, int]  # with its number of nodes

# Gauss-Legendre nodes of the outer part: of merged rates among rates, and of anything else.
NODES_AMONG_RATES = 8
NODES = 12
# Nodes of each further balance or belief, and where its spread is more than so much of that of the other two.
LAYER_NODES = 6
LAYER_NODES_WHERE_WIDE = 16
WIDE = 0.7
# A density of a lower exponent than this is not given to the inner part.
STEEP_BELOW = 0.8


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
        widest, rest = _widest_and_rest(rates)
        return pair_survival(needed, widest, rest, NODES_AMONG_RATES)
    if rates:
        inner, outer = Part.with_moments(_merged(rates)), steep.pop()
    else:
        inner, outer = steep.pop(0), steep.pop()
    return _with_enough_nodes(needed, steep, inner, outer)


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


def _with_enough_nodes(needed: Array, steep: Sequence[Part], inner: Part, outer: Part) -> Array:
    """Integrates, with more nodes for the layers in the rows in which a layer spreads the sum much."""
    smooth = np.hypot(inner.spread, outer.spread)
    wide = np.zeros_like(needed, dtype=np.bool_)
    for layer in steep:
        wide |= layer.spread > WIDE * smooth
    reached = np.empty_like(needed)
    for count, index in ((LAYER_NODES, np.flatnonzero(~wide)), (LAYER_NODES_WHERE_WIDE, np.flatnonzero(wide))):
        layers = [(layer.rows(index), count) for layer in steep]
        reached[index] = _in_cheaper_roles(needed[index], layers, inner.rows(index), outer.rows(index))
    return reached


def _in_cheaper_roles(needed: Array, layers: Sequence[Layer], inner: Part, outer: Part) -> Array:
    """Integrates, with inner and outer part exchanged in the rows in which that is cheaper."""
    reached = np.empty_like(needed)
    cheaper = _unworn(outer) & ~_unworn(inner) & (outer.distribution.lower_exponent() >= STEEP_BELOW)
    for first, second, index in ((inner, outer, np.flatnonzero(~cheaper)), (outer, inner, np.flatnonzero(cheaper))):
        if len(index):
            chosen = [(layer.rows(index), count) for layer, count in layers]
            reached[index] = _layered(needed[index], chosen, first.rows(index), second.rows(index))
    return reached


def _unworn(part: Part) -> Bools:
    """Rows in which the part is a belief that nothing erodes: its survival is read from a table."""
    if isinstance(part.distribution, Belief):
        return part.distribution.eroding <= 0.0
    return np.zeros(len(part.weight), dtype=np.bool_)


def _layered(needed: Array, layers: Sequence[Layer], inner: Part, outer: Part) -> Array:
    """P(layers + inner + outer >= needed) for needed of shape (..., n): every layer adds an axis of nodes in front."""
    if not layers:
        return pair_survival(needed, inner, outer, NODES)
    first, count = layers[0]
    low, high = (np.broadcast_to(end, needed.shape) for end in (first.low, first.high))
    values, probabilities = first.nodes(low, high, count)
    reached = _layered(needed - first.offset - first.weight * values, layers[1:], inner, outer)
    return added(probabilities * reached)
