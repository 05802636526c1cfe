"""How an expectation is written: one row per route, who gets which answer.

    row("contract-amend", "{contract}", GET="sign-in 200/404 200/404 403/404 200",
                                        POST="sign-in 422/404 422/404 403/404 422")

The five cells are those of a visitor, staff, an NGO manager, an analyst and an administrator. A cell is the answer for
an object of the person's own territory, a slash, and the answer for a foreign one; without a slash it holds for both.
An answer is an HTTP status, or `sign-in` for a redirect to the page where one signs in; `-` where nobody need ask. A
method without cells must be refused to everybody, in one of the ways of `REFUSALS`.

In `arguments`, `query` and `holds`, `{contract}` stands for the key of such an object; tests/routes/world.py has them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PEOPLE = ("visitor", "staff", "manager", "analyst", "administrator")
SIDES = ("own", "foreign")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSALS = frozenset({"401", "403", "404", "405", "sign-in"})
ADMINISTRATOR = "administrator"
NOT_ASKED = "-"


@dataclass(frozen=True)
class Case:
    """One request to be made: a method, by a person, for an object of theirs or a foreign one; and what may come."""

    method: str
    person: str
    side: str
    allowed: frozenset[str]


@dataclass(frozen=True)
class Row:
    """What is expected of a route. `address` is for routes that have no name; `sent` goes with what is not GET.

    `holds` is for lists: what stands for an object in the answer, found there for own objects and for nobody but the
    administrator for foreign ones. It is a route with its arguments (a link), or any other text of the answer.
    """

    route: str
    arguments: str = ""
    address: str = ""
    query: str = ""
    holds: str = ""
    sent: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[str, ...]:
        """Own and foreign; only once for a route that names no object."""
        return SIDES if re.search(r"\{\w+\}", self.arguments + self.query + self.address) else SIDES[:1]

    def cases(self) -> Iterator[Case]:
        """Every method x person x object; a method that is refused to all is asked of own objects only."""
        for method in METHODS:
            cells = self.answers[method].split() if method in self.answers else ()
            sides = self.sides if cells else SIDES[:1]
            for index, person in enumerate(PEOPLE):
                if not cells or cells[index] != NOT_ASKED:
                    for side in sides:
                        yield Case(method, person, side, _allowed(cells[index], side) if cells else REFUSALS)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.route, self.arguments, self.query)))


def _allowed(cell: str, side: str) -> frozenset[str]:
    own, _slash, foreign = cell.partition("/")
    return frozenset({(foreign or own) if side == "foreign" else own})


def row(
    route: str,
    arguments: str = "",
    *,
    address: str = "",
    query: str = "",
    holds: str = "",
    sent: Mapping[str, Any] | None = None,
    **answers: str,
) -> Row:
    """One row of a table. The answers are named by method, five cells each."""
    assert set(answers) <= set(METHODS), f"{route}: {set(answers)} are not all methods"
    wrong = [cells for cells in answers.values() if len(cells.split()) != len(PEOPLE)]
    assert not wrong, f"{route}: {wrong} are not five cells"
    return Row(route, arguments, address, query, holds, sent or {}, answers)
