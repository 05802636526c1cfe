"""Both sides of a partnership: the questions with their numbers, and the facts each number was counted from.

Reported beside the judgement and ranking nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.addresses import address_of
from partnerships.descriptions import describe, termination

from .deeds import QUESTIONS, SIDES, Deed, Limits, Question
from .evidence import COUNTS, EvidenceRow
from .stages import Words

Address = Callable[[str, int], str]  # where the facts of a question (its code) over so many months are listed


@dataclass(frozen=True)
class Number:
    """What one cell says, and where its facts are listed; empty where there are none."""

    words: str
    address: str


@dataclass(frozen=True)
class Line:
    """One question with its number for each period."""

    question: Question
    numbers: Sequence[Number]


@dataclass(frozen=True)
class SideView:
    """One side: its heading and its lines."""

    code: str
    heading: Words
    lines: Sequence[Line]


def sides_of(periods: Mapping[int, Sequence[Deed]], limits: Limits, address: Address) -> Sequence[SideView]:
    """Both sides and what they did together. `periods`: the deeds of each period, by its length in months."""
    return [
        SideView(side, heading, [_line(each, periods, limits, address) for each in QUESTIONS if each.side == side])
        for side, heading in SIDES.items()
    ]


def _line(question: Question, periods: Mapping[int, Sequence[Deed]], limits: Limits, address: Address) -> Line:
    numbers = [
        Number(question.says(deeds, limits), address(question.code, months) if question.facts(deeds, limits) else "")
        for months, deeds in periods.items()
    ]
    return Line(question, numbers)


def rows_behind(question: Question, deeds: Sequence[Deed], limits: Limits) -> list[EvidenceRow]:
    """The facts behind a number, each with what it says to the question."""
    rows = []
    for deed in question.facts(deeds, limits):
        what = termination(deed.fact) if deed.table == "ending" else describe(deed.fact)
        rows.append(EvidenceRow(deed.fact, what, deed.day, _said(deed, limits), "", address_of(deed.fact)))
    return rows


def _said(deed: Deed, limits: Limits) -> Words:
    if deed.table == "payment":
        return _of_payment(deed)
    if deed.table == "milestone":
        return _of_milestone(deed)
    if deed.table == "request":
        return _of_request(deed, limits)
    return COUNTS


def _of_payment(deed: Deed) -> str:
    days = {"days": deed.days_waited}
    if deed.closed_on is None:
        return ngettext("unpaid for %(days)s day", "unpaid for %(days)s days", deed.days_waited) % days
    if not deed.days_waited:
        return _("paid when due")
    return ngettext("paid after %(days)s day", "paid after %(days)s days", deed.days_waited) % days


def _of_milestone(deed: Deed) -> str:
    days = {"days": deed.days_waited}
    if deed.closed_on is None:
        return ngettext("open for %(days)s day", "open for %(days)s days", deed.days_waited) % days
    if not deed.days_waited:
        return _("reached by its day")
    return ngettext("reached after %(days)s day", "reached after %(days)s days", deed.days_waited) % days


def _of_request(deed: Deed, limits: Limits) -> str:
    words = {"days": deed.workdays_waited, "limit": limits.answers[deed.fact.kind]}
    if deed.closed_on is None:
        return _("no answer after %(days)s working days; the limit is %(limit)s") % words
    return _("answered after %(days)s working days; the limit is %(limit)s") % words
