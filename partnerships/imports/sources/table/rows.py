"""The rows of a sheet below its titles, told apart from totals and notes, with the cells under the names of fields."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from partnerships.imports.cells import read_text
from partnerships.imports.findings import RawRow
from partnerships.imports.grids import Grid

from .plan import Plan, Setting
from .reading import TableCells, unit_above, unit_in
from .vocabulary import plain_title

_TOTAL = re.compile(r"(本页)?(合\s*计|总\s*计|小\s*计|共\s*计)|(sub)?total|sum|grand total", re.IGNORECASE)
_NOTE = re.compile(r"(制表|填表|审核|复核|单位负责|经办|备\s*注|说\s*明|注)[^:：]{0,6}[:：].*")


class SheetRows:
    """What is below the titles of one sheet."""

    def __init__(self, grid: Grid, plan: Plan) -> None:
        self.grid = grid
        self.plan = plan
        self.layout = plan.layout(grid)
        self.titles = {column.place: column.title for column in self.layout.columns}
        self.names = {name: self.titles[place] for place, name in plan.fields.items() if place in self.titles}
        self._places = {name: place for place, name in plan.fields.items() if place in self.titles}

    def units(self) -> Mapping[str, Decimal]:
        """The unit of each field's sums: its title's, else the one chosen, else that of the lines above, else one."""
        else_in = Decimal(self.plan.unit) or unit_above(self.layout.above) or Decimal(1)
        return {name: unit_in(title) or else_in for name, title in self.names.items()}

    def __iter__(self) -> Iterator[RawRow]:
        """The rows, under the sheet's own titles."""
        for number, cells in self.grid.rows():
            if number > self.layout.last_header_row:
                values = {title: cells[place] if place < len(cells) else "" for place, title in self.titles.items()}
                if any(value not in {"", None} for value in values.values()):
                    yield RawRow(self.grid.location(number), values, names=self.names)

    def cells(self, row: RawRow, setting: Setting) -> TableCells:
        """The row's cells under the names of the fields."""
        values = {name: row.values[title] for name, title in self.names.items()}
        cells = TableCells(row, values=values)
        cells.units, cells.starts_1904, cells.else_in = setting.units, setting.starts_1904, setting.currency
        return cells

    def is_total(self, row: RawRow) -> bool:
        """Whether the row sums up others, or repeats the titles, or is a note below the table."""
        title, first = next((title, text) for title, value in row.values.items() if (text := read_text(value)))
        if _TOTAL.fullmatch(first.rstrip(":： ")) or plain_title(first) == plain_title(title):
            return True
        return bool(_NOTE.fullmatch(first)) and sum(value not in {"", None} for value in row.values.values()) <= 3


def sample_of(cells: TableCells, read: Mapping[str, Any]) -> list[list[str]]:
    """Of each field read: the title of its column, the cell as written, and as understood."""
    return [
        [cells.row.names[name], read_text(cells.values[name]), _in_words(value)]
        for name, value in read.items()
        if name in cells.values and value not in {None, ""}
    ]


def _in_words(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)
