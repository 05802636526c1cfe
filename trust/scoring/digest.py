"""A digest of the evidence behind each partnership-month: 128 bits that change when any fact it rests on changes.

Every dated piece of a fact (a contract and, later, its early ending) is hashed on its own and added, modulo 2**64, to
the digests of the months from its day on. Addition makes the order of facts irrelevant and gives all months of a
partnership in one pass (an additive multiset hash, Bellare & Micciancio 1997). It detects change; it is no signature.
"""

import hashlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .evidence import Evidence

Words = NDArray[np.uint64]
SALTS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03))

# The dated pieces of each frame: the day from which the columns are known.
PIECES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("events", "day", ("fact", "table", "own", "type", "day", "side", "outcome", "amount", "currency", "closes")),
    ("contracts", "signed", ("fact", "signed", "starts", "method", "value", "currency")),
    ("contracts", "ended", ("fact", "ended")),
    ("terms", "valid_from", ("fact", "valid_from", "starts", "ends")),
    ("payments", "due", ("fact", "due", "amount_due", "currency")),
    ("payments", "paid", ("fact", "paid", "amount_paid", "currency")),
    ("ties", "starts", ("fact", "table", "alter", "kind", "size", "starts", "with_body")),
    ("ties", "ends", ("fact", "table", "ends")),
    ("alter_ties", "starts", ("first", "second", "starts")),
    ("alter_ties", "ends", ("first", "second", "ends")),
    ("requests", "opened", ("fact", "kind", "opened")),
    ("requests", "answered", ("fact", "answered")),
    ("finance", "year", ("fact", "year", "income", "total_income")),
)


def digests(evidence: Evidence, subjects: pl.DataFrame, days: NDArray[np.int64]) -> Words:
    """Shape (partnerships, days, 2), for the subjects in their order and the as-of days."""
    words = np.zeros((subjects.height, len(days) + 1, 2), dtype=np.uint64)
    for number, (name, day, columns) in enumerate(PIECES):
        frame = getattr(evidence, name).filter(pl.col(day).is_not_null())
        key = "ngo" if name == "alter_ties" else "partnership"
        frame = frame.join(subjects.select(key, "p"), on=key, how="inner")
        standing = tuple(column for column in ("verification", "contested") if column in frame.columns)
        known_from = np.searchsorted(days, _day_numbers(frame[day]), side="left")
        for half, salt in enumerate(SALTS):
            hashed = _row_words(frame.select(*columns, *standing), salt + np.uint64(number))
            np.add.at(words[:, :, half], (frame["p"].to_numpy(), known_from), hashed)
    return np.cumsum(words, axis=1)[:, :-1]


def _day_numbers(column: pl.Series) -> NDArray[np.int64]:
    if column.dtype == pl.Date:
        return column.to_physical().cast(pl.Int64).to_numpy()
    new_year = pl.date(pl.col("year"), 1, 1).to_physical().cast(pl.Int64)
    return column.to_frame("year").select(new_year).to_series().to_numpy()


def _row_words(frame: pl.DataFrame, salt: np.uint64) -> Words:
    """One word per row, from all columns in their order."""
    word = np.full(frame.height, salt, dtype=np.uint64)
    for column in frame.iter_columns():
        word = _mixed(word ^ _mixed(_words(column) + salt))
    return word


def _words(column: pl.Series) -> Words:
    """A column's values as 64-bit words; null has a word of its own."""
    if column.dtype == pl.String:
        values = column.unique().drop_nulls()
        coded = [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little") for text in values]
        replaced = column.replace_strict(values, pl.Series(coded, dtype=pl.UInt64), default=None)
        return replaced.fill_null(1).to_numpy()
    if column.dtype == pl.Float64:
        return column.fill_null(float("nan")).to_numpy().view(np.uint64)
    if column.dtype == pl.Date:
        column = column.to_physical()
    return column.cast(pl.Int64).fill_null(-(2**62)).to_numpy().astype(np.uint64)


def _mixed(words: Words) -> Words:
    """The finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
