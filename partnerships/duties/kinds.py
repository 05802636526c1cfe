"""What a duty is, and what a kind of duties is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.acts import Act
from partnerships.models import Role

from .desk import Desk
from .telling import Told, tell_fact

Source = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True)
class Duty:
    """One thing that waits: the day it is due (or waits since), what it is, and the act that settles it."""

    kind: "Kind"
    record: models.Model
    day: date
    today: date
    told: Told
    act: Act | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed; what has no limit is never late."""
        return self.kind.has_limit and self.day < self.today

    @property
    def when(self) -> str:
        """The distance to its day, in words."""
        days = (self.day - self.today).days
        if not self.kind.has_limit:
            return ngettext("waits for %(days)s day", "waits for %(days)s days", -days) % {"days": -days}
        if days < 0:
            return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days} if days else _("today")


@dataclass(frozen=True)
class Kind:
    """One kind of duty, as data: who has it, how its rows are read (the most urgent first), and what is done about it.

    `act` names the address of the form that settles it; the button shows where `partnerships.acts` has it. `read` may
    give several sources, each a query or a list. What is only news asks for nothing and is not counted. `is_outside`:
    for people who are no party to it.
    """

    code: str
    title: str | Promise
    roles: frozenset[Role]
    read: Callable[[Desk], Sequence[Source]]
    day: Callable[[Any], date]
    act: str = ""
    has_limit: bool = True
    is_news: bool = False
    is_outside: bool = False
    tell: Callable[[Desk, Any], Told] = tell_fact

    def sources(self, desk: Desk) -> Sequence[Source]:
        """Where the rows for this person come from; nowhere for roles that have no such duty."""
        if desk.role not in self.roles or (desk.shows_late_only and not self.has_limit):
            return ()
        return self.read(desk)


@dataclass(frozen=True)
class Group:
    """The first duties of a kind, and how many there are; `is_more` where counting ended at the most counted."""

    kind: Kind
    duties: Sequence[Duty]
    count: int
    is_more: bool = False

    @property
    def is_late(self) -> bool:
        """Whether any of the first ones is late."""
        return any(duty.is_late for duty in self.duties)
