"""Statistics of many partnerships in words: tables for pages and files, with what a row is and what to mind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.models.languages import figure

from .stages import Words

SLUGS = ("none", "dependence", "contractual", "equal", "lapsed")


@dataclass(frozen=True)
class Picture:
    """One picture of the dashboard: its table, what a row is, its unit, and what to mind.

    `addresses` leads from a row, `links` from each cell after the first, to the partnerships behind it; empty where
    nobody is there, where the number is left out, or where no list has exactly them. `data` is what a script draws, of
    the kind `chart`. A cell that is None is left out because it is small.
    """

    name: str
    title: str
    row: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    addresses: Sequence[str] = ()
    data: Any = field(default=None)
    links: Sequence[Sequence[str]] = ()
    chart: str = ""

    @property
    def leaves_out(self) -> bool:
        """Whether a number is left out because it is small."""
        return any(cell is None for row in self.rows for cell in row)

    def lines(self) -> list[tuple[str, Sequence[Any]]]:
        """Each row with the address of the partnerships behind it."""
        addresses = self.addresses or [""] * len(self.rows)
        return list(zip(addresses, self.rows, strict=True))

    def cells(self) -> list[list[tuple[str, Any]]]:
        """Each row as cells, each with the address of what is behind it."""
        found = []
        for place, (address, row) in enumerate(self.lines()):
            links = self.links[place] if self.links else [""] * (len(row) - 1)
            found.append(list(zip([address, *links], row, strict=True)))
        return found

    def written_cells(self) -> list[list[tuple[str, Any]]]:
        """The cells as people read them."""
        return [[(address, _written(cell)) for address, cell in row] for row in self.cells()]


def _written(cell: Any) -> Any:
    """A cell as people read it: sums and large numbers grouped, without decimals where there are none."""
    return figure(cell) if isinstance(cell, int | Decimal) else cell


def caveat() -> str:
    """What the method demands to be said of every figure about stages."""
    return _(
        "A change of stage is confirmed one to three months after it happened. Partnerships that never entered the "
        "records are missing."
    )


def rule() -> str:
    """What the rule for small cells does to the figures, in words."""
    return _(
        "Numbers from 1 to 4, and those from which they could be found, are left out. All others are to the nearest "
        "five, and shares and rates are computed from such numbers."
    )


def state_words() -> tuple[str, ...]:
    """The states of `trust.services.population.STATES` in words."""
    return tuple(str(words) for _slug, words in state_choices())


def state_choices() -> list[tuple[str, Words]]:
    """The states by slug, as choices of a filter; words are looked up when they are shown."""
    words = (
        gettext_lazy("No stage"),
        gettext_lazy("Dependence trust"),
        gettext_lazy("Contractual trust"),
        gettext_lazy("Equal cooperation"),
        gettext_lazy("Lapsed"),
    )
    return list(zip(SLUGS, words, strict=True))


def change_words() -> list[tuple[str, Words]]:
    """The kinds of change by slug, as choices of a filter."""
    return [("up", gettext_lazy("Up")), ("down", gettext_lazy("Down")), ("lapse", gettext_lazy("Lapsed"))]


def left_truncation() -> str:
    """What a first day of observation does to curves, in words."""
    return _(
        "With a first day of observation, spells that had begun by then are counted from the age they had (left "
        "truncation), and those that had ended are not counted, because only the long ones of them would be known. "
        "Without one, every spell on record is counted from its beginning."
    )


def independence() -> str:
    """What the yearly matrix supposes, in words."""
    return _("Months are taken as independent of the time already spent at a stage.")


class Grouped(Protocol):
    """A division or field, or small ones told as one."""

    @property
    def name(self) -> str: ...

    @property
    def together(self) -> int: ...


def group_words(group: Grouped, unstated: str) -> str:
    """The group's name, in words where it has none."""
    if not group.together:
        return group.name or unstated
    words = ngettext("%(number)s small group", "%(number)s small groups together", group.together)
    return words % {"number": group.together}


def linked(shown: Sequence[Sequence[int | None]], address: Callable[[int, int], str]) -> list[list[str]]:
    """For each cell the address by its row and column; none for one that is empty or left out."""
    return [[address(y, x) if number else "" for x, number in enumerate(line)] for y, line in enumerate(shown)]
