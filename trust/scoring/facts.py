"""Evidence made ready for scoring: partnerships as indices, days as integers, verification as weights.

Every frame gains `p` (index of the partnership among the subjects, which are sorted by key), `weight` (in scores, 0
while contested), `record_validity` (chance the record is true, for gates), `level` (verification level, or "contested")
and `single` (one side's word only). Rows of weight 0 are dropped: they count for nothing anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .evidence import Evidence
from .methodology import Methodology, MethodologyError

EPOCH = date(1970, 1, 1)
NEVER = 2**30  # a day after every as-of date, for facts that are still open


@dataclass(frozen=True)
class Facts:
    """All frames of `Evidence` in scoring form, and the as-of days they are to be read at."""

    subjects: pl.DataFrame
    events: pl.DataFrame
    contracts: pl.DataFrame
    terms: pl.DataFrame
    payments: pl.DataFrame
    ties: pl.DataFrame
    alter_ties: pl.DataFrame
    requests: pl.DataFrame
    finance: pl.DataFrame
    days: NDArray[np.int64]

    @property
    def partnerships(self) -> int:
        """How many partnerships there are; `p` runs from 0 to one less."""
        return self.subjects.height


def day_number(day: date) -> int:
    """Days since 1970-01-01, as in all integer day columns."""
    return (day - EPOCH).days


def prepare(evidence: Evidence, methodology: Methodology, as_of_dates: Sequence[date]) -> Facts:
    """Puts evidence into scoring form. Raises MethodologyError for a currency the methodology does not know."""
    subjects = evidence.subjects.unique("partnership").sort("partnership").with_row_index("p")
    index = subjects.select("partnership", pl.col("p").cast(pl.Int64))
    standing = {
        name: _counted(getattr(evidence, name), index, methodology)
        for name in ("events", "contracts", "payments", "ties", "requests", "finance")
    }
    standing["events"] = _in_cny(standing["events"], ["amount"], methodology)
    standing["payments"] = _in_cny(standing["payments"], ["amount_due", "amount_paid"], methodology)
    return Facts(
        subjects=subjects.with_columns(pl.col("p").cast(pl.Int64)),
        terms=_terms(_as_days(evidence.terms), standing["contracts"]),
        alter_ties=_as_days(evidence.alter_ties).with_columns(pl.col("ends").fill_null(NEVER)),
        days=np.array([day_number(day) for day in as_of_dates], dtype=np.int64),
        **standing,
    )


def _as_days(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.selectors.date().to_physical().cast(pl.Int64))


def _counted(frame: pl.DataFrame, index: pl.DataFrame, methodology: Methodology) -> pl.DataFrame:
    """Integer days, the partnership's index, and what the verification is worth; rows worth nothing are dropped."""
    rules = methodology.verification
    level = pl.when(pl.col("contested")).then(pl.lit("contested")).otherwise(pl.col("verification"))
    worth = {**rules.weight, "contested": 0.0}
    valid = {**rules.record_validity, "contested": 0.0}
    return (
        _as_days(frame)
        .join(index, on="partnership", how="inner")
        .with_columns(level=level, single=pl.col("verification").is_in(list(rules.single_source)))
        .with_columns(
            weight=pl.col("level").replace_strict(worth, return_dtype=pl.Float64),
            record_validity=pl.col("level").replace_strict(valid, return_dtype=pl.Float64),
        )
        .filter(pl.col("weight") > 0)
    )


def _in_cny(frame: pl.DataFrame, columns: list[str], methodology: Methodology) -> pl.DataFrame:
    rates = methodology.currency_in_cny
    stated = frame.filter(pl.any_horizontal(pl.col(columns).is_not_null()))["currency"].unique()
    unknown = sorted(set(stated.drop_nulls()) - set(rates))
    if unknown:
        raise MethodologyError(f"[currency_in_cny] has no rate for {unknown}; add one to assess amounts in it.")
    rate = pl.col("currency").replace_strict(dict(rates), default=None, return_dtype=pl.Float64)
    return frame.with_columns([(pl.col(column) * rate).alias(column) for column in columns])


def _terms(terms: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """Terms of contracts that count, each with its contract's particulars; `until` is the first day not valid."""
    particulars = contracts.select(
        "partnership", "fact", "p", "signed", "ended", "method", "level", "weight", "record_validity", "single"
    )
    return terms.join(particulars, on=["partnership", "fact"], how="inner").with_columns(
        pl.col("valid_until").fill_null(NEVER).alias("until"), pl.col("ended").fill_null(NEVER)
    )
