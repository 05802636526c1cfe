"""What can be done with a contract in which state: every act in every state."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from partnerships.models import Contract, ContractState, Suspension
from partnerships.services.contract_states import (
    DAY_OF,
    OPEN,
    TRANSITIONS,
    ContractAct,
    check_state,
    check_transition,
)
from partnerships.services.contracts import amend_contract, record_contract
from partnerships.services.endings import close_contract, confirm_ending, terminate_contract
from partnerships.services.evaluations import record_evaluation
from partnerships.services.milestones import record_milestone
from partnerships.services.payments import record_payment_without_schedule, schedule_payment
from partnerships.services.provenance import Provenance
from partnerships.services.suspensions import resume_contract, suspend_contract
from partnerships.services.verification import void_fact
from tests.cast import Cast

BY_STAFF, BY_NGO = Provenance("single_doc", "gov"), Provenance("single_doc", "ngo")
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def a_contract(cast: Cast, starts: int = -100, ends: int = 100) -> Contract:
    """A contract signed 120 days ago, whose term begins and ends so many days from today."""
    return record_contract(
        by=cast.staff,
        partnership=cast.partnership,
        title="居家养老服务",
        method="open_tender",
        signed_on=today() - 120 * DAY,
        starts_on=today() + starts * DAY,
        ends_on=today() + ends * DAY,
        provenance=BY_STAFF,
    )


def suspended(cast: Cast) -> Contract:
    contract = a_contract(cast)
    suspend_contract(
        by=cast.staff, contract=contract, started_on=today() - DAY, reason="Rebuilding", provenance=BY_STAFF
    )
    return contract


def ended(cast: Cast) -> Contract:
    given = {"party": "government", "fault": "none", "verification": "single_doc"}
    return terminate_contract(by=cast.staff, contract=a_contract(cast), terminated_on=today() - 20 * DAY, **given)


def closed(cast: Cast) -> Contract:
    return close_contract(by=cast.staff, contract=ended(cast), closed_on=today() - DAY, despite_open=True)


def voided(cast: Cast) -> Contract:
    contract = a_contract(cast)
    void_fact(by=cast.staff, fact=contract, reason="Entered twice")
    return contract


IN_STATE: dict[ContractState, Callable[[Cast], Contract]] = {
    ContractState.NOT_BEGUN: lambda cast: a_contract(cast, starts=1),
    ContractState.IN_FORCE: a_contract,
    ContractState.SUSPENDED: suspended,
    ContractState.ENDED_EARLY: ended,
    ContractState.RUN_OUT: lambda cast: a_contract(cast, ends=-1),
    ContractState.CLOSED: closed,
    ContractState.VOIDED: voided,
}


def renew(cast: Cast, contract: Contract) -> Any:
    days = {"signed_on": today(), "starts_on": today() + 200 * DAY, "ends_on": today() + 300 * DAY}
    given = {"partnership": cast.partnership, "title": "Home care", "method": "open_tender", "provenance": BY_STAFF}
    return record_contract(by=cast.staff, renews=contract, **days, **given)


def correct(cast: Cast, contract: Contract) -> Any:
    from partnerships.services.corrections import correct_contract

    return correct_contract(by=cast.staff, contract=contract, changes={"title": "Day care"}, reason="A wrong title")


DO: dict[ContractAct, Callable[[Cast, Contract], Any]] = {
    ContractAct.AMEND: lambda cast, contract: amend_contract(
        by=cast.staff,
        contract=contract,
        signed_on=today() - 110 * DAY,
        description="More elders",
        provenance=BY_STAFF,
    ),
    ContractAct.RENEW: renew,
    ContractAct.SUSPEND: lambda cast, contract: suspend_contract(
        by=cast.staff, contract=contract, started_on=today(), reason="Rebuilding", provenance=BY_STAFF
    ),
    ContractAct.RESUME: lambda cast, contract: resume_contract(by=cast.staff, contract=contract, ended_on=today()),
    ContractAct.TERMINATE: lambda cast, contract: terminate_contract(
        by=cast.staff,
        contract=contract,
        terminated_on=today() - 30 * DAY,
        party="ngo",
        fault="none",
        verification="single",
    ),
    ContractAct.CONFIRM_ENDING: lambda cast, contract: confirm_ending(by=cast.ngo_manager, contract=contract),
    ContractAct.CLOSE: lambda cast, contract: close_contract(
        by=cast.staff, contract=contract, closed_on=today(), despite_open=True
    ),
    ContractAct.CORRECT: correct,
    ContractAct.ADD_MILESTONE: lambda cast, contract: record_milestone(
        by=cast.staff, contract=contract, title="Report", due_on=today(), provenance=BY_STAFF
    ),
    ContractAct.SCHEDULE: lambda cast, contract: schedule_payment(
        by=cast.staff, contract=contract, stage="first", due_on=today(), amount_due=1, provenance=BY_STAFF
    ),
    ContractAct.PAY: lambda cast, contract: record_payment_without_schedule(
        by=cast.staff, contract=contract, stage="whole", paid_on=today(), amount_paid=1, provenance=BY_STAFF
    ),
    ContractAct.EVALUATE: lambda cast, contract: record_evaluation(
        by=cast.staff, contract=contract, phase="mid", held_on=today(), result="good", provenance=BY_STAFF
    ),
}


def test_every_act_has_an_answer_in_every_state() -> None:
    assert set(TRANSITIONS) == set(ContractAct) == set(DO)
    assert set(IN_STATE) == set(ContractState) == set(DAY_OF)
    for act in ContractAct:
        assert set(TRANSITIONS[act].answers) == set(ContractState), act


@pytest.mark.parametrize("state", ContractState)
def test_a_state_is_derived_from_the_facts(cast: Cast, state: ContractState) -> None:
    contract = IN_STATE[state](cast)
    assert Contract.objects.with_state(today()).get(pk=contract.pk).state == state


@pytest.mark.parametrize(("act", "state"), list(product(ContractAct, ContractState)))
def test_an_act_does_what_the_table_says(cast: Cast, act: ContractAct, state: ContractState) -> None:
    contract = IN_STATE[state](cast)
    answer = TRANSITIONS[act].answers[state]
    # Only an open suspension can be resumed; a contract that ran out without one has none.
    if answer == OPEN and not (act == ContractAct.RESUME and state == ContractState.RUN_OUT):
        DO[act](cast, contract)
        return
    with pytest.raises(ValidationError) as refusal:
        DO[act](cast, contract)
    [sentence] = refusal.value.messages
    assert sentence.endswith(".")
    assert "%(" not in sentence


@pytest.mark.parametrize("act", ContractAct)
def test_each_refusal_names_its_day(cast: Cast, act: ContractAct) -> None:
    for state, answer in TRANSITIONS[act].answers.items():
        if answer == OPEN:
            continue
        contract = IN_STATE[state](cast)
        with pytest.raises(ValidationError) as refusal:
            check_state(act, contract)
        day = getattr(Contract.objects.with_state(today()).get(pk=contract.pk), DAY_OF[state])
        if "%(day)s" in str(answer):
            assert str(day)[:10] in str(refusal.value)


@pytest.mark.parametrize("act", ContractAct)
def test_who_is_not_concerned_may_do_none_of_it(cast: Cast, act: ContractAct) -> None:
    contract = ended(cast)
    for person in (cast.street_staff, cast.other_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            check_transition(person, act, contract)


def test_the_day_before_a_state_begins_is_not_of_it(cast: Cast) -> None:
    contract = a_contract(cast, ends=0)

    def state_on(day: date) -> str:
        return str(Contract.objects.with_state(day).get(pk=contract.pk).state)

    assert state_on(contract.starts_on - DAY) == "not_begun"
    assert state_on(contract.starts_on) == state_on(contract.ends_on) == "in_force"
    assert state_on(contract.ends_on + DAY) == "run_out"


def test_an_amendment_moves_the_end_of_the_state(cast: Cast) -> None:
    contract = a_contract(cast, ends=-1)
    amend_contract(
        by=cast.staff,
        contract=contract,
        signed_on=today() - 5 * DAY,
        new_ends_on=today() + 30 * DAY,
        provenance=BY_STAFF,
    )
    found = Contract.objects.with_state(today()).get(pk=contract.pk)
    assert (found.state, found.present_end_on) == ("in_force", today() + 30 * DAY)


def test_a_suspension_lasts_to_the_day_before_work_goes_on(cast: Cast) -> None:
    contract = suspended(cast)
    resumed = resume_contract(by=cast.ngo_manager, contract=contract, ended_on=today())
    assert Contract.objects.with_state(today()).get().state == "in_force"
    assert Contract.objects.with_state(today() - DAY).get().state == "suspended"
    assert Suspension.objects.get() == resumed
    with pytest.raises(ValidationError, match="not suspended"):
        resume_contract(by=cast.staff, contract=contract, ended_on=today())


@pytest.mark.parametrize(
    ("started", "reason", "part"),
    [
        (-101, "Rebuilding", "before the contract begins"),
        (1, "Rebuilding", "Give the day it happened"),
        (-10, " ", "Say why"),
    ],
)
def test_a_suspension_with_an_error_is_refused(cast: Cast, started: int, reason: str, part: str) -> None:
    with pytest.raises(ValidationError, match=part):
        suspend_contract(
            by=cast.staff,
            contract=a_contract(cast),
            started_on=today() + started * DAY,
            reason=reason,
            provenance=BY_STAFF,
        )
    assert not Suspension.objects.exists()


def test_suspensions_do_not_overlap(cast: Cast) -> None:
    contract = suspended(cast)
    resume_contract(by=cast.staff, contract=contract, ended_on=today())
    given = {"by": cast.staff, "contract": contract, "reason": "Again", "provenance": BY_STAFF}
    with pytest.raises(ValidationError, match="before work went on again"):
        suspend_contract(started_on=today() - DAY, **given)
    suspend_contract(started_on=today(), **given)
    assert Suspension.objects.count() == 2
