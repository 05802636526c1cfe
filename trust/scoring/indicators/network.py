"""Network: has the NGO built a service network of its own, and does this body share it?"""

import numpy as np
import polars as pl

from ..contributions import by_rules, by_states, contributions
from ..facts import NEVER, Facts
from ..grid import Columns, Floats, Grid
from ..methodology import IndicatorSettings, Methodology

FOR_EVER = float("inf")


def partners(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """N1: with how many partners does the NGO work?

    Unit: 1 - exp(-n / 5); n sums the open ties both sides stand behind, a network as the root of its size.
    Source: SOCAT / SC-IQ (World Bank); Provan & Milward 2001.
    """
    return solid_ties(facts, methodology)


def partners_reading(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Floats:
    """Saturates with the weighted number of partners."""
    return 1.0 - np.exp(-_strength(columns, grid) / settings.number("scale"))


def diversity(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """N2: how different are the partners?

    Unit: (effective number of kinds - 1) / 4, 0 to 1; the effective number is the exponential of Shannon's entropy.
    Source: Lin 2001; Putnam 1993 (bridging).
    """
    return solid_ties(facts, methodology)


def diversity_reading(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Floats:
    """Entropy of the kinds of partners, each weighted as in N1."""
    strength, entropy = _strength(columns, grid), np.zeros(grid.rows)
    for kind in np.unique(columns["kind"]):
        of_kind = columns["kind"] == kind
        share = _strength({name: values[of_kind] for name, values in columns.items()}, grid)
        share = np.divide(share, strength, out=np.zeros(grid.rows), where=strength > 0)
        entropy -= np.where(share > 0, share * np.log(np.where(share > 0, share, 1.0)), 0.0)
    effective = np.where(strength > 0, np.exp(entropy), 1.0)
    return np.clip((effective - 1.0) / (settings.number("kinds_for_full") - 1.0), 0.0, 1.0)


def brokerage(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """N3: does the NGO connect partners who are not connected otherwise?

    Unit: 1 - Burt's constraint, 0 to 1; where no tie between partners is on record, its upper bound 1 - 1/n.
    Source: Burt 1992; Wang & Chen 2021.
    """
    return solid_ties(facts, methodology)


def brokerage_reading(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Floats:
    """The upper bound; rows for which ties between partners are known are replaced by `trust.scoring.constraint`."""
    strength = _strength(columns, grid)
    return np.where(strength > 0, 1.0 - 1.0 / np.maximum(strength, 1.0), 0.0)


def network_building(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """N4: does the NGO build the network, rather than only belong to it?

    Unit: belief, 0 to 1. Window: 60 months. Evidence: leading, delivering jointly, referring; against it, exits.
    Source: thesis; Provan & Kenis 2008.
    """
    return by_rules(facts, settings, methodology)


def shared_network(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """N5: do the NGO and this body meet in the same network?

    Unit: belief, 0 to 1. Evidence: open ties and memberships that contain this body, open joint bodies.
    Source: Provan & Milward 1995; Salamon 1995.
    """
    shared = contributions(
        _one_per_partner(_solid(facts, methodology).filter(pl.col("with_body"))),
        origin="starts",
        months=FOR_EVER,
        methodology=methodology,
        last=pl.col("ends") - 1,
        building=settings.number("tie_building"),
    )
    return pl.concat([shared, by_states(facts, settings, methodology)])


def solid_ties(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Open ties and memberships that more than one side stands behind; a network weighs the root of its size."""
    return contributions(
        _one_per_partner(_solid(facts, methodology)),
        origin="starts",
        months=FOR_EVER,
        methodology=methodology,
        last=pl.col("ends") - 1,
        building=pl.col("size").sqrt(),
        kind=pl.col("kind"),
    )


def _solid(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    return facts.ties.filter(pl.col("weight") >= methodology.verification.solid_weight)


def _one_per_partner(ties: pl.DataFrame) -> pl.DataFrame:
    """A partner tied in several ways counts once: a later tie only from the day the earlier ones have ended."""
    ordered = ties.with_columns(pl.col("ends").fill_null(NEVER)).sort("p", "alter", "starts", "ends", "fact", "table")
    covered_until = pl.col("ends").cum_max().shift(1).over("p", "alter").fill_null(pl.col("starts"))
    return ordered.with_columns(starts=pl.max_horizontal("starts", covered_until)).filter(
        pl.col("starts") < pl.col("ends")
    )


def _strength(columns: Columns, grid: Grid) -> Floats:
    return grid.total(columns["p"], columns["first"], columns["last"], columns["building"])
