"""The grid of partnership-months, and how dated contributions are laid onto it.

Row = partnership * number of days + index of the day. A contribution is active on the as-of days from `first` to
`last`, both included. Sums run in the order of the contributions, which is canonical, so a partnership's row is
bit-identical whoever else is on the grid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Grid:
    """`partnerships` rows of `days` (sorted as-of days, as integers), for partnerships numbered from `start`."""

    start: int
    partnerships: int
    days: Ints

    @property
    def rows(self) -> int:
        """Number of partnership-months."""
        return self.partnerships * len(self.days)

    @property
    def row_days(self) -> Ints:
        """The as-of day of every row."""
        return np.tile(self.days, self.partnerships)

    def span(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Index of the first as-of day each contribution is active on, and of the first one it no longer is."""
        begin = np.searchsorted(self.days, first, side="left")
        end = np.searchsorted(self.days, last, side="right")
        return begin, np.maximum(begin, end)

    def spread(self, p: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """Every (contribution, row) pair in which the contribution is active: its index, and the row."""
        begin, end = self.span(first, last)
        lengths = end - begin
        source = np.repeat(np.arange(len(p)), lengths)
        within = np.arange(len(source)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return source, (p[source] - self.start) * len(self.days) + begin[source] + within

    def total(self, p: Ints, first: Ints, last: Ints, amount: Floats) -> Floats:
        """Sum of the active contributions' amounts in every row."""
        source, row = self.spread(p, first, last)
        return np.bincount(row, weights=amount[source], minlength=self.rows).astype(np.float64, copy=False)

    def count(self, p: Ints, first: Ints, last: Ints) -> Ints:
        """Number of active contributions in every row."""
        begin, end = self.span(first, last)
        width = len(self.days) + 1
        steps = np.bincount((p - self.start) * width + begin, minlength=self.partnerships * width)
        steps = steps - np.bincount((p - self.start) * width + end, minlength=self.partnerships * width)
        return np.cumsum(steps.reshape(self.partnerships, width), axis=1)[:, :-1].reshape(-1)

    def distinct(self, p: Ints, first: Ints, last: Ints, kind: Ints) -> Ints:
        """Number of different kinds among the active contributions in every row."""
        found = np.zeros(self.rows, dtype=np.int64)
        for value in np.unique(kind):
            of_kind = kind == value
            found += self.count(p[of_kind], first[of_kind], last[of_kind]) > 0
        return found
