"""Small cells are left out, and so are those from which they could be found by subtraction."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .fives import SMALLEST, all_rounded

Table = NDArray[np.int64]
Mask = NDArray[np.bool_]


def suppressed(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The table with None for cells that must not be told, where the sums of its rows and columns may be known.

    First every cell from 1 to 4 is left out. Then, as long as a row or column has left out cells that add up to less
    than five, or only one, the smallest further cell that is not empty goes, too; where none remains, an empty
    one. Empty cells are told otherwise: that nobody is there says nothing about anybody. What is told is to the nearest
    five, so that it cannot be subtracted from the same cell of another table.
    """
    cells = np.array(table, dtype=np.int64).reshape(len(table), -1)
    hidden = (cells > 0) & (cells < SMALLEST)
    rows, columns = set(range(cells.shape[0])), set(range(cells.shape[1]))  # lines that may give something away
    place: tuple[int | None, int | None]
    while rows or columns:
        if rows:
            row = rows.pop()
            place = (row, _needed(cells[row], hidden[row]))
        else:
            column = columns.pop()
            place = (_needed(cells[:, column], hidden[:, column]), column)
        row_hidden, column_hidden = place
        if row_hidden is not None and column_hidden is not None:
            hidden[row_hidden, column_hidden] = True
            rows.add(row_hidden)
            columns.add(column_hidden)
    lines = zip(all_rounded(cells).tolist(), hidden.tolist(), strict=True)
    return [[None if gone else number for number, gone in zip(*line, strict=True)] for line in lines]


def _needed(line: Table, hidden: Mask) -> int | None:
    """The cell of a line to leave out next; None if the line gives nothing away, or nothing is left of it."""
    if not hidden.any() or hidden.all() or (hidden.sum() > 1 and line[hidden].sum() >= SMALLEST):
        return None
    open_cells = np.flatnonzero(~hidden)
    return int(min(open_cells, key=lambda at: (line[at] == 0, line[at], at)))


def told_alone(numbers: Sequence[int]) -> list[bool]:
    """For each row of a table, by how many stand behind it, whether it is told alone; the others are told as one.

    Rows of fewer than five are put together, and the smallest further ones with them until two rows and five of those
    counted have come together: a name beside nothing would tell that somebody few are there.
    """
    alone = [number == 0 or number >= SMALLEST for number in numbers]
    for place in sorted(range(len(numbers)), key=lambda at: (numbers[at], at)):
        together = [number for number, is_alone in zip(numbers, alone, strict=True) if not is_alone]
        if not together or (len(together) > 1 and sum(together) >= SMALLEST):
            break
        if numbers[place]:
            alone[place] = False
    return alone
