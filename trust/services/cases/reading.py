"""The evidence of a recorded case: what the records hold of it, read as the file means it."""

from dataclasses import replace
from datetime import datetime

import polars as pl

from trust.gather import gather
from trust.scoring.evidence import Evidence

from .recording import RecordedCase


def evidence_of(recorded: RecordedCase, *, known_at: datetime) -> Evidence:
    """The evidence as known at a moment.

    Two things are put as in the file. The day on a contract ends the contract, but only an event with party and fault
    is evidence of an early ending. Partners differ in kind where the file names different kinds, even those that the
    records do not tell apart.
    """
    evidence = gather([recorded.partnership.pk], known_at=known_at)
    ends_of_contracts = (pl.col("table") == "contract") & (pl.col("type") == "RES_TERMINATION")
    return replace(
        evidence,
        events=evidence.events.filter(~ends_of_contracts),
        ties=_with_kinds(evidence.ties, recorded),
    )


def _with_kinds(ties: pl.DataFrame, recorded: RecordedCase) -> pl.DataFrame:
    named = pl.DataFrame(
        [(table, fact, kind) for (table, fact), kind in recorded.kinds.items()],
        schema={"table": pl.String, "fact": pl.Int64, "named": pl.String},
        orient="row",
    )
    return (
        ties.join(named, on=["table", "fact"], how="left", maintain_order="left")
        .with_columns(kind=pl.coalesce("named", "kind"))
        .drop("named")
    )
