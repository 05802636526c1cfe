"""Quadrature of a sum of several independent indicators.

Rates are smooth and are merged by their moments into one scaled Beta; balances and beliefs can be steep and are
integrated one inside the other.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .belief import Belief
from .moments import Array
from .parts import Part, added, pair_survival
from .rate import Rate
from .terms import Term, blocks, four_moments

Bools = NDArray[np.bool_]
Layer = tuple[Part, int]  # with its number of nodes

# Gauss-Legendre nodes of the outer part: of merged rates among rates, and of anything else.
NODES_AMONG_RATES = 8
NODES = 12
# Nodes of each further balance or belief, and where its spread is more than so much of that of the other two.
LAYER_NODES = 6
LAYER_NODES_WHERE_WIDE = 16
WIDE = 0.7
RATES_OR_NOT = 3  # no rate, one, several
# Rows integrated together: their nodes, some 100 for each, should fit into the cache of the processor.
ROWS_AT_ONCE = 1024
# A density of a lower exponent than this is not given to the inner part.
STEEP_BELOW = 0.8


def layered_survival(terms: Sequence[Term], needed: Array) -> Array:
    """P(sum of weight * indicator >= needed), (n,); at least one weight > 0 in each row.  Errors: docs/numerics.md."""
    rates = [term for term in terms if isinstance(term.indicator, Rate)]
    steep = [term for term in terms if not isinstance(term.indicator, Rate)]
    steep.sort(key=lambda term: isinstance(term.indicator, Belief))
    compositions = _compositions(rates, steep, len(needed))
    reached = np.empty_like(needed)
    for composition in np.unique(compositions):
        index = np.flatnonzero(compositions == composition)
        smooth = [term.rows(index) for term in rates] if composition % RATES_OR_NOT else []
        parts = [
            _part(term.rows(index)) for place, term in enumerate(steep) if composition // RATES_OR_NOT >> place & 1
        ]
        if parts:
            reached[index] = _of_steep(smooth, parts, needed[index])
        else:
            reached[index] = _of_rates(smooth, needed[index])
    return reached


def _compositions(rates: Sequence[Term], steep: Sequence[Term], rows: int) -> NDArray[np.int64]:
    """What each row consists of: one bit per balance and belief, times 3, plus 0, 1 or 2 for no, one, several rates.

    Beside a balance or belief all rates are merged, and several are like one.
    """
    bits, count = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    for place, term in enumerate(steep):
        bits |= (term.weight > 0.0).astype(np.int64) << place
    for term in rates:
        count += term.weight > 0.0
    return bits * RATES_OR_NOT + np.minimum(count, np.where(bits > 0, 1, RATES_OR_NOT - 1))


def _of_steep(rates: Sequence[Term], steep: list[Part], needed: Array) -> Array:
    """Sums of the same balances and beliefs, and of rates in all rows or in none."""
    if not rates and len(steep) == 1:
        return steep[0].survival(needed)
    inner = Part.with_moments(four_moments(rates, len(needed))) if rates else steep.pop(0)
    return _with_enough_nodes(needed, steep[:-1], inner, steep[-1])


def _of_rates(rates: Sequence[Term], needed: Array) -> Array:
    """Sums of rates, one in all rows or several in all: the widest of each row is integrated over the others merged."""
    spreads = [np.where(rate.weight > 0.0, rate.deviation(), -1.0) for rate in rates]
    widest = np.argmax(np.stack(spreads), axis=0)
    inner, others = _chosen(rates, widest), _all_but(rates, widest)
    rest = four_moments(others, len(needed))
    if not rest.variance.any():
        return inner.survival(needed)
    outer, reached = Part.with_moments(rest), np.empty_like(needed)
    for index in blocks(np.arange(len(needed)), ROWS_AT_ONCE):
        reached[index] = pair_survival(needed[index], inner.rows(index), outer.rows(index), NODES_AMONG_RATES)
    return reached


def _chosen(rates: Sequence[Term], place: NDArray[np.intp]) -> Part:
    """One of the rates in each row."""
    shapes = [(term.indicator.successes, term.indicator.failures) for term in rates if isinstance(term.indicator, Rate)]
    successes, failures = (np.choose(place, column) for column in zip(*shapes, strict=True))
    return _part(Term(np.choose(place, [term.weight for term in rates]), Rate(successes, failures)))


def _all_but(rates: Sequence[Term], place: NDArray[np.intp]) -> list[Term]:
    """The rates without that one in each row."""
    return [Term(np.where(place == at, 0.0, term.weight), term.indicator) for at, term in enumerate(rates)]


def _part(term: Term) -> Part:
    return Part.of(np.zeros_like(term.weight), term.weight, term.indicator)


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
    for first, second, rows in ((inner, outer, ~cheaper), (outer, inner, cheaper)):
        for index in blocks(np.flatnonzero(rows), ROWS_AT_ONCE):
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
