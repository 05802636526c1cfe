"""Milestones, payments, evaluations, suspensions, endings and closings, entered in the browser."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Contract, DocumentLink, Evaluation, Milestone, Payment, Suspension, User
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of, pdf


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract that is in force today."""
    today = timezone.localdate()
    contract = FACTS[Contract](cast.partnership, ends_on=today + timedelta(days=100), recorded_by=cast.staff)
    contract.save()
    return contract


def send(user: User, act: str, record: Any, **given: Any) -> Any:
    """Opens the form, fills it in and sends it."""
    browser, address = browser_of(user), reverse(act, args=[record.pk])
    opened = browser.get(address)
    version = opened.context["form"].initial.get("version", "") if opened.status_code == 200 else ""
    return browser.post(address, {"version": version, "press": "1", **given})


def test_a_milestone_is_added_and_reached(cast: Cast, contract: Contract) -> None:
    response = send(cast.staff, "milestone-new", contract, title="Half-way report", due_on="2023-06-30")
    milestone = Milestone.objects.get()
    assert response["Location"].endswith(f"#milestone-{milestone.pk}")
    send(cast.ngo_manager, "milestone-reach", milestone, reached_on="2023-06-28", file=pdf())
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2023, 6, 28)
    assert DocumentLink.objects.count() == 1
    again = send(cast.staff, "milestone-reach", milestone, reached_on="2023-06-29")
    assert "2023-06-28" in str(again.context["form"].errors["reached_on"])


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ({"due_on": "2023-02-01", "amount_due": "10万"}, (date(2023, 2, 1), 100_000, None, None)),
        ({"paid_on": "2023-03-01", "amount_paid": "500"}, (None, 500, date(2023, 3, 1), 500)),
        (
            {"due_on": "2023-02-01", "amount_due": "1000", "paid_on": "2023-03-01"},
            (date(2023, 2, 1), 1000, date(2023, 3, 1), 1000),
        ),
    ],
)
def test_a_payment_is_due_or_made_or_both(
    cast: Cast, contract: Contract, given: dict[str, str], columns: tuple[Any, ...]
) -> None:
    assert send(cast.staff, "payment-new", contract, stage="whole", **given).status_code == 302
    payment = Payment.objects.get()
    assert (payment.due_on, payment.amount_due, payment.paid_on, payment.amount_paid) == columns


def test_a_part_payment_leaves_the_rest_due(cast: Cast, contract: Contract) -> None:
    given = {"due_on": "2023-02-01", "amount_due": "1000", "paid_on": "2023-03-01", "amount_paid": "400"}
    send(cast.staff, "payment-new", contract, stage="whole", **given)
    rest = Payment.objects.get(paid_on=None)
    assert rest.amount_due == Decimal(600)
    send(cast.staff, "payment-pay", rest, paid_on="2023-04-01", amount_paid="600", file=pdf())
    assert not Payment.objects.filter(paid_on=None).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "due_on"),
        ({"amount_due": "5"}, "due_on"),
        ({"due_on": "2023-02-01"}, "amount_due"),
        ({"paid_on": "2023-02-01"}, "amount_paid"),
        ({"amount_paid": "5"}, "paid_on"),
        ({"due_on": "2023-02-01", "amount_due": "5", "paid_on": "2023-02-01", "amount_paid": "6"}, "amount_paid"),
        ({"paid_on": "2999-01-01", "amount_paid": "6"}, "paid_on"),
    ],
)
def test_a_payment_with_something_missing_or_impossible_is_refused(
    cast: Cast, contract: Contract, given: dict[str, str], field: str
) -> None:
    response = send(cast.staff, "payment-new", contract, stage="whole", **given)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Payment.objects.exists()


def test_more_than_is_due_is_no_payment_of_an_instalment(cast: Cast, contract: Contract) -> None:
    payment = FACTS[Payment](cast.partnership, contract=contract)
    payment.save()
    response = send(cast.staff, "payment-pay", payment, paid_on="2023-03-01", amount_paid="100.01")
    assert "more than" in str(response.context["form"].errors["amount_paid"])


JUDGED = {"phase": "final", "held_on": "2024-01-10", "result": "good"}


def test_an_evaluation_is_one_sides_word_or_that_of_a_named_third(cast: Cast, contract: Contract) -> None:
    send(cast.staff, "evaluation-new", contract, **JUDGED, score="88", score_maximum="100")
    given = {"evaluator": "Linjiang Audit Office", "is_independent": "on", "paid_for_by": "government"}
    send(cast.staff, "evaluation-new", contract, **JUDGED, **given, press="2")
    first, second = Evaluation.objects.order_by("pk")
    assert (first.verification, first.recorded_side) == ("single", "gov")
    assert (second.verification, second.recorded_side, second.paid_for_by) == ("third", "third", "government")


def test_a_third_party_has_a_name(cast: Cast, contract: Contract) -> None:
    response = send(cast.staff, "evaluation-new", contract, **JUDGED, is_independent="on")
    assert "Name the evaluator" in str(response.context["form"].errors["evaluator"])


def test_a_manager_cannot_speak_for_a_third(cast: Cast, contract: Contract) -> None:
    given = {"evaluator": "A friend", "is_independent": "on"}
    send(cast.ngo_manager, "evaluation-new", contract, **JUDGED, **given)
    assert Evaluation.objects.get().verification == "single"


def test_work_is_suspended_and_goes_on(cast: Cast, contract: Contract) -> None:
    send(cast.staff, "contract-suspend", contract, started_on="2023-07-01", reason="Rebuilding")
    assert Suspension.objects.get().reason == "Rebuilding"
    refused = browser_of(cast.staff).get(reverse("contract-renew", args=[contract.pk]))
    assert refused.status_code == 409
    assert "Record that work goes on" in refused.content.decode()
    send(cast.ngo_manager, "contract-resume", contract, ended_on="2023-08-01")
    assert Suspension.objects.get().ended_on == date(2023, 8, 1)


def test_an_early_ending_is_recorded_with_party_fault_and_reason(cast: Cast, contract: Contract) -> None:
    given = {"terminated_on": "2023-07-01", "party": "ngo", "fault": "both", "reason": "No staff"}
    response = send(cast.ngo_manager, "contract-terminate", contract, **given, file=pdf())
    contract.refresh_from_db()
    assert response["Location"].endswith("#ended")
    assert (contract.termination_party, contract.termination_fault, contract.termination_reason) == (
        "ngo",
        "both",
        "No staff",
    )
    assert (contract.termination_side, contract.termination_verification) == ("ngo", "single_doc")
    confirmed = send(cast.staff, "contract-confirm-ending", contract, note="Agreed on 1 July")
    assert confirmed.status_code == 302
    contract.refresh_from_db()
    assert contract.ending_verification == "dual"


@pytest.mark.parametrize("missing", ["terminated_on", "party", "fault", "reason"])
def test_an_ending_without_a_particular_is_refused(cast: Cast, contract: Contract, missing: str) -> None:
    given = {"terminated_on": "2023-07-01", "party": "ngo", "fault": "both", "reason": "No staff"}
    response = send(cast.staff, "contract-terminate", contract, **given | {missing: ""})
    assert set(response.context["form"].errors) == {missing}


def test_closing_asks_about_what_is_open(cast: Cast, contract: Contract) -> None:
    today = timezone.localdate().isoformat()
    response = send(cast.staff, "contract-close", contract, closed_on=today, closing_note="Settled")
    assert "no final evaluation or acceptance" in str(response.context["form"].errors["despite_open"])
    assert "Settled" in response.content.decode()
    send(cast.staff, "contract-close", contract, closed_on=today, closing_note="Settled", despite_open="on")
    contract.refresh_from_db()
    assert contract.closing_note == "Settled"
    refused = browser_of(cast.staff).get(reverse("milestone-new", args=[contract.pk]))
    assert refused.status_code == 409


ACTS = ["contract-amend", "contract-suspend", "contract-terminate", "contract-close", "contract-renew", "payment-new",
        "milestone-new", "evaluation-new"]  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_who_reaches_the_forms(cast: Cast, contract: Contract, act: str) -> None:
    address = reverse(act, args=[contract.pk])
    cast.analyst.grants.update(jurisdiction=cast.district)
    answers = {name: browser_of(getattr(cast, name)).get(address).status_code for name in PEOPLE}
    assert answers == PEOPLE


PEOPLE = {
    "staff": 200,
    "ngo_manager": 200,
    "administrator": 200,
    "analyst": 403,
    "other_manager": 404,
    "street_staff": 404,
}


@pytest.mark.parametrize("act", ["payment-pay", "milestone-reach"])
def test_who_completes_parts(cast: Cast, contract: Contract, act: str) -> None:
    model = Payment if act == "payment-pay" else Milestone
    part = FACTS[model](cast.partnership, contract=contract)
    part.save()
    cast.analyst.grants.update(jurisdiction=cast.district)
    address = reverse(act, args=[part.pk])
    assert {name: browser_of(getattr(cast, name)).get(address).status_code for name in PEOPLE} == PEOPLE
