"""The same evidence in another form: shuffled, split, cut off at a day, or without what is contested."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

import numpy as np
import polars as pl

from trust.scoring.engine import Assessments
from trust.scoring.evidence import SCHEMAS, Evidence

BEGINS = {
    "events": "day",
    "contracts": "signed",
    "terms": "valid_from",
    "ties": "starts",
    "alter_ties": "starts",
    "requests": "opened",
}
LATER = {
    "contracts": ("ended",),
    "terms": ("valid_until",),
    "payments": ("due", "paid"),
    "ties": ("ends",),
    "alter_ties": ("ends",),
    "requests": ("answered",),
}


def shuffled(evidence: Evidence, seed: int) -> Evidence:
    """The rows of every frame in another order."""
    return Evidence(**{name: getattr(evidence, name).sample(fraction=1, shuffle=True, seed=seed) for name in SCHEMAS})


def of_partnerships(evidence: Evidence, keys: Iterable[int]) -> Evidence:
    """The evidence of some partnerships alone."""
    wanted = list(keys)
    frames = {name: getattr(evidence, name) for name in SCHEMAS}
    kept = {
        name: frame.filter(pl.col("partnership").is_in(wanted))
        for name, frame in frames.items()
        if name != "alter_ties"
    }
    return Evidence(**kept, alter_ties=evidence.alter_ties)


def without_contested(evidence: Evidence) -> Evidence:
    """The evidence as if what is contested had never been recorded."""
    frames = {name: getattr(evidence, name) for name in SCHEMAS}
    return Evidence(
        **{
            name: frame.filter(~pl.col("contested")) if "contested" in frame.columns else frame
            for name, frame in frames.items()
        }
    )


def as_it_stood(evidence: Evidence, day: date) -> Evidence:
    """The evidence without anything that happened after the day: later facts gone, later endings still open."""
    frames = {name: getattr(evidence, name) for name in SCHEMAS}
    for name, columns in LATER.items():
        happened = [pl.when(pl.col(column) <= day).then(pl.col(column)).alias(column) for column in columns]
        frames[name] = frames[name].with_columns(happened)
    for name, column in BEGINS.items():
        frames[name] = frames[name].filter(pl.col(column) <= day)
    paid = pl.col("paid").is_not_null()
    frames["payments"] = (
        frames["payments"]
        .filter(pl.col("due").is_not_null() | paid)
        .with_columns(pl.when(paid).then(pl.col("amount_paid")).alias("amount_paid"))
    )
    frames["finance"] = frames["finance"].filter(pl.col("year") <= day.year)
    return Evidence(**frames)


def differing(left: Assessments, right: Assessments, *, ignoring: tuple[str, ...] = ()) -> list[str]:
    """Names of the results that differ in any bit."""
    names = [field.name for field in fields(Assessments) if field.name not in ignoring]
    return [
        name
        for name in names
        if getattr(left, name).shape != getattr(right, name).shape
        or not np.array_equal(getattr(left, name), getattr(right, name), equal_nan=name != "digest")
    ]
