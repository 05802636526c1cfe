"""Requests that wait for the body's answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from partnerships.models import Request
from partnerships.workdays import add_workdays, last_day_passed

from .desk import Desk
from .telling import read_with

# Working days for an answer: a challenge to a purchase in seven (Order 94), everything else in fifteen.
LIMIT, CHALLENGE_LIMIT = 15, 7


def limit_of(request: Request) -> int:
    """The working days within which a request is to be answered."""
    return CHALLENGE_LIMIT if request.kind == Request.Kind.CHALLENGE else LIMIT


def answer_due(request: Request) -> date:
    """The last day for the answer."""
    return add_workdays(request.opened_on, limit_of(request))


def to_answer(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Requests without an answer, the oldest first."""
    rows = Request.objects.waiting().filter(desk.partnerships("partnership__"))
    if desk.shows_late_only:
        challenge = Q(kind=Request.Kind.CHALLENGE)
        rows = rows.filter(
            (challenge & Q(opened_on__lte=last_day_passed(desk.today, CHALLENGE_LIMIT)))
            | (~challenge & Q(opened_on__lte=last_day_passed(desk.today, LIMIT)))
        )
    return [rows.select_related(*read_with(Request)).order_by("opened_on", "pk")]
