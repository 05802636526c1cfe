"""How one sheet is to be read: which kind of record, which column means what, and what the sheet does not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from partnerships.imports.grids import Grid
from partnerships.models import Jurisdiction, Organization, User

from .fields import Kind, kinds_by_name
from .guessing import guess
from .layout import Layout, lay_out


@dataclass(frozen=True, slots=True)
class Plan:
    """The mapping of one sheet. `fields` goes from a column's place to the field it means; `unit` is that
    of columns that name none; 0 where nobody has said.
    """

    kind: Kind
    sheet: str = ""
    header_row: int = 0
    header_depth: int = 0
    unit: int = 0
    fields: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, mapping: Mapping[str, Any]) -> Self:
        """From what was kept of it as JSON."""
        return cls(
            kinds_by_name()[mapping["kind"]],
            mapping.get("sheet", ""),
            mapping.get("header_row", 0),
            mapping.get("header_depth", 0),
            mapping.get("unit", 0),
            {int(place): name for place, name in mapping.get("fields", {}).items()},
        )

    @classmethod
    def guessed(cls, grid: Grid) -> Self:
        """What the sheet most likely holds."""
        layout = lay_out(grid)
        found = guess(layout.columns)
        return cls(found.kind, grid.name, layout.header_row, layout.header_depth, 0, found.fields)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "kind": self.kind.name,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "header_depth": self.header_depth,
            "unit": self.unit,
            "fields": {str(place): name for place, name in self.fields.items()},
        }

    def places(self, columns: Sequence[str]) -> Mapping[str, int]:
        """The place of each field that has a column."""
        return {name: place for place, name in self.fields.items() if place < len(columns)}

    def layout(self, grid: Grid) -> Layout:
        """The layout of its sheet."""
        return lay_out(grid, self.header_row, self.header_depth)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole sheet: who sends it, the body and the division where rows name none."""

    by: User | None
    government: Organization | None = None
    place: Jurisdiction | None = None
    method: str = ""
    currency: str = "CNY"
    registers: bool = True
    starts_1904: bool = False
    units: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def sender(self) -> str:
        """By which the sender's own keys are told from others'."""
        return str(self.by.organization_id or "registry") if self.by else "registry"

    @property
    def is_official(self) -> bool:
        """Whether the sheet is imported as a register."""
        return self.by is None or self.by.is_administrator
