"""Early endings, their confirmation by the other side, and closings."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnerships.models import Contract
from partnerships.services.contracts import amend_contract, record_contract
from partnerships.services.endings import close_contract, confirm_ending, open_points, terminate_contract
from partnerships.services.evaluations import record_evaluation
from partnerships.services.milestones import reach_milestone, record_milestone
from partnerships.services.payments import record_payment, schedule_payment
from partnerships.services.provenance import Provenance
from partnerships.services.verification import confirm_fact, contest_fact
from tests.cast import Cast
from tests.partnerships.services.refusals import refused
from trust.gather import gather

BY_STAFF, BY_NGO = Provenance("single_doc", "gov"), Provenance("single", "ngo")
ENDED = date(2023, 6, 1)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract for 2023, entered by the bureau."""
    return record_contract(
        by=cast.staff,
        partnership=cast.partnership,
        title="居家养老服务",
        method="open_tender",
        signed_on=date(2022, 12, 20),
        starts_on=date(2023, 1, 1),
        ends_on=date(2023, 12, 31),
        provenance=BY_STAFF,
    )


def end(cast: Cast, contract: Contract, **given: Any) -> Contract:
    """The contract, ended early by the bureau, which says so itself."""
    terms = {"terminated_on": ENDED, "party": "government", "fault": "none", "verification": "single_doc"}
    return terminate_contract(**{"by": cast.staff, "contract": contract, **terms, **given})


def test_an_ending_is_the_word_of_one_side_though_both_stand_behind_the_contract(
    cast: Cast, contract: Contract
) -> None:
    confirm_fact(by=cast.ngo_manager, fact=contract)
    ended = end(cast, contract)
    assert (ended.verification, ended.ending_verification) == ("dual", "single_doc")
    assert (ended.termination_side, ended.termination_recorded_by) == ("gov", cast.staff)


def test_the_other_side_confirms_an_ending_once(cast: Cast, contract: Contract) -> None:
    confirm_fact(by=cast.ngo_manager, fact=contract)
    end(cast, contract)
    with refused("verification", "Your own side"):
        confirm_ending(by=cast.staff, contract=contract)
    confirmed = confirm_ending(by=cast.ngo_manager, contract=contract)
    assert (confirmed.ending_verification, confirmed.termination_verification) == ("dual", "single_doc")
    assert confirmed.termination_confirmed_by == cast.ngo_manager
    with refused("verification", "needs no confirmation"):
        confirm_ending(by=cast.ngo_manager, contract=contract)


def test_who_confirms_an_ending_confirms_the_contract_of_the_same_side_but_not_the_reverse(
    cast: Cast, contract: Contract
) -> None:
    end(cast, contract)
    assert confirm_ending(by=cast.ngo_manager, contract=contract).verification == "dual"


def test_who_confirms_a_contract_says_nothing_of_its_ending(cast: Cast, contract: Contract) -> None:
    end(cast, contract)
    confirmed = confirm_fact(by=cast.ngo_manager, fact=contract)
    assert isinstance(confirmed, Contract)
    assert (confirmed.verification, confirmed.ending_verification) == ("dual", "single_doc")


def test_an_ending_by_the_ngo_does_not_confirm_the_bodys_contract(cast: Cast, contract: Contract) -> None:
    end(cast, contract, by=cast.ngo_manager, verification="single", party="ngo")
    confirmed = confirm_ending(by=cast.staff, contract=contract)
    assert (confirmed.verification, confirmed.ending_verification) == ("single_doc", "dual")


def test_a_contested_ending_is_not_confirmed(cast: Cast, contract: Contract) -> None:
    end(cast, contract)
    contest_fact(by=cast.ngo_manager, fact=contract, grounds="It was not our wish")
    with refused("verification", "objection"):
        confirm_ending(by=cast.ngo_manager, contract=contract)


def test_only_a_party_confirms_an_ending(cast: Cast, contract: Contract) -> None:
    end(cast, contract)
    for person in (cast.other_manager, cast.street_staff, cast.analyst, cast.administrator):
        with pytest.raises(PermissionDenied):
            confirm_ending(by=person, contract=contract)


def test_an_ending_counts_as_confirmed_from_the_confirmation_on(cast: Cast, contract: Contract) -> None:
    end(cast, contract)
    before = timezone.now()
    confirm_ending(by=cast.ngo_manager, contract=contract)
    levels = [
        gather([cast.partnership.pk], known_at=known).events["verification"].item()
        for known in (before, timezone.now())
    ]
    assert levels == ["single_doc", "dual"]


def test_an_early_ending_comes_before_the_last_day_as_amended(cast: Cast, contract: Contract) -> None:
    with refused("terminated_on", "2024-01-01", "2023-12-31"):
        end(cast, contract, terminated_on=date(2024, 1, 1))
    amend_contract(
        by=cast.staff,
        contract=contract,
        signed_on=date(2023, 12, 1),
        new_ends_on=date(2024, 6, 30),
        provenance=BY_STAFF,
    )
    assert end(cast, contract, terminated_on=date(2024, 1, 1)).terminated_on == date(2024, 1, 1)


def test_what_was_agreed_before_an_ending_may_be_recorded_after_it(cast: Cast, contract: Contract) -> None:
    end(cast, contract)
    given = {"by": cast.staff, "contract": contract, "description": "More elders", "provenance": BY_STAFF}
    amend_contract(signed_on=ENDED, **given)
    with refused("signed_on", "2023-06-02", "2023-06-01"):
        amend_contract(signed_on=date(2023, 6, 2), **given)


def settle(cast: Cast, contract: Contract) -> None:
    """Everything delivered, evaluated and paid."""
    milestone = record_milestone(
        by=cast.staff, contract=contract, title="Report", due_on=date(2023, 6, 30), provenance=BY_STAFF
    )
    reach_milestone(by=cast.staff, milestone=milestone, reached_on=date(2023, 6, 30))
    payment = schedule_payment(
        by=cast.staff,
        contract=contract,
        stage="whole",
        due_on=date(2023, 6, 30),
        amount_due=Decimal(100),
        provenance=BY_STAFF,
    )
    record_payment(by=cast.staff, payment=payment, paid_on=date(2023, 7, 1), amount_paid=Decimal(100))
    record_evaluation(
        by=cast.staff,
        contract=contract,
        phase="final",
        held_on=date(2024, 1, 10),
        result="good",
        provenance=BY_STAFF,
    )


def test_a_settled_contract_is_closed_once(cast: Cast, contract: Contract) -> None:
    settle(cast, contract)
    closed = close_contract(by=cast.staff, contract=contract, closed_on=date(2024, 2, 1), closing_note=" All done ")
    assert (closed.closed_on, closed.closing_note, closed.closing_recorded_by) == (
        date(2024, 2, 1),
        "All done",
        cast.staff,
    )
    with refused("closed_on", "2024-02-01"):
        close_contract(by=cast.staff, contract=contract, closed_on=date(2024, 2, 2))


def test_what_is_open_is_named_and_has_to_be_accepted(cast: Cast, contract: Contract) -> None:
    record_milestone(by=cast.staff, contract=contract, title="Report", due_on=date(2023, 6, 30), provenance=BY_STAFF)
    for _number in range(2):
        schedule_payment(
            by=cast.staff,
            contract=contract,
            stage="interim",
            due_on=date(2023, 6, 30),
            amount_due=Decimal(100),
            provenance=BY_STAFF,
        )
    named = ("2 instalments, 200 CNY together", "1 milestone is not reached", "no final evaluation")
    with refused("despite_open", *named):
        close_contract(by=cast.staff, contract=contract, closed_on=date(2024, 2, 1))
    assert close_contract(by=cast.staff, contract=contract, closed_on=date(2024, 2, 1), despite_open=True).closed_on


def test_a_term_that_still_runs_is_an_open_point_on_its_last_day_and_not_after(cast: Cast, contract: Contract) -> None:
    settle(cast, contract)
    assert open_points(contract, date(2023, 12, 31)) == ["its term runs until 2023-12-31"]
    assert open_points(contract, date(2024, 1, 1)) == []


@pytest.mark.parametrize(
    ("closed_on", "part"),
    [(date(2022, 12, 19), "2022-12-20"), (date(2023, 5, 31), "2023-06-01"), (date(2999, 1, 1), "")],
)
def test_a_closing_has_a_possible_day(cast: Cast, contract: Contract, closed_on: date, part: str) -> None:
    settle(cast, contract)
    end(cast, contract)
    with refused("closed_on", part):
        close_contract(by=cast.staff, contract=contract, closed_on=closed_on)
