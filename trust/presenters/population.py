"""Statistics of many partnerships in words: tables for pages and files, with what a row is and what to mind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Picture:
    """One picture of the dashboard: its table, what a row is, its unit, and what to mind.

    `addresses` leads from a row to the partnerships behind it, empty where no list has exactly them; `data` is what a
    script draws. A cell that is None is left out because it is small.
    """

    name: str
    title: str
    row: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    addresses: Sequence[str] = ()
    data: Any = field(default=None)

    def lines(self) -> list[tuple[str, Sequence[Any]]]:
        """Each row with the address of the partnerships behind it."""
        addresses = self.addresses or [""] * len(self.rows)
        return list(zip(addresses, self.rows, strict=True))


def caveat() -> str:
    """What the method demands to be said of every figure about stages."""
    return _(
        "A change of stage is confirmed one to three months after it happened. Partnerships that never entered the "
        "records are missing."
    )


def state_words() -> tuple[str, ...]:
    """The states of `trust.services.population.STATES` in words."""
    return (
        _("No stage"),
        _("Dependence trust"),
        _("Contractual trust"),
        _("Equal cooperation"),
        _("Lapsed"),
    )


def kept_small(rows: Sequence[Sequence[int]], hide: Callable[..., Any] | None) -> Sequence[Sequence[int | None]]:
    """The numbers, through the rule for small cells if the reader is under it."""
    return hide(rows) if hide and rows else rows
