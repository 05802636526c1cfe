"""Traces: the facts behind each reading and each condition on one date, and what they weigh."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from .evidence import Evidence
from .facts import day_number
from .gates import CONDITION_FACTS
from .methodology import Methodology
from .sources import find


@dataclass(frozen=True, eq=False)
class Explanation:
    """One partnership on one date: the rows behind its readings.

    indicators: by code, rows with table, fact, day, building, eroding (decayed, verification applied) and single;
    conditions: by code, rows with table, fact, day and level, for conditions that count facts.
    """

    indicators: Mapping[str, pl.DataFrame]
    conditions: Mapping[str, pl.DataFrame]


def explain(evidence: Evidence, methodology: Methodology, as_of: date) -> Explanation:
    """Finds what each reading and each condition rests on. The evidence must be of one partnership."""
    sources = find(evidence, methodology, [as_of])
    today = day_number(as_of)
    active = (pl.col("first") <= today) & (pl.col("last") >= today)
    fading = (-(today - pl.col("origin")).clip(lower_bound=0) / pl.col("half_life") * pl.lit(2.0).log()).exp()
    indicators = {
        code: frame.filter(active)
        .select(
            "table",
            "fact",
            "single",
            "kind",
            day=pl.from_epoch("origin", time_unit="d"),
            building=pl.col("building") * fading,
            eroding=pl.col("eroding") * fading,
        )
        .sort("day", descending=True)
        for code, frame in sources.contributions.items()
    }
    conditions = {
        code: pl.concat([sources.counted[name] for name in names], how="diagonal")
        .filter(active)
        .select("table", "fact", "level", day=pl.from_epoch("first", time_unit="d"))
        .sort("day", descending=True)
        for code, names in CONDITION_FACTS.items()
    }
    return Explanation(indicators, conditions)
