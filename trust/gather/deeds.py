"""What both sides of one partnership did in a period, as known at a moment: the facts, not only their number.

Facts that were voided or contested at the moment are left out, as they are from the judgement. The closing of a fact
(a payment made, an answer given) counts where it had happened by the day and was on record by the moment.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partnerships.descriptions import RELATED
from partnerships.models import (
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    Partnership,
    Payment,
    Request,
    Standing,
)

from .conduct import workdays
from .lineage import Inheritance


@dataclass(frozen=True)
class Source:
    """Where deeds of a table stand: the column of their day, how their partnership is reached, and, for facts that
    close later, the columns of the closing and of its recording. With `is_open`, the day itself is not yet included:
    what falls due on it is not late.
    """

    model: type[Fact]
    day: str
    partnership: str = "contract__partnership"
    closed: str = ""
    closing_recorded: str = ""
    is_open: bool = False


SOURCES: Mapping[str, Source] = {
    "payment": Source(Payment, "due_on", closed="paid_on", closing_recorded="paid_recorded_at", is_open=True),
    "milestone": Source(Milestone, "due_on", closed="reached_on", closing_recorded="reached_recorded_at", is_open=True),
    "request": Source(Request, "opened_on", "partnership", closed="answered_on", closing_recorded="answer_recorded_at"),
    "evaluation": Source(Evaluation, "held_on"),
    "ending": Source(Contract, "terminated_on", "partnership"),
    "standing": Source(Standing, "effective_on", ""),
    "event": Source(InteractionEvent, "occurred_on", "partnership"),
}
"""Every table that deeds are read from, by the name of what is read."""


@dataclass(frozen=True)
class Deed:
    """One fact, the day it counts for, and when it was closed, as known then; None while open, and for facts that do
    not close. Until then it waits, at the longest until the day asked for.
    """

    table: str
    fact: Any
    day: date
    closed_on: date | None
    as_of: date

    @property
    def days_waited(self) -> int:
        """Days from its day until it was closed; none where it was closed ahead of time."""
        return max(((self.closed_on or self.as_of) - self.day).days, 0)

    @property
    def workdays_waited(self) -> int:
        """The same in working days, Monday to Friday."""
        return workdays(self.day, self.closed_on or self.as_of)


def deeds_of(
    partnership: Partnership,
    *,
    since: date,
    as_of: date,
    known_at: datetime,
    inherited: Collection[Inheritance] = (),
    tables: Collection[str] = tuple(SOURCES),
) -> Sequence[Deed]:
    """The deeds of both sides from `since` up to `as_of`, the latest first. One query for each of the tables.

    What the body took over from others by the day counts as its own.
    """
    own = [partnership.pk, *(each.source for each in inherited if each.source and each.since <= as_of)]
    found = [
        deed
        for table in tables
        for deed in _read(table, own, partnership.ngo_id, since=since, as_of=as_of, known_at=known_at)
    ]
    return sorted(found, key=lambda deed: (deed.day, deed.table, deed.fact.pk), reverse=True)


def _read(table: str, own: Sequence[int], ngo: int, *, since: date, as_of: date, known_at: datetime) -> Iterator[Deed]:
    source = SOURCES[table]
    manager: Any = source.model.objects  # type: ignore[attr-defined]
    concerns = {f"{source.partnership}__in": own} if source.partnership else {"organization": ngo}
    until = {f"{source.day}__{'lt' if source.is_open else 'lte'}": as_of}
    rows = manager.known_at(known_at).filter(**concerns, **until, **{f"{source.day}__gte": since})
    if table == "ending":
        rows = rows.filter(termination_recorded_at__lte=known_at)
    for fact in rows.with_contested(known_at).filter(is_contested=False).select_related(*RELATED[source.model]):
        yield Deed(table, fact, getattr(fact, source.day), _closed(fact, source, as_of, known_at), as_of)


def _closed(fact: Fact, source: Source, as_of: date, known_at: datetime) -> date | None:
    if not source.closed:
        return None
    day, recorded = getattr(fact, source.closed), getattr(fact, source.closing_recorded)
    return day if day is not None and day <= as_of and recorded <= known_at else None
