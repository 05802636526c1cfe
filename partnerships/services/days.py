"""Which days of a fact lie in its past, and the moment each became known."""

from collections.abc import Mapping
from datetime import date

from django.db import models

from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Payment,
    Request,
    ServiceTie,
    Standing,
    Suspension,
)

from .moments import check_happened
from .refusals import save

# Per table: (the day something happened, the moment it was recorded). Days to come, such as `due_on`, are not here.
PAST_DAYS: Mapping[type[models.Model], tuple[tuple[str, str], ...]] = {
    Contract: (
        ("signed_on", "recorded_at"),
        ("terminated_on", "termination_recorded_at"),
        ("closed_on", "closing_recorded_at"),
    ),
    Amendment: (("signed_on", "recorded_at"),),
    Milestone: (("reached_on", "reached_recorded_at"),),
    Suspension: (("started_on", "recorded_at"), ("ended_on", "end_recorded_at")),
    Payment: (("paid_on", "paid_recorded_at"),),
    Evaluation: (("held_on", "recorded_at"),),
    InteractionEvent: (("occurred_on", "recorded_at"),),
    Request: (("opened_on", "recorded_at"), ("answered_on", "answer_recorded_at")),
    NetworkMembership: (("started_on", "recorded_at"), ("ended_on", "end_recorded_at")),
    ServiceTie: (("started_on", "recorded_at"), ("ended_on", "end_recorded_at")),
    Standing: (("effective_on", "recorded_at"),),
    AnnualFinance: (),
}


def check_days(fact: Fact) -> None:
    """Refuses a day that had not come when it was recorded."""
    for day_field, moment_field in PAST_DAYS[type(fact)]:
        day, moment = getattr(fact, day_field), getattr(fact, moment_field)
        if day is not None and moment is not None:
            check_happened(day_field, day, moment)


def save_fact(fact: Fact) -> None:
    """Writes a fact whose days and constraints hold; refuses it otherwise."""
    check_days(fact)
    save(fact)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 1 March for a 29 February that year does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
