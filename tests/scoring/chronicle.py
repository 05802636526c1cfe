"""A chronicle: writes facts one by one and hands them over as evidence frames."""

from collections import defaultdict
from datetime import date
from typing import Any

from tests.scoring.vignettes import Rows, evidence_from
from trust.scoring.evidence import Evidence

CONFIRMED = "dual"


class Chronicle:
    """Facts of any number of partnerships, keyed from `first_key` on. Every writer returns the fact's key."""

    def __init__(self, first_key: int = 1) -> None:
        self.rows: dict[str, Rows] = defaultdict(list)
        self._next = first_key

    def partnership(self, key: int, ngo: int | None = None, government: int | None = None) -> int:
        """Opens a partnership; `ngo` and `government` default to its own key."""
        self.rows["subjects"].append({"partnership": key, "ngo": ngo or key, "government": government or key})
        return key

    def event(self, partnership: int, kind: str, day: date, outcome: str = "", **more: Any) -> int:
        """An act of this type; standings and NGO-wide facts are written with own=False."""
        defaults = {"table": "interactionevent", "own": True, "side": "ngo", "currency": "CNY"}
        return self._write("events", partnership, defaults | {"type": kind, "day": day, "outcome": outcome} | more)

    def contract(self, partnership: int, signed: date, starts: date, ends: date, **more: Any) -> int:
        """A contract as signed, and its first term."""
        defaults = {"method": "open_tender", "value": 300_000.0, "currency": "CNY"}
        key = self._write("contracts", partnership, defaults | {"signed": signed, "starts": starts} | more)
        self._term(partnership, key, signed, starts, ends)
        return key

    def amendment(self, partnership: int, contract: int, day: date, ends: date) -> None:
        """Moves the contract's last day from this day on."""
        former = [row for row in self.rows["terms"] if row["fact"] == contract][-1]
        former["valid_until"] = day
        self._term(partnership, contract, day, former["starts"], ends)

    def payment(self, partnership: int, due: date | None, paid: date | None, amount: float, **more: Any) -> int:
        """An instalment due, paid, or both."""
        amounts = {"amount_due": amount if due else None, "amount_paid": amount if paid else None}
        return self._write("payments", partnership, {"due": due, "paid": paid, "currency": "CNY"} | amounts | more)

    def tie(self, partnership: int, alter: int, kind: str, starts: date, ends: date | None = None, **more: Any) -> int:
        """A tie to another organization."""
        defaults = {"table": "servicetie", "size": 1.0, "with_body": False}
        row = defaults | {"alter": alter, "kind": kind, "starts": starts, "ends": ends} | more
        return self._write("ties", partnership, row)

    def membership(self, partnership: int, network: int, size: float, starts: date, **more: Any) -> int:
        """Membership of a network of so many members."""
        return self.tie(partnership, -network, "alliance", starts, table="networkmembership", size=size, **more)

    def alter_tie(self, ngo: int, first: int, second: int, starts: date, ends: date | None = None) -> None:
        """A tie between two partners of the NGO."""
        self.rows["alter_ties"].append(
            {"ngo": ngo, "first": min(first, second), "second": max(first, second), "starts": starts, "ends": ends}
        )

    def request(self, partnership: int, kind: str, opened: date, answered: date | None, **more: Any) -> int:
        """A request and its reply."""
        return self._write("requests", partnership, {"kind": kind, "opened": opened, "answered": answered} | more)

    def account(self, partnership: int, year: int, income: float, total_income: float, **more: Any) -> int:
        """A year's income through the partnership and in all."""
        row = {"year": year, "income": income, "total_income": total_income}
        return self._write("finance", partnership, row | more)

    def evidence(self) -> Evidence:
        """All that has been written."""
        return evidence_from(self.rows)

    def _term(self, partnership: int, contract: int, day: date, starts: object, ends: date) -> None:
        term = {"partnership": partnership, "fact": contract, "valid_from": day, "starts": starts, "ends": ends}
        self.rows["terms"].append(term | {"valid_until": None})

    def _write(self, name: str, partnership: int, row: dict[str, Any]) -> int:
        key, self._next = self._next, self._next + 1
        standing = {"verification": CONFIRMED, "contested": False}
        self.rows[name].append({"partnership": partnership, "fact": key} | standing | row)
        return key
