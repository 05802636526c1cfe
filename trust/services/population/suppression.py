"""Small cells are left out, and so are those from which they could be found by subtraction."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SMALLEST = 5
Table = NDArray[np.int64]
Mask = NDArray[np.bool_]


def suppressed(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The table with None for cells that must not be told, where the sums of its rows and columns may be known.

    First every cell from 1 to 4 is left out. Then, as long as a row or column has left out cells that add up to less
    than five, or only one, the smallest further cell that is not empty goes, too; where none remains, an empty
    one. Empty cells are told otherwise: that nobody is there says nothing about anybody.
    """
    cells = np.array(table, dtype=np.int64).reshape(len(table), -1)
    hidden = (cells > 0) & (cells < SMALLEST)
    while (place := _next(cells, hidden)) is not None:
        hidden[place] = True
    rows = zip(cells.tolist(), hidden.tolist(), strict=True)
    return [[None if gone else number for number, gone in zip(*row, strict=True)] for row in rows]


def _next(cells: Table, hidden: Mask) -> tuple[int, int] | None:
    for row in range(cells.shape[0]):
        column = _needed(cells[row], hidden[row])
        if column is not None:
            return row, column
    for column in range(cells.shape[1]):
        found = _needed(cells[:, column], hidden[:, column])
        if found is not None:
            return found, column
    return None


def _needed(line: Table, hidden: Mask) -> int | None:
    """The cell of a line to leave out next; None if the line gives nothing away, or nothing is left of it."""
    if not hidden.any() or hidden.all() or (hidden.sum() > 1 and line[hidden].sum() >= SMALLEST):
        return None
    open_cells = np.flatnonzero(~hidden)
    return int(min(open_cells, key=lambda at: (line[at] == 0, line[at], at)))
