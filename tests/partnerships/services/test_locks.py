"""Whoever closes a fact holds its row, so that two people cannot close it at once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Contract, Payment
from partnerships.services.contracts import amend_contract
from partnerships.services.endings import terminate_contract
from partnerships.services.evaluations import record_evaluation
from partnerships.services.interactions import answer_request
from partnerships.services.milestones import reach_milestone
from partnerships.services.networks import end_tie, leave_network
from partnerships.services.payments import record_payment, schedule_payment
from partnerships.services.provenance import Provenance
from partnerships.services.verification import (
    confirm_fact,
    contest_fact,
    lapse_contests,
    rule_on_contest,
    void_fact,
)
from partnerships.tasks import lapse_groundless_objections
from tests import facts
from tests.cast import Cast
from tests.facts import RECORDED_AT
from tests.partnerships.services.refusals import refused

OFFICIAL = Provenance("official", "registry")
DAY = date(2023, 7, 1)
ENDING: dict[str, Any] = {"terminated_on": DAY, "party": "ngo", "fault": "none", "verification": "official"}
CLOSINGS: dict[str, tuple[Callable[..., Any], Callable[[Any], Any]]] = {
    "pay": (facts.payment, lambda row: record_payment(by=None, payment=row, paid_on=DAY, amount_paid=Decimal(1))),
    "reach": (facts.milestone, lambda row: reach_milestone(by=None, milestone=row, reached_on=DAY)),
    "answer": (facts.request, lambda row: answer_request(by=None, request=row, answered_on=DAY)),
    "leave": (facts.membership, lambda row: leave_network(by=None, membership=row, ended_on=DAY)),
    "end a tie": (facts.tie, lambda row: end_tie(by=None, tie=row, ended_on=DAY)),
    "terminate": (facts.contract, lambda row: terminate_contract(by=None, contract=row, **ENDING)),
    "amend": (
        facts.contract,
        lambda row: amend_contract(by=None, contract=row, signed_on=DAY, new_ends_on=DAY, provenance=OFFICIAL),
    ),
    "schedule": (
        facts.contract,
        lambda row: schedule_payment(
            by=None, contract=row, stage="first", due_on=DAY, amount_due=Decimal(1), provenance=OFFICIAL
        ),
    ),
    "evaluate": (
        facts.contract,
        lambda row: record_evaluation(
            by=None, contract=row, phase="mid", held_on=DAY, result="good", provenance=OFFICIAL
        ),
    ),
    "void": (facts.event, lambda row: void_fact(by=None, fact=row, reason="wrong")),
    "contest": (facts.event, lambda row: contest_fact(by=None, fact=row, grounds="wrong")),
    "confirm": (facts.event, lambda row: confirm_fact(by=None, fact=row)),
}


def _locked(queries: CaptureQueriesContext) -> set[str]:
    """The tables of which rows were held."""
    statements = [query["sql"] for query in queries.captured_queries if "FOR UPDATE" in query["sql"]]
    return {statement.split('FROM "')[1].split('"')[0] for statement in statements}


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_fact_is_held_while_it_is_closed(closing: str, cast: Cast) -> None:
    make, close = CLOSINGS[closing]
    row = make(cast.partnership, verification="single")
    row.save()
    with CaptureQueriesContext(connection) as queries:
        close(row)
    assert row._meta.db_table in _locked(queries)


def test_an_objection_and_its_fact_are_held_while_it_is_ruled_on(cast: Cast) -> None:
    row = facts.event(cast.partnership)
    row.save()
    contest = contest_fact(by=None, fact=row, grounds="wrong")
    with CaptureQueriesContext(connection) as queries:
        rule_on_contest(by=None, contest=contest, outcome="dismissed", ruling="It stands.")
    assert {"partnerships_contest", "partnerships_interactionevent"} <= _locked(queries)


def test_objections_are_held_while_they_lapse(cast: Cast) -> None:
    row = facts.event(cast.partnership)
    row.save()
    contest_fact(by=None, fact=row, grounds="", at=RECORDED_AT)
    with CaptureQueriesContext(connection) as queries:
        assert lapse_contests() == 1
    assert _locked(queries) == {"partnerships_contest"}
    assert lapse_groundless_objections() == 0


def test_whoever_comes_second_is_told_and_changes_nothing(cast: Cast) -> None:
    """Both read the open instalment; the second one's stale copy does not overwrite the first one's payment."""
    row = facts.payment(cast.partnership)
    row.save()
    first, second = Payment.objects.get(), Payment.objects.get()
    record_payment(by=None, payment=first, paid_on=DAY, amount_paid=Decimal(100))
    assert second.paid_on is None
    with refused("paid_on", str(DAY)):
        record_payment(by=None, payment=second, paid_on=date(2023, 8, 1), amount_paid=Decimal(100))
    assert Payment.objects.get().paid_on == DAY
    assert Contract.objects.count() == 1
