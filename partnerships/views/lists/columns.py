"""Columns of a list, as data, and the cells they make of a row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from partnerships.descriptions import money, written

Words = str | Promise
Value = str | int | Decimal | date | datetime | None
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """One column. `read` takes the value from a row and asks the database for nothing; None and "" are nothing.

    `order`: the term of the list's order that sorts by it; `descends` where its first click puts the largest on top.
    `address`: where the cell leads. `currency`: of an amount, read from the row; in files a column of its own.
    `style`: a class of the cell; `tag`: the class of a tag around the row's text, where it needs attention.
    `template`: draws the cell from `row`, where text alone would not do.
    """

    name: str
    label: Words
    read: Callable[[Any], Any]
    order: str = ""
    descends: bool = False
    address: Callable[[Any], str] | None = None
    currency: Callable[[Any], str] | None = None
    is_number: bool = False
    style: str = ""
    tag: Callable[[Any], str] | None = None
    template: str = ""
    is_shown: bool = True

    def cell(self, row: Any) -> "Cell":
        """The row's cell in this column, as people read it."""
        value = self.read(row)
        is_amount = self.currency is not None and value is not None
        return Cell(
            text=money(value, self.currency(row)) if is_amount else in_words(value),  # type: ignore[misc]
            address=self.address(row) if self.address else "",
            style=f"{self.alignment} nowrap" if isinstance(value, date) else self.alignment,
            tag=self.tag(row) if self.tag else "",
            template=self.template,
            row=row,
        )

    @property
    def alignment(self) -> str:
        """The class of the column's head and cells."""
        return "number" if self.is_number or self.currency else self.style

    def values(self, row: Any) -> Iterator[Value]:
        """What a file holds of the row: the value, followed by the currency of an amount."""
        value = self.read(row)
        yield str(value) if isinstance(value, Promise) else value
        if self.currency:
            yield self.currency(row) if value is not None else ""

    def headings(self) -> Iterator[str]:
        """What a file calls the values."""
        yield str(self.label)
        if self.currency:
            yield _("%(amount)s: currency") % {"amount": self.label}


@dataclass(frozen=True)
class Cell:
    """One cell as it is shown."""

    text: str
    address: str
    style: str
    tag: str
    template: str
    row: Any


def in_words(value: Any) -> str:
    """A value as people read it."""
    match value:
        case None | "":
            return NOTHING
        case datetime():
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case date():
            return written(value)
        case int() | Decimal():
            return number_format(value, use_l10n=True, force_grouping=True)
        case _:
            return str(value)


def columns_named(columns: Sequence[Column], names: Sequence[str]) -> Sequence[Column]:
    """The columns of these names in their order, each once; without names, those shown without being asked for."""
    if not names:
        return [column for column in columns if column.is_shown]
    by_name = {column.name: column for column in columns}
    return [by_name[name] for name in dict.fromkeys(names)]
