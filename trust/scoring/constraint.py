"""Burt's constraint, for NGOs whose partners' ties among each other are on record (Burt 1992).

c = sum over partners j of (p_ij + sum over q of p_iq p_qj)^2, with p the share of a node's ties, in the ego network of
open ties, undirected and binary. Brokerage is 1 - c, not below 0. Between two changes of the ego network it is
constant, so it is computed once per change.
"""

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .facts import NEVER, Facts
from .grid import Columns, Floats, Grid
from .methodology import Methodology
from .readings import Readings, with_reading

LEAST_PARTNERS = 2  # a constraint needs somebody to stand between


def constraint(adjacency: NDArray[np.float64]) -> float:
    """Constraint of node 0 in an undirected binary graph given as a square matrix; NaN if node 0 has no tie."""
    degrees = adjacency.sum(axis=1, keepdims=True)
    shares = np.divide(adjacency, degrees, out=np.zeros_like(adjacency), where=degrees > 0)
    if not degrees[0, 0]:
        return float("nan")
    reached = shares[0] + shares[0] @ shares
    partners = adjacency[0] > 0
    return float(np.square(reached[partners]).sum())


def effective_size(adjacency: NDArray[np.float64]) -> float:
    """Partners of node 0 less their average number of ties to each other (Burt 1992; Borgatti 1997 for binary ties).

    `adjacency` as for `constraint`; NaN if node 0 has no tie. As many as there are partners where none knows another.
    """
    partners = adjacency[0] > 0
    number = float(partners.sum())
    if not number:
        return float("nan")
    return number - float(adjacency[np.ix_(partners, partners)].sum()) / number


def corrected_brokerage(
    readings: Readings, ties: Columns, facts: Facts, grid: Grid, methodology: Methodology
) -> Readings:
    """Replaces N3's upper bound in the rows where ties between the NGO's partners are on record."""
    if facts.alter_ties.is_empty():
        return readings
    known = facts.subjects.filter(
        pl.col("p").is_between(grid.start, grid.start + grid.partnerships - 1)
        & pl.col("ngo").is_in(facts.alter_ties["ngo"].unique().implode())
    )
    value = readings.indicators["N3"].value.copy()
    solid = facts.ties.filter(pl.col("weight") >= methodology.verification.solid_weight)
    for p, ngo in known.select("p", "ngo").iter_rows():
        own = solid.filter(pl.col("p") == p)
        between = facts.alter_ties.filter(pl.col("ngo") == ngo)
        rows = slice((p - grid.start) * len(grid.days), (p - grid.start + 1) * len(grid.days))
        value[rows] = _over_time(value[rows], own, between, grid.days)
    return with_reading(readings, "N3", replace(readings.indicators["N3"], value=value), methodology)


def _over_time(bound: Floats, own: pl.DataFrame, between: pl.DataFrame, days: NDArray[np.int64]) -> Floats:
    """Brokerage on each as-of day; the bound where no tie between partners is open."""
    ends = own["ends"].fill_null(NEVER)
    changes = np.unique(np.concatenate([own["starts"], ends, between["starts"], between["ends"]]))
    epoch = np.searchsorted(changes, days, side="right")
    value = bound.copy()
    for number in np.unique(epoch):
        of_epoch = epoch == number
        brokered = _brokerage_on(int(days[of_epoch][0]), own, between)
        if brokered is not None:
            value[of_epoch] = brokered
    return value


def _brokerage_on(day: int, own: pl.DataFrame, between: pl.DataFrame) -> float | None:
    is_open = (pl.col("starts") <= day) & (pl.col("ends").fill_null(NEVER) > day)
    partners = own.filter(is_open)["alter"].unique().sort()
    place = {partner: number for number, partner in enumerate(partners, start=1)}
    known = between.filter(is_open)
    if len(partners) < LEAST_PARTNERS or known.is_empty():
        return None
    adjacency = np.zeros((len(partners) + 1, len(partners) + 1))
    adjacency[0, 1:] = adjacency[1:, 0] = 1.0
    for first, second in known.select("first", "second").iter_rows():
        if first not in place or second not in place:
            continue
        adjacency[place[first], place[second]] = adjacency[place[second], place[first]] = 1.0
    return max(0.0, 1.0 - constraint(adjacency))
