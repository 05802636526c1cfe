"""What a list is, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django_filters import FilterSet

from partnerships.access import Action, Reach, reach_of
from partnerships.models import User

from .columns import Column, Words
from .controls import Control

Rows = QuerySet[Any]


@dataclass(frozen=True)
class NewRecord:
    """The way to the form that records another row."""

    label: Words
    view: str
    model: type[Model]

    def address_for(self, user: User) -> str:
        """Where the person records another one; nothing for whom may not."""
        if reach_of(user, Action.RECORD, self.model) in {Reach.NOTHING, Reach.GRANT}:
            return ""
        try:
            return reverse(self.view)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class EmptyList:
    """What a list without any row says, and what to do about it."""

    sentence: Words
    advice: Words
    is_imported: bool = False  # rows can come from a file, too


@dataclass(frozen=True)
class Total:
    """A sum over all rows of the list, one for each currency. `amount` and `currency` are columns of the table."""

    label: Words
    amount: str
    currency: str


@dataclass(frozen=True)
class View:
    """A name for what a list's address asks for."""

    name: Words
    query: str
    key: int | None = None


@dataclass(frozen=True)
class RecordList:
    """A list of records of one kind.

    `name` is that of its address, `order` the term it is sorted by where none is asked for. `rows` are what a person
    may see, with all that filters read; `shown` adds what only columns and orders read, from other tables, so that
    counting them joins none of these. `prepare` adds to the rows of a page, or of a part of a file, what takes a query
    for all of them together. `beside` is the list people look for next, with the name of its address.
    """

    name: str
    title: Words
    intro: Words
    filters: type[FilterSet]
    rows: Callable[[User], Rows]
    columns: Sequence[Column]
    controls: Callable[[HttpRequest], Sequence[Control]]
    order: str
    empty: EmptyList
    new: NewRecord | None = None
    shown: Callable[[Rows], Rows] = lambda rows: rows
    totals: Sequence[Total] = ()
    views: Callable[[date], Sequence[View]] = lambda _today: ()
    beside: tuple[Words, str] | None = None
    prepare: Callable[[User, Sequence[Any]], None] = lambda _user, _rows: None
