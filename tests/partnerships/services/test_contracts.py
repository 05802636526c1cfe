"""Contracts, amendments, milestones, payments and evaluations."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnerships.models import Amendment, Contract, Evaluation, Milestone, Payment
from partnerships.services.contracts import amend_contract, record_contract
from partnerships.services.endings import terminate_contract
from partnerships.services.evaluations import record_evaluation
from partnerships.services.milestones import reach_milestone, record_milestone
from partnerships.services.payments import record_payment, record_payment_without_schedule, schedule_payment
from partnerships.services.provenance import Provenance
from partnerships.services.verification import void_fact
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

BY_STAFF = Provenance("single_doc", "gov")
OFFICIAL = Provenance("official", "registry")
SIGNED, STARTS, ENDS = date(2022, 12, 20), date(2023, 1, 1), date(2023, 12, 31)
JUNE = datetime(2023, 6, 10, 4, tzinfo=UTC)


def sign(cast: Cast, **given: Any) -> Contract:
    """A contract of the bureau and the NGO."""
    terms: dict[str, Any] = {
        "by": cast.staff,
        "partnership": cast.partnership,
        "title": "居家养老服务",
        "method": "open_tender",
        "signed_on": SIGNED,
        "starts_on": STARTS,
        "ends_on": ENDS,
        "provenance": BY_STAFF,
        "value": Decimal("300000.00"),
    }
    return record_contract(**terms | given)


def test_staff_record_a_contract(cast: Cast) -> None:
    contract = sign(cast, number="HT-1", title_en="Home care")
    stored = Contract.objects.get()
    assert stored == contract
    assert (stored.value, stored.currency, stored.recorded_by, stored.recorded_side) == (
        Decimal(300000),
        "CNY",
        cast.staff,
        "gov",
    )


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        ("ends_on", {"ends_on": date(2022, 12, 31)}, "2022-12-31"),
        ("value", {"value": Decimal(-1)}, "-1"),
        ("currency", {"currency": "yuan"}, "CNY"),
        ("method", {"method": "friendship"}, "friendship"),
        ("title", {"title": ""}, ""),
        ("signed_on", {"signed_on": date(2999, 1, 1)}, "2999-01-01"),
    ],
)
def test_a_contract_with_an_error_is_refused_and_nothing_written(
    field: str, given: dict[str, Any], part: str, cast: Cast
) -> None:
    with refused(field, part):
        sign(cast, **given)
    assert not Contract.objects.exists()


def test_a_contract_of_one_day_is_a_contract(cast: Cast) -> None:
    assert sign(cast, ends_on=STARTS).ends_on == STARTS


def test_a_contract_renews_an_earlier_one_of_the_same_parties(cast: Cast) -> None:
    first = sign(cast)
    next_year = {"signed_on": date(2023, 12, 1), "starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    assert sign(cast, **next_year, renews=first).renews == first
    with refused("renews", "another partnership"):
        sign(cast, partnership=cast.street_partnership, renews=first)
    with refused("signed_on", "2022-12-19"):
        sign(cast, signed_on=date(2022, 12, 19), renews=first)


def test_who_may_not_record_a_contract(cast: Cast) -> None:
    for person, side in ((cast.street_staff, "gov"), (cast.other_manager, "ngo"), (cast.analyst, "gov")):
        with pytest.raises(PermissionDenied):
            sign(cast, by=person, provenance=Provenance("single_doc", side))


def test_an_amendment_changes_the_term_and_needs_to_change_something(cast: Cast) -> None:
    contract = sign(cast)
    amend_contract(
        by=cast.staff,
        contract=contract,
        signed_on=date(2023, 6, 1),
        new_ends_on=date(2024, 3, 31),
        provenance=BY_STAFF,
    )
    assert Contract.objects.in_force(date(2024, 3, 31)).get() == contract
    nothing = {"by": None, "contract": contract, "signed_on": date(2023, 6, 1), "provenance": OFFICIAL}
    with refused("description", "changes nothing"):
        amend_contract(**nothing, description="  ")  # type: ignore[arg-type]
    with refused("new_ends_on", "2022-12-31"):
        amend_contract(**nothing, new_ends_on=date(2022, 12, 31))  # type: ignore[arg-type]
    with refused("new_value", "-5"):
        amend_contract(**nothing, new_value=Decimal(-5))  # type: ignore[arg-type]
    with refused("signed_on", "2022-12-19"):
        amend_contract(**nothing | {"signed_on": date(2022, 12, 19)}, description="x")  # type: ignore[arg-type]
    assert Amendment.objects.count() == 1


def end(cast: Cast, contract: Contract, **given: Any) -> Contract:
    """The contract, ended early by the NGO through nobody's fault."""
    terms: dict[str, Any] = {
        "by": cast.staff,
        "contract": contract,
        "terminated_on": date(2023, 6, 1),
        "party": "ngo",
        "fault": "none",
        "verification": "single_doc",
        "reason": "Funds ran out",
    }
    return terminate_contract(**terms | given)


def test_a_contract_is_ended_once(cast: Cast) -> None:
    contract = end(cast, sign(cast))
    assert contract.terminated_on == date(2023, 6, 1)
    assert contract.termination_recorded_at is not None
    with refused("terminated_on", "2023-06-01"):
        end(cast, contract)


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        ("terminated_on", {"terminated_on": date(2022, 12, 19)}, "2022-12-19"),
        ("terminated_on", {"terminated_on": date(2999, 1, 1)}, "2999-01-01"),
        ("party", {"party": "fate"}, "“fate”"),
        ("fault", {"fault": ""}, "government, ngo"),
        ("verification", {"verification": "dual"}, "other side"),
        ("verification", {"verification": "official"}, "official"),
    ],
)
def test_an_end_with_an_error_is_refused(field: str, given: dict[str, Any], part: str, cast: Cast) -> None:
    contract = sign(cast)
    with refused(field, part):
        end(cast, contract, **given)
    contract.refresh_from_db()
    assert contract.terminated_on is None


def test_the_end_of_a_contract_is_known_from_the_moment_the_system_gives(cast: Cast) -> None:
    contract = sign(cast, by=None, provenance=OFFICIAL)
    assert end(cast, contract, by=None, recorded_at=JUNE).termination_recorded_at == JUNE
    with refused("recorded_at"):
        end(cast, sign(cast, despite_duplicates=True), recorded_at=JUNE)


def test_a_milestone_is_reached_once(cast: Cast) -> None:
    milestone = record_milestone(
        by=cast.staff, contract=sign(cast), title="Mid-term report", due_on=date(2023, 6, 30), provenance=BY_STAFF
    )
    reached = reach_milestone(by=cast.ngo_manager, milestone=milestone, reached_on=date(2023, 6, 28))
    assert Milestone.objects.get().reached_on == date(2023, 6, 28)
    with refused("reached_on", "2023-06-28"):
        reach_milestone(by=cast.staff, milestone=reached, reached_on=date(2023, 7, 1))


def schedule(cast: Cast, contract: Contract, **given: Any) -> Payment:
    """An instalment of 1,000 due in February 2023."""
    terms: dict[str, Any] = {
        "by": cast.staff,
        "contract": contract,
        "stage": "first",
        "due_on": date(2023, 2, 1),
        "amount_due": Decimal(1000),
        "provenance": BY_STAFF,
    }
    return schedule_payment(**terms | given)


def test_an_instalment_is_paid_once(cast: Cast) -> None:
    payment = schedule(cast, sign(cast))
    paid = record_payment(by=cast.staff, payment=payment, paid_on=date(2023, 3, 1), amount_paid=Decimal(1000))
    assert (paid.paid_on, paid.amount_paid) == (date(2023, 3, 1), Decimal(1000))
    assert paid.paid_recorded_at is not None
    with refused("paid_on", "2023-03-01"):
        record_payment(by=cast.staff, payment=payment, paid_on=date(2023, 3, 2), amount_paid=Decimal(1000))
    assert Payment.objects.count() == 1


def test_a_part_payment_leaves_the_remainder_due_as_it_was_known(cast: Cast) -> None:
    january = datetime(2023, 1, 10, tzinfo=UTC)
    contract = sign(cast, by=None, provenance=OFFICIAL)
    payment = schedule(cast, contract, by=None, provenance=Provenance("official", "registry", january, None, "row 1"))
    record_payment(by=None, payment=payment, paid_on=date(2023, 3, 1), amount_paid=Decimal(400), recorded_at=JUNE)
    paid, rest = Payment.objects.order_by("pk")
    assert (paid.amount_due, paid.amount_paid, paid.source_key) == (Decimal(400), Decimal(400), "row 1")
    assert (rest.amount_due, rest.paid_on, rest.due_on) == (Decimal(600), None, date(2023, 2, 1))
    assert (rest.recorded_at, rest.verification) == (january, "official")
    known = Payment.objects.known_at(january + timedelta(days=1))
    assert sum(each.amount_due for each in known) == Decimal(1000)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-5), Decimal(1001)])
def test_nothing_and_too_much_is_no_payment(amount: Decimal, cast: Cast) -> None:
    payment = schedule(cast, sign(cast))
    with refused("amount_paid", f"{amount:,}"):
        record_payment(by=cast.staff, payment=payment, paid_on=date(2023, 3, 1), amount_paid=amount)


def test_an_instalment_needs_a_sum_and_a_known_stage(cast: Cast) -> None:
    contract = sign(cast)
    with refused("amount_due", "-1"):
        schedule(cast, contract, amount_due=Decimal(-1))
    with refused("stage", "third"):
        schedule(cast, contract, stage="third")
    with refused("amount_due"):
        schedule(cast, contract, amount_due=Decimal("1.005"))


def test_a_payment_without_a_schedule_has_no_due_day(cast: Cast) -> None:
    terms: dict[str, Any] = {"by": None, "contract": sign(cast), "stage": "whole", "provenance": OFFICIAL}
    payment = record_payment_without_schedule(paid_on=date(2023, 3, 1), amount_paid=Decimal(70), **terms)
    assert (payment.due_on, payment.amount_due, payment.paid_recorded_at) == (None, 70, payment.recorded_at)
    with refused("amount_paid", "0"):
        record_payment_without_schedule(paid_on=date(2023, 3, 1), amount_paid=Decimal(0), **terms)
    with refused("paid_on", "2999-01-01"):
        record_payment_without_schedule(paid_on=date(2999, 1, 1), amount_paid=Decimal(1), **terms)


def evaluate(cast: Cast, contract: Contract, **given: Any) -> Evaluation:
    """A good final evaluation by the audit office."""
    terms: dict[str, Any] = {
        "by": cast.staff,
        "contract": contract,
        "phase": "final",
        "held_on": date(2024, 1, 10),
        "result": "good",
        "provenance": Provenance("third", "third"),
        "evaluator": "Linjiang Audit Office",
    }
    return record_evaluation(**terms | given)


def test_an_evaluation_by_a_named_third_party(cast: Cast) -> None:
    evaluation = evaluate(cast, sign(cast), score=Decimal(88), score_maximum=Decimal(100), paid_for_by="government")
    assert Evaluation.objects.get() == evaluation
    assert evaluation.verification == "third"


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        ("score_maximum", {"score": Decimal(8)}, "8"),
        ("__all__", {"score": Decimal(9), "score_maximum": Decimal(8)}, "between 0 and the maximum"),
        ("result", {"result": "splendid"}, "splendid"),
        ("phase", {"phase": "first"}, "first"),
        ("held_on", {"held_on": date(2999, 1, 1)}, "2999-01-01"),
        ("recorded_side", {"evaluator": " "}, "third"),
    ],
)
def test_an_evaluation_with_an_error_is_refused(field: str, given: dict[str, Any], part: str, cast: Cast) -> None:
    contract = sign(cast)
    with refused(field, part):
        evaluate(cast, contract, **given)
    assert not Evaluation.objects.exists()


def test_nothing_happens_under_a_voided_contract(cast: Cast) -> None:
    contract = sign(cast)
    payment = schedule(cast, contract)
    void_fact(by=cast.staff, fact=contract, reason="Entered twice")
    payment.refresh_from_db()
    assert payment.void_reason == "Entered twice"
    for write in (
        lambda: schedule(cast, contract),
        lambda: evaluate(cast, contract),
        lambda: end(cast, contract),
        lambda: record_payment(by=None, payment=payment, paid_on=date(2023, 3, 1), amount_paid=Decimal(1)),
    ):
        with refused("voided_at", "Entered twice", "Record a new one"):
            write()
    assert contract.recorded_at < timezone.now()
