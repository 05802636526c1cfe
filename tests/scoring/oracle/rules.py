"""The methodology file as the oracle reads it: plain tables, and the arithmetic of age, weight and decay."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

DOCUMENTED = "single_doc"


@dataclass(frozen=True)
class Rules:
    """The parsed TOML. `table` keeps its layout; methods answer what one fact is worth."""

    table: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.table[name]

    def indicator(self, code: str) -> Mapping[str, Any]:
        """The table of one indicator."""
        found: Mapping[str, Any] = self.table["indicators"][code]
        return found

    def months(self, earlier: date, later: date) -> float:
        """Age in months of 30.4375 days."""
        return float((later - earlier).days / self.table["time"]["days_per_month"])

    def within(self, day: date, as_of: date, months: float | None = None) -> bool:
        """Whether a day lies in the window that ends on the as-of date."""
        limit = self.table["time"]["window_months"] if months is None else months
        return day <= as_of and self.months(day, as_of) <= limit

    def weight(self, row: Row) -> float:
        """Weight of a fact in scores."""
        return float(self.table["verification"]["weight"][row["verification"]])

    def decay(self, half_life: str, day: date, as_of: date) -> float:
        """One half to the power of age over half-life."""
        age = max(self.months(day, as_of), 0.0)
        return float(0.5 ** (age / self.table["half_life_months"][half_life]))

    def counted(self, row: Row) -> bool:
        """Heavy enough to count as a fact."""
        return self.weight(row) >= self.table["verification"]["counted_weight"]

    def solid(self, row: Row) -> bool:
        """Both sides, a registry or a third party stand behind it."""
        return self.weight(row) >= self.table["verification"]["solid_weight"]

    def one_sided(self, row: Row) -> bool:
        """Only one side's word."""
        return row["verification"] in self.table["verification"]["single_source"]

    def act_validity(self, row: Row) -> float:
        """Chance that a recorded act is true."""
        return float(self.table["verification"]["validity"][row["verification"]])

    def record_validity(self, row: Row) -> float:
        """Chance that a contract, payment or account is true."""
        return float(self.table["verification"]["record_validity"][row["verification"]])

    def in_cny(self, amount: float, currency: str | None) -> float:
        """Amount on the common scale; KeyError for a currency without a rate."""
        return float(amount * self.table["currency_in_cny"][currency])


def load_rules(path: Path) -> Rules:
    """Reads a methodology file."""
    return Rules(tomllib.loads(path.read_text(encoding="utf-8")))
