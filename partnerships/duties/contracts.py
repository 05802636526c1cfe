"""Duties under contracts: what is to be paid, delivered, evaluated, renewed and closed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value

from partnerships.models import Amendment, Contract, Evaluation, Milestone, Payment

from .desk import Desk
from .telling import PAIR, read_with

AHEAD, ENDING_AHEAD = 30, 90
# What ended longer ago is history that was brought in, not work that waits.
LOOK_BACK = timedelta(days=730)
# Shorter contracts are evaluated once, at their end.
HAS_MID_TERM = timedelta(days=180)


def payments_due(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Instalments that are to be paid, the longest overdue first."""
    rows = Payment.objects.standing().filter(paid_on__isnull=True, due_on__lte=desk.until(AHEAD))
    return [_of_contracts(desk, rows, Payment).order_by("due_on", "pk")]


def milestones_due(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Milestones that are to be reached; what fell due after a contract's early end is owed no more."""
    rows = Milestone.objects.standing().filter(reached_on__isnull=True, due_on__lte=desk.until(AHEAD))
    owed = Q(contract__terminated_on__isnull=True) | Q(contract__terminated_on__gt=F("due_on"))
    return [_of_contracts(desk, rows, Milestone).filter(owed).order_by("due_on", "pk")]


def mid_terms_due(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Contracts past the middle of their term that nobody has evaluated."""
    day = Value(min(desk.today, desk.until(0)), output_field=DateField())
    unevaluated = ~Exists(Evaluation.objects.standing().filter(contract=OuterRef("pk")))
    return [
        rows.annotate(term=F("ends_on") - F("starts_on"), gone=day - F("starts_on"), rest=F("ends_on") - day).filter(
            unevaluated, starts_on__lte=desk.today, term__gte=HAS_MID_TERM, gone__gte=F("rest")
        )
        for rows in _ending_between(desk, desk.today, date.max)
    ]


def middle_of(contract: Contract) -> date:
    """The day in the middle of a contract's term."""
    return contract.starts_on + (contract.ends_on - contract.starts_on) / 2


def final_evaluations_due(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Contracts at or past their last day without a final evaluation or an acceptance."""
    final = Evaluation.objects.standing().filter(contract=OuterRef("pk")).exclude(phase=Evaluation.Phase.MID)
    ended = _ending_between(desk, desk.today - LOOK_BACK, min(desk.today, desk.until(0)))
    return [rows.filter(~Exists(final)) for rows in ended]


def contracts_ending(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Contracts whose last day comes and that none renews yet."""
    renewed = Contract.objects.standing().filter(renews=OuterRef("pk"))
    return [rows.filter(~Exists(renewed)) for rows in _ending_between(desk, desk.today, desk.until(ENDING_AHEAD))]


def contracts_run_out(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Contracts past their last day that nobody has closed."""
    return _ending_between(desk, desk.today - LOOK_BACK, desk.today - timedelta(days=1))


def _of_contracts(desk: Desk, rows: QuerySet[Any], model: Any) -> QuerySet[Any]:
    """Those of the rows that hang on the person's contracts."""
    return rows.filter(desk.partnerships("contract__partnership__"), contract__voided_at__isnull=True).select_related(
        *read_with(model)
    )


def _ending_between(desk: Desk, first: date, last: date) -> list[QuerySet[Any]]:
    """Contracts that were not ended early or closed, whose present last day lies between the two, both included.

    The first to end come first, in two sources: contracts whose end was never moved come in the order of an index;
    only of the others the present end is looked up, which is a query within the query for each.
    """
    rows = Contract.objects.standing().filter(
        desk.partnerships("partnership__"), terminated_on__isnull=True, closed_on__isnull=True
    )
    moving = Amendment.objects.standing().filter(new_ends_on__isnull=False, signed_on__lte=desk.today)
    kept = rows.filter(~Exists(moving.filter(contract=OuterRef("pk"))), ends_on__range=(first, last))
    moved = rows.filter(pk__in=moving.filter(new_ends_on__range=(first, last)).values("contract"))
    moved = moved.with_present_end(desk.today).filter(present_end_on__range=(first, last))
    return [
        kept.annotate(present_end_on=F("ends_on")).select_related(*PAIR).order_by("ends_on", "pk"),
        moved.select_related(*PAIR).order_by("present_end_on", "pk"),
    ]
