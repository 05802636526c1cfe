"""One partnership's facts as plain rows, taken out of the evidence frames."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from trust.scoring.evidence import Evidence

Rows = list[dict[str, Any]]


@dataclass
class Life:
    """The uncontested facts of one partnership, rows as in the evidence schemas; each contract carries its `terms`."""

    events: Rows = field(default_factory=list)
    contracts: Rows = field(default_factory=list)
    payments: Rows = field(default_factory=list)
    ties: Rows = field(default_factory=list)
    alter_ties: Rows = field(default_factory=list)
    requests: Rows = field(default_factory=list)
    finance: Rows = field(default_factory=list)

    def begins(self) -> date | None:
        """Day of the first fact between the two sides themselves."""
        days = [row["day"] for row in self.events if row["own"]]
        days += [row["signed"] for row in self.contracts] + [row["opened"] for row in self.requests]
        days += [day for row in self.payments for day in (row["due"], row["paid"]) if day]
        return min(days, default=None)


def lives_of(evidence: Evidence) -> dict[int, Life]:
    """Every subject's life. A contested fact is left out: it counts for nothing anywhere."""
    lives: dict[int, Life] = {row["partnership"]: Life() for row in evidence.subjects.to_dicts()}
    terms: dict[int, Rows] = defaultdict(list)
    for row in evidence.terms.to_dicts():
        terms[row["fact"]].append(row)
    for name in ("events", "contracts", "payments", "ties", "requests", "finance"):
        for row in getattr(evidence, name).filter(~pl.col("contested")).to_dicts():
            if row["partnership"] in lives:
                getattr(lives[row["partnership"]], name).append(row)
    for life in lives.values():
        for contract in life.contracts:
            contract["terms"] = terms[contract["fact"]]
    _share_alter_ties(evidence, lives)
    return lives


def _share_alter_ties(evidence: Evidence, lives: dict[int, Life]) -> None:
    of_ngo: dict[int, Rows] = defaultdict(list)
    for row in evidence.alter_ties.to_dicts():
        of_ngo[row["ngo"]].append(row)
    for subject in evidence.subjects.to_dicts():
        lives[subject["partnership"]].alter_ties = of_ngo[subject["ngo"]]
