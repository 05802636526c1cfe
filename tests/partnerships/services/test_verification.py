"""Confirming, contesting, ruling and voiding."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnerships.models import Contest, Contract, InteractionEvent, Payment, VerificationChange
from partnerships.services.verification import (
    GROUNDS_WITHIN,
    confirm_fact,
    contest_fact,
    lapse_contests,
    rule_on_contest,
    state_grounds,
    void_fact,
)
from tests import facts
from tests.cast import Cast
from tests.facts import RECORDED_AT
from tests.partnerships.services.refusals import refused


def entered(cast: Cast, by: str, make: Any = facts.event, **columns: Any) -> Any:
    """A fact recorded by one of the cast, for their side."""
    person = getattr(cast, by)
    side = "ngo" if person.role == "ngo_manager" else "gov"
    row = make(
        cast.partnership, **{"recorded_by": person, "recorded_side": side, "verification": "single_doc"} | columns
    )
    row.save()
    return row


@pytest.mark.parametrize("make", [facts.event, facts.contract, facts.finance, facts.membership, facts.request])
def test_the_other_party_confirms_and_the_step_is_kept(make: Any, cast: Cast) -> None:
    fact = entered(cast, "ngo_manager", make)
    confirmed = confirm_fact(by=cast.staff, fact=fact, note="We were there")
    assert confirmed.verification == "dual"
    step = VerificationChange.objects.get()
    assert (step.from_level, step.to_level, step.changed_by, step.note) == (
        "single_doc",
        "dual",
        cast.staff,
        "We were there",
    )
    with refused("verification", "already"):
        confirm_fact(by=cast.staff, fact=fact)


def test_nobody_confirms_what_their_own_side_recorded(cast: Cast) -> None:
    with refused("verification", "Your own side"):
        confirm_fact(by=cast.ngo_manager, fact=entered(cast, "ngo_manager"))
    with refused("verification", "Your own side"):
        confirm_fact(by=cast.staff, fact=entered(cast, "staff"))


def test_only_a_party_confirms(cast: Cast) -> None:
    fact = entered(cast, "ngo_manager")
    for person in (cast.street_staff, cast.other_manager, cast.analyst, cast.administrator):
        with pytest.raises(PermissionDenied):
            confirm_fact(by=person, fact=fact)


def test_the_other_end_of_a_tie_confirms_it(cast: Cast) -> None:
    tie = entered(cast, "ngo_manager", facts.tie, partner=cast.other_ngo)
    with refused("verification", "Your own side"):
        confirm_fact(by=cast.ngo_manager, fact=tie)
    assert confirm_fact(by=cast.other_manager, fact=tie).verification == "dual"
    silent = entered(cast, "ngo_manager", facts.tie, partner=cast.other_ngo, kind="referral", recorded_by=None)
    with refused("verification", "Your own side"):
        confirm_fact(by=cast.ngo_manager, fact=silent)
    assert confirm_fact(by=cast.other_manager, fact=silent).verification == "dual"


def test_a_contested_fact_is_not_confirmed(cast: Cast) -> None:
    fact = entered(cast, "ngo_manager")
    contest_fact(by=cast.staff, fact=fact, grounds="Nobody came.")
    with refused("verification", "objection"):
        confirm_fact(by=cast.staff, fact=fact)


def test_an_official_fact_needs_no_confirmation(cast: Cast) -> None:
    with refused("verification", "official"):
        confirm_fact(by=cast.staff, fact=entered(cast, "ngo_manager", verification="official"))


def test_voiding_keeps_the_row_with_who_when_and_why(cast: Cast) -> None:
    fact = entered(cast, "ngo_manager")
    void_fact(by=cast.ngo_manager, fact=fact, reason="Wrong day")
    stored = InteractionEvent.objects.get()
    assert (stored.voided_by, stored.void_reason) == (cast.ngo_manager, "Wrong day")
    assert stored.voided_at is not None
    with refused("voided_at", "Wrong day"):
        void_fact(by=cast.ngo_manager, fact=fact, reason="Again")


def test_voiding_needs_a_reason_and_the_side_that_recorded(cast: Cast) -> None:
    fact = entered(cast, "ngo_manager")
    with refused("void_reason"):
        void_fact(by=cast.ngo_manager, fact=fact, reason=" ")
    with pytest.raises(PermissionDenied, match="contest it instead"):
        void_fact(by=cast.staff, fact=fact, reason="We disagree")
    assert not InteractionEvent.objects.get().is_voided


def test_the_system_voids_at_a_past_moment_but_not_before_the_recording(cast: Cast) -> None:
    fact = entered(cast, "ngo_manager")
    with refused("voided_at"):
        void_fact(by=None, fact=fact, reason="x", at=RECORDED_AT - timedelta(seconds=1))
    assert void_fact(by=None, fact=fact, reason="x", at=RECORDED_AT).voided_at == RECORDED_AT
    with refused("at", "set by the system"):
        void_fact(by=cast.ngo_manager, fact=entered(cast, "ngo_manager"), reason="x", at=RECORDED_AT)


def test_voiding_a_contract_voids_what_hangs_on_it(cast: Cast) -> None:
    contract = entered(cast, "staff", facts.contract)
    late = RECORDED_AT + timedelta(days=3)
    payment = entered(cast, "staff", facts.payment, recorded_at=late)
    contest_fact(by=cast.ngo_manager, fact=payment, grounds="Never came")
    void_fact(by=None, fact=contract, reason="Never signed", at=RECORDED_AT)
    assert Contract.objects.get().voided_at == RECORDED_AT
    assert Payment.objects.get().voided_at == late
    assert Contest.objects.get().outcome == "upheld"


def test_a_party_contests_once_and_an_outsider_dismisses(cast: Cast) -> None:
    fact = entered(cast, "staff")
    contest = contest_fact(by=cast.ngo_manager, fact=fact, grounds=" It was another year. ")
    assert (contest.opened_by, contest.grounds) == (cast.ngo_manager, "It was another year.")
    with refused("__all__", "contested already"):
        contest_fact(by=cast.ngo_manager, fact=fact, grounds="Again")
    ruled = rule_on_contest(by=cast.administrator, contest=contest, outcome="dismissed", ruling="The minutes say so.")
    assert (ruled.outcome, ruled.closed_by) == ("dismissed", cast.administrator)
    assert not InteractionEvent.objects.get().is_voided
    with refused("closed_at", "dismissed"):
        rule_on_contest(by=cast.administrator, contest=contest, outcome="upheld", ruling="On second thought.")
    assert contest_fact(by=cast.ngo_manager, fact=fact, grounds="New evidence")


def test_an_upheld_objection_voids_the_fact(cast: Cast) -> None:
    fact = entered(cast, "staff")
    contest = contest_fact(by=cast.ngo_manager, fact=fact, grounds="Nobody came.")
    rule_on_contest(by=cast.administrator, contest=contest, outcome="upheld", ruling="No trace of a visit.")
    stored = InteractionEvent.objects.get()
    assert (stored.voided_by, stored.void_reason) == (cast.administrator, "No trace of a visit.")
    assert Contest.objects.get().outcome == "upheld"


def test_the_ruling_comes_from_outside_the_partnership(cast: Cast) -> None:
    fact = facts.event(cast.street_partnership)
    fact.save()
    contest = contest_fact(by=cast.other_manager, fact=fact, grounds="Nobody came.")
    for person in (cast.street_staff, cast.other_manager, cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            rule_on_contest(by=person, contest=contest, outcome="dismissed", ruling="No.")
    assert rule_on_contest(by=cast.staff, contest=contest, outcome="dismissed", ruling="There are photographs.")


def test_a_ruling_needs_an_outcome_and_reasons(cast: Cast) -> None:
    contest = contest_fact(by=cast.staff, fact=entered(cast, "ngo_manager"), grounds="x")
    with refused("outcome", "“lapsed”"):
        rule_on_contest(by=None, contest=contest, outcome="lapsed", ruling="x")
    with refused("ruling"):
        rule_on_contest(by=None, contest=contest, outcome="upheld", ruling=" ")


def test_only_a_party_contests(cast: Cast) -> None:
    fact = entered(cast, "staff")
    for person in (cast.street_staff, cast.other_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            contest_fact(by=person, fact=fact, grounds="x")


def test_voiding_a_contested_fact_closes_the_objection_as_upheld(cast: Cast) -> None:
    fact = entered(cast, "staff")
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="Nobody came.")
    void_fact(by=cast.staff, fact=fact, reason="Right, entered by mistake")
    assert Contest.objects.get().outcome == "upheld"


def test_an_objection_without_grounds_lapses_on_the_thirtieth_day(cast: Cast) -> None:
    opened = datetime(2024, 7, 1, tzinfo=UTC)
    contest_fact(by=None, fact=entered(cast, "staff"), grounds="", at=opened)
    assert lapse_contests(at=opened + GROUNDS_WITHIN - timedelta(seconds=1)) == 0
    assert lapse_contests(at=opened + GROUNDS_WITHIN) == 1
    assert lapse_contests(at=opened + GROUNDS_WITHIN) == 0
    assert Contest.objects.get().outcome == "lapsed"


def test_an_objection_with_grounds_does_not_lapse(cast: Cast) -> None:
    contest = contest_fact(by=cast.ngo_manager, fact=entered(cast, "staff"), grounds="")
    state_grounds(by=cast.ngo_manager, contest=contest, grounds="Nobody came.")
    assert state_grounds(by=cast.ngo_manager, contest=contest, grounds="Ask the guard.").grounds == (
        "Nobody came.\n\nAsk the guard."
    )
    with refused("grounds"):
        state_grounds(by=cast.ngo_manager, contest=contest, grounds=" ")
    Contest.objects.update(opened_at=timezone.now() - 2 * GROUNDS_WITHIN)
    assert lapse_contests() == 0
