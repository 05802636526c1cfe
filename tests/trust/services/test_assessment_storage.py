"""What is kept of a judgement when its evidence is contested, confirmed, voided or comes late; and who gets marked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from partnerships.models import Contract, InteractionEvent, Organization, Partnership, ServiceNetwork
from partnerships.services import (
    contracts,
    endings,
    evaluations,
    finance,
    interactions,
    networks,
    organizations,
    payments,
)
from partnerships.services import verification as rulings
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from trust.models import Assessment, Reassessment
from trust.models.assessments import Reason
from trust.services import assess_marked, assess_partnerships

pytestmark = pytest.mark.django_db

AS_OF = date(2024, 12, 31)
RECORDED = datetime(2024, 6, 30, tzinfo=UTC)
LATER = datetime(2025, 2, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
CONFIRMED = Provenance("dual", "gov", RECORDED)


def record_contract(partnership: Partnership, provenance: Provenance = CONFIRMED) -> Contract:
    return contracts.record_contract(
        by=None,
        partnership=partnership,
        title="Home care",
        method="open_tender",
        signed_on=date(2024, 1, 10),
        starts_on=date(2024, 2, 1),
        ends_on=date(2024, 12, 31),
        value=Decimal(100_000),
        provenance=provenance,
    )


def record_payment(contract: Contract) -> Any:
    return payments.record_payment_without_schedule(
        by=None,
        contract=contract,
        stage="first",
        paid_on=date(2024, 3, 1),
        amount_paid=Decimal(50_000),
        provenance=CONFIRMED,
    )


def record_event(cast: Cast, **others: Any) -> InteractionEvent:
    subject = {} if "organization" in others else {"partnership": cast.partnership}
    usual = {"type": "CUL_AWARD", "occurred_on": date(2024, 5, 1), "provenance": CONFIRMED}
    return interactions.record_event(by=None, **{**usual, **subject, **others})


@pytest.fixture
def award(cast: Cast) -> InteractionEvent:
    """One act of recognition beside a contract with a payment: C2 rests on both."""
    record_payment(record_contract(cast.partnership))
    return record_event(cast)


def recognition(cast: Cast, known_at: datetime) -> tuple[float, int]:
    """Reading and number of facts of C2 in the last month, as stored, as known at the moment."""
    row = Assessment.objects.path(cast.partnership, known_at).get(as_of=AS_OF)
    return row.indicator_values[1], row.indicator_facts[1]


def assess(cast: Cast, known_at: datetime) -> int:
    """Assesses the partnership as known at the moment; the number of months written."""
    run = assess_partnerships(by=None, partnerships=[cast.partnership.pk], as_of=AS_OF, known_at=known_at)
    return int(run.written)


def test_a_fact_recorded_after_the_moment_of_knowledge_changes_nothing(cast: Cast, award: InteractionEvent) -> None:
    known_at = LATER - MOMENT
    assess(cast, known_at)
    before = recognition(cast, known_at)
    record_event(cast, provenance=Provenance("official", "registry", LATER))
    assert assess(cast, known_at) == 0
    assert assess(cast, LATER) == 8  # from the month of the award on: May to December
    assert recognition(cast, known_at) == before
    assert recognition(cast, LATER) > before


def test_a_fact_dated_after_the_as_of_date_changes_nothing(cast: Cast, award: InteractionEvent) -> None:
    assess(cast, LATER)
    record_event(cast, occurred_on=AS_OF + timedelta(days=1), provenance=Provenance("official", "registry", LATER))
    assert assess(cast, LATER) == 0


def test_a_contested_fact_counts_for_nothing_until_the_ruling_and_each_state_is_kept(
    cast: Cast, award: InteractionEvent
) -> None:
    ruled_at = LATER + timedelta(days=20)
    assess(cast, LATER - MOMENT)
    contest = rulings.contest_fact(by=None, fact=award, grounds="no such award", at=LATER)
    assess(cast, LATER)
    rulings.rule_on_contest(by=None, contest=contest, outcome="dismissed", ruling="It is in the gazette.", at=ruled_at)
    assess(cast, ruled_at)
    before, during = recognition(cast, LATER - MOMENT), recognition(cast, LATER)
    assert during < before
    assert recognition(cast, ruled_at - MOMENT) == during
    assert recognition(cast, ruled_at) == before


def test_a_confirmation_is_seen_from_its_moment_on(cast: Cast) -> None:
    record_payment(record_contract(cast.partnership))
    event = record_event(cast, provenance=Provenance("single", "gov", RECORDED))
    assess(cast, LATER - MOMENT)
    rulings.change_verification(None, event, "dual", LATER, "")
    assess(cast, LATER)
    assert recognition(cast, LATER - MOMENT) < recognition(cast, LATER)
    assert assess(cast, LATER - MOMENT) == 0


def test_an_upheld_objection_and_a_voided_fact_read_alike_and_the_past_keeps_the_fact(
    cast: Cast, award: InteractionEvent
) -> None:
    assess(cast, LATER - MOMENT)
    before = recognition(cast, LATER - MOMENT)
    rulings.void_fact(by=None, fact=award, reason="entered twice", at=LATER)
    assess(cast, LATER)
    assert recognition(cast, LATER) < before
    assert recognition(cast, LATER - MOMENT) == before
    assert assess(cast, LATER - MOMENT) == 0


def test_when_every_fact_is_voided_no_stage_is_left_standing(cast: Cast) -> None:
    contract = record_contract(cast.partnership)
    record_payment(contract)
    assess(cast, LATER - MOMENT)
    rulings.void_fact(by=None, fact=contract, reason="another body's contract", at=LATER)
    assess(cast, LATER)
    standing = Assessment.objects.path(cast.partnership, LATER).values_list("stage", "reason")
    latest = Assessment.objects.latest().filter(partnership=cast.partnership).values_list("stage", "reason")
    assert set(standing) == set(latest) == {(0, Reason.NO_EVIDENCE)}


def test_months_before_the_first_fact_that_still_stands_are_not_left_standing(
    cast: Cast, award: InteractionEvent
) -> None:
    contract = cast.partnership.contracts.get()
    assess(cast, LATER - MOMENT)
    rulings.void_fact(by=None, fact=contract, reason="another body's contract", at=LATER)
    assess(cast, LATER)
    early = Assessment.objects.path(cast.partnership, LATER).filter(as_of__lt=date(2024, 5, 1))
    assert set(early.values_list("stage", "reason")) == {(0, Reason.NO_EVIDENCE)}


def test_knowledge_replayed_out_of_order_is_stored_beside_what_is_there(cast: Cast, award: InteractionEvent) -> None:
    rulings.void_fact(by=None, fact=award, reason="entered twice", at=LATER)
    assess(cast, LATER)
    latest = Assessment.objects.latest().get(partnership=cast.partnership).pk
    assert assess(cast, LATER - MOMENT) == 12
    assert recognition(cast, LATER) < recognition(cast, LATER - MOMENT)
    assert Assessment.objects.latest().get(partnership=cast.partnership).pk == latest
    assert assess(cast, LATER) == 0


def test_a_population_is_judged_as_each_partnership_alone(cast: Cast, award: InteractionEvent) -> None:
    record_payment(record_contract(cast.street_partnership))
    assess_partnerships(by=None, as_of=AS_OF, known_at=LATER)
    assert assess(cast, LATER) == 0


# ---------------------------------------------------------------- marks


def _network(cast: Cast) -> ServiceNetwork:
    return networks.found_network(by=None, name="Care network", founded_on=date(2020, 1, 1))


def _member(cast: Cast, organization: Organization) -> Any:
    return networks.join_network(
        by=None,
        network=ServiceNetwork.objects.first() or _network(cast),
        organization=organization,
        started_on=date(2024, 1, 1),
        provenance=CONFIRMED,
    )


def _first_contract(cast: Cast) -> Contract:
    contract: Contract = cast.partnership.contracts.get()
    return contract


MARKING: dict[str, Callable[[Cast], Any]] = {
    "contract": lambda cast: record_contract(cast.partnership),
    "amendment": lambda cast: contracts.amend_contract(
        by=None,
        contract=_first_contract(cast),
        signed_on=date(2024, 6, 1),
        new_ends_on=date(2025, 6, 1),
        provenance=CONFIRMED,
    ),
    "early ending": lambda cast: endings.terminate_contract(
        by=None,
        contract=_first_contract(cast),
        terminated_on=date(2024, 6, 1),
        party="government",
        fault="none",
        verification="official",
    ),
    "payment": lambda cast: record_payment(_first_contract(cast)),
    "evaluation": lambda cast: evaluations.record_evaluation(
        by=None,
        contract=_first_contract(cast),
        phase="mid",
        held_on=date(2024, 6, 1),
        result="good",
        provenance=CONFIRMED,
    ),
    "event": record_event,
    "event of the NGO": lambda cast: record_event(cast, type="NET_LEAD", organization=cast.ngo),
    "standing": lambda cast: organizations.record_standing(
        by=None,
        organization=cast.ngo,
        kind="CMP_ANNUAL",
        result="pass",
        effective_on=date(2024, 6, 1),
        provenance=Provenance("official", "registry", RECORDED),
    ),
    "request": lambda cast: interactions.record_request(
        by=None, partnership=cast.partnership, kind="general", opened_on=date(2024, 6, 1), provenance=CONFIRMED
    ),
    "accounts": lambda cast: finance.record_annual_finance(
        by=None, organization=cast.ngo, year=2023, total_income=Decimal(1), provenance=CONFIRMED
    ),
    "tie": lambda cast: networks.record_tie(
        by=None, organization=cast.ngo, partner=cast.bureau, started_on=date(2024, 1, 1), provenance=CONFIRMED
    ),
    "membership": lambda cast: _member(cast, cast.ngo),
    "objection": lambda cast: rulings.contest_fact(by=None, fact=_first_contract(cast), grounds="never signed"),
    "confirmation": lambda cast: rulings.change_verification(None, _first_contract(cast), "official", LATER, ""),
    "voiding": lambda cast: rulings.void_fact(by=None, fact=_first_contract(cast), reason="entered twice"),
}


@pytest.mark.parametrize("change", MARKING)
def test_a_change_of_evidence_marks_the_partnership_it_concerns_and_no_other(change: str, cast: Cast) -> None:
    record_contract(cast.partnership)
    Reassessment.objects.all().delete()
    MARKING[change](cast)
    assert list(Reassessment.objects.values_list("partnership_id", flat=True)) == [cast.partnership.pk]
    assert assess_marked() == 1
    assert not Reassessment.objects.exists()


def test_a_new_member_marks_the_partnerships_of_all_members(cast: Cast) -> None:
    _member(cast, cast.ngo)
    Reassessment.objects.all().delete()
    _member(cast, cast.other_ngo)
    marked = set(Reassessment.objects.values_list("partnership_id", flat=True))
    assert marked == {cast.partnership.pk, cast.street_partnership.pk}


def test_a_tie_marks_the_partnerships_of_both_ends(cast: Cast) -> None:
    networks.record_tie(
        by=None, organization=cast.ngo, partner=cast.other_ngo, started_on=date(2024, 1, 1), provenance=CONFIRMED
    )
    marked = set(Reassessment.objects.values_list("partnership_id", flat=True))
    assert marked == {cast.partnership.pk, cast.street_partnership.pk}
