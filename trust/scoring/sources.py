"""What the evidence yields: contributions by indicator and counted rows by condition, in canonical order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from .conditions import COUNTED
from .contributions import SCHEMA
from .evidence import Evidence
from .facts import NEVER, Facts, prepare
from .grid import Ints
from .methodology import Methodology
from .registry import INDICATORS


@dataclass(frozen=True, eq=False)
class Sources:
    """Everything found in the evidence: contributions by indicator, counted rows by condition, digests, first days."""

    facts: Facts
    contributions: Mapping[str, pl.DataFrame]
    counted: Mapping[str, pl.DataFrame]
    first_days: Ints
    own_acts: pl.DataFrame


def find(evidence: Evidence, methodology: Methodology, as_of_dates: Sequence[date]) -> Sources:
    """Turns evidence into contributions and counted rows, each in canonical order."""
    facts = prepare(evidence, methodology, as_of_dates)
    contributions = {
        indicator.code: indicator.find(facts, methodology.indicators[indicator.code], methodology).sort(list(SCHEMA))
        for indicator in INDICATORS
    }
    counted = {name: collect(facts, methodology) for name, collect in COUNTED.items()}
    own_acts = _own_acts(facts, counted["sufficient_facts"])
    return Sources(
        facts=facts,
        contributions=contributions,
        counted={name: rows.sort("p", "first", "table", "fact") for name, rows in counted.items()},
        first_days=_first_days(facts),
        own_acts=own_acts,
    )


def _own_acts(facts: Facts, sufficient: pl.DataFrame) -> pl.DataFrame:
    """The counted dyadic facts of the partnership itself, in order of day."""
    shared = facts.events.filter(~pl.col("own")).select("p", "table", "fact")
    return sufficient.join(shared, on=["p", "table", "fact"], how="anti").sort("p", "first")


def _first_days(facts: Facts) -> Ints:
    """Day of each partnership's first own fact; far ahead for one without any."""
    days = pl.concat(
        [
            facts.events.filter(pl.col("own")).select("p", "day"),
            facts.contracts.select("p", day="signed"),
            facts.payments.select("p", day=pl.min_horizontal("due", "paid")),
            facts.requests.select("p", day="opened"),
        ]
    )
    first = np.full(facts.partnerships, NEVER, dtype=np.int64)
    np.minimum.at(first, days["p"].to_numpy(), days["day"].to_numpy())
    return first
