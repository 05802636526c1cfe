"""A contract's life on a horizontal axis of time: what stands where, in hundredths of its width.

The list beside it says the same in words; the drawing is for the eye alone. It asks the database nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .descriptions import describe
from .models import Amendment, Contract, Evaluation, Fact, Milestone, Payment, Suspension

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between the marks of the axis
MOST_TICKS = 4
MARGIN = 0.04  # of the width, on either side
SHORTEST = 90  # days; less is drawn as if it were so long


@dataclass(frozen=True)
class Bar:
    """Something that lasts, from `x` on, `width` wide."""

    x: str
    width: str
    kind: str
    title: str


@dataclass(frozen=True)
class Mark:
    """Something on a day. `shape` is a symbol of the drawing."""

    x: str
    shape: str
    kind: str
    title: str


@dataclass(frozen=True)
class Lane:
    """One kind of things, one above the other in the drawing; `y` is its upper edge."""

    name: str
    y: int
    bars: Sequence[Bar]
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Tick:
    """The first day of a month on the axis."""

    x: str
    label: str


@dataclass(frozen=True)
class Life:
    """The drawing. `today` is None where it lies outside."""

    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    today: str | None
    height: int
    axis_y: int


class Scale:
    """Days to hundredths of the width."""

    def __init__(self, days: Iterable[date]) -> None:
        found = sorted(days)
        length = max((found[-1] - found[0]).days, SHORTEST)
        margin = timedelta(days=round(length * MARGIN) + 1)
        self.first, self.last = found[0] - margin, found[0] + timedelta(days=length) + margin

    def __call__(self, day: date) -> str:
        return f"{self.share(day):.2f}%"

    def share(self, day: date) -> float:
        """How far along the day lies, from 0 to 100."""
        return 100 * (day - self.first).days / (self.last - self.first).days

    def bar(self, start: date, end: date, kind: str, title: str) -> Bar:
        """From the start of one day to the start of another."""
        return Bar(self(start), f"{max(self.share(end) - self.share(start), 0.4):.2f}%", kind, title)

    def holds(self, day: date) -> bool:
        """Whether the day lies on the axis."""
        return self.first <= day <= self.last

    def ticks(self) -> Iterator[Tick]:
        """First days of months, few enough to be read on a telephone."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in STEPS if months / step <= MOST_TICKS), STEPS[-1])
        for number in range(self.first.year * 12, self.last.year * 12 + 13, step):
            day = date(number // 12, number % 12 + 1, 1)
            if self.holds(day) and self.share(day) < 92:
                yield Tick(self(day), date_format(day, "Y" if step % 12 == 0 else _("Y-m")))


LANE_HEIGHT, AXIS_HEIGHT = 44, 26


def life_of(contract: Contract, parts: Iterable[Fact], today: date) -> Life:
    """The drawing of a contract that was read `with_state`, with its parts; voided ones are left out."""
    standing = [part for part in parts if not part.is_voided]
    scale = Scale(_days(contract, standing))
    rows = (
        (_("Term"), [*_term(contract, scale), *_suspensions(contract, standing, scale, today)],
         [*_turns(contract, scale), *_events(standing, scale, (Amendment,), "tick")]),
        (_("Milestones and evaluations"), [],
         [*_milestones(standing, scale, today), *_events(standing, scale, (Evaluation,), "square")]),
        (_("Payments"), *_payments(standing, scale, today)),
    )  # fmt: skip
    filled = [row for row in rows if row[1] or row[2]]
    lanes = [Lane(name, number * LANE_HEIGHT, bars, marks) for number, (name, bars, marks) in enumerate(filled)]
    axis = len(lanes) * LANE_HEIGHT
    return Life(lanes, list(scale.ticks()), scale(today) if scale.holds(today) else None, axis + AXIS_HEIGHT, axis)


def _days(contract: Any, parts: Iterable[Any]) -> Iterator[date]:
    yield from (contract.signed_on, contract.starts_on, contract.ends_on, contract.present_end_on)
    for fact in (contract, *parts):
        for column in ("terminated_on", "closed_on", "due_on", "paid_on", "reached_on", "held_on", "started_on"):
            day = getattr(fact, column, None)
            if day is not None:
                yield day


def _term(contract: Any, scale: Scale) -> Iterator[Bar]:
    """The term as it was signed, what amendments have added, and what an early ending or an amendment has cut off."""
    start, signed_end = contract.starts_on, contract.ends_on
    end = min(contract.present_end_on, contract.terminated_on or date.max)
    if end >= start:
        yield scale.bar(start, _after(min(signed_end, end)), "term", _("Term"))
    if end > signed_end:
        yield scale.bar(_after(signed_end), _after(end), "extension", _("Extended by amendment"))
    planned = max(signed_end, contract.present_end_on)
    if end < planned:
        yield scale.bar(max(start, _after(end)), _after(planned), "lost", _("Term that fell away"))


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _suspensions(contract: Any, parts: Iterable[Fact], scale: Scale, today: date) -> Iterator[Bar]:
    end = min(contract.present_end_on, contract.terminated_on or date.max)
    for part in parts:
        if isinstance(part, Suspension):
            until = part.ended_on or max(min(_after(end), _after(today)), _after(part.started_on))
            yield scale.bar(part.started_on, until, "suspension", _told(part))


def _turns(contract: Any, scale: Scale) -> Iterator[Mark]:
    yield Mark(scale(contract.signed_on), "tick", "done", _told(contract))
    if contract.terminated_on:
        yield Mark(scale(contract.terminated_on), "cross", "harm", _("Contract ended early"))
    if contract.closed_on:
        yield Mark(scale(contract.closed_on), "square", "done", _("Contract closed"))


def _events(parts: Iterable[Fact], scale: Scale, models: tuple[type[Fact], ...], shape: str) -> Iterator[Mark]:
    for part in parts:
        if isinstance(part, models):
            yield Mark(scale(describe(part).day), shape, "done", _told(part))


def _milestones(parts: Iterable[Fact], scale: Scale, today: date) -> Iterator[Mark]:
    for part in parts:
        if isinstance(part, Milestone):
            late = "late" if (part.reached_on or today) > part.due_on else ""
            kind = f"{'done' if part.reached_on else 'open'} {late}".strip()
            yield Mark(scale(part.reached_on or part.due_on), "diamond", kind, _told(part))


def _payments(parts: Iterable[Fact], scale: Scale, today: date) -> tuple[list[Bar], list[Mark]]:
    """A circle for each instalment, filled once it is paid; a line from the day it was due to the day it was paid."""
    bars, marks = [], []
    for part in parts:
        if not isinstance(part, Payment):
            continue
        due, paid = part.due_on, part.paid_on
        is_late = due is not None and (paid or today) > due
        kind = f"{'done' if paid else 'open'} {'late' if is_late else ''}".strip()
        if due is not None and paid is not None and paid > due:
            bars.append(scale.bar(due, paid, "delay", _told(part)))
        day = paid or due
        if day is not None:
            marks.append(Mark(scale(day), "circle", kind, _told(part)))
    return bars, marks


def _told(fact: Fact) -> str:
    words = describe(fact)
    return f"{words.kind}: {words.text}" if words.text else words.kind
