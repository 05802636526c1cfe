"""What is known of a partnership, and when it was known."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest
from django.utils import timezone

from partnerships.models import InteractionEvent, Partnership
from partnerships.services import contracts, endings, finance, interactions, networks, payments, verification
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from trust.gather import first_own_day, gather

pytestmark = pytest.mark.django_db


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def provenance(recorded: date, level: str = "dual") -> Provenance:
    return Provenance(verification=level, side="gov", recorded_at=moment(recorded))


VISIT = date(2024, 3, 5)
RECORDED = date(2024, 4, 10)
DAY = timedelta(days=1)


@pytest.fixture
def visit(cast: Cast) -> InteractionEvent:
    return interactions.record_event(
        by=None,
        type="CUL_OFFICIAL_VISIT",
        partnership=cast.partnership,
        occurred_on=VISIT,
        provenance=provenance(RECORDED, "single"),
    )


def events_known(partnership: Partnership, day: date) -> pl.DataFrame:
    return gather([partnership.pk], known_at=moment(day)).events


def test_a_fact_is_known_from_its_recording_on_not_from_its_day(cast: Cast, visit: InteractionEvent) -> None:
    assert events_known(cast.partnership, RECORDED - DAY).is_empty()
    assert events_known(cast.partnership, RECORDED)["day"].to_list() == [VISIT]


def test_a_voided_fact_is_known_until_it_was_voided(cast: Cast, visit: InteractionEvent) -> None:
    verification.void_fact(by=None, fact=visit, reason="entered twice", at=moment(date(2024, 6, 1)))
    assert events_known(cast.partnership, date(2024, 5, 31)).height == 1
    assert events_known(cast.partnership, date(2024, 6, 1)).is_empty()


def test_an_objection_counts_from_its_opening_to_its_ruling(cast: Cast, visit: InteractionEvent) -> None:
    contest = verification.contest_fact(by=None, fact=visit, grounds="no such visit", at=moment(date(2024, 5, 1)))
    verification.rule_on_contest(
        by=None, contest=contest, outcome="dismissed", ruling="The log shows it.", at=moment(date(2024, 5, 20))
    )
    known = {day: events_known(cast.partnership, day)["contested"].item() for day in CONTEST_DAYS}
    assert known == dict(zip(CONTEST_DAYS, (False, True, True, False), strict=True))


CONTEST_DAYS = (date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 19), date(2024, 5, 20))


def test_a_confirmation_raises_the_level_from_its_moment_on(cast: Cast) -> None:
    event = interactions.record_event(
        by=cast.staff,
        type="CUL_OFFICIAL_VISIT",
        partnership=cast.partnership,
        occurred_on=VISIT,
        provenance=Provenance(verification="single", side="gov"),
    )
    before = timezone.now()
    verification.confirm_fact(by=cast.ngo_manager, fact=event)
    levels = [
        gather([cast.partnership.pk], known_at=known).events["verification"].item()
        for known in (before, timezone.now())
    ]
    assert levels == ["single", "dual"]


def test_a_payment_is_open_until_the_payment_was_recorded(cast: Cast) -> None:
    contract = a_contract(cast)
    payment = payments.schedule_payment(
        by=None,
        contract=contract,
        stage="first",
        due_on=date(2024, 2, 1),
        amount_due=Decimal(50_000),
        provenance=provenance(date(2024, 1, 10)),
    )
    payments.record_payment(
        by=None, payment=payment, paid_on=date(2024, 2, 20), amount_paid=Decimal(50_000), recorded_at=moment(RECORDED)
    )
    paid = [
        gather([cast.partnership.pk], known_at=moment(day)).payments["paid"].item()
        for day in (RECORDED - DAY, RECORDED)
    ]
    assert paid == [None, date(2024, 2, 20)]


def test_amendments_move_the_end_from_the_day_they_are_signed(cast: Cast) -> None:
    contract = a_contract(cast)
    contracts.amend_contract(
        by=None,
        contract=contract,
        signed_on=date(2024, 11, 30),
        new_ends_on=date(2025, 6, 30),
        provenance=provenance(date(2024, 12, 1)),
    )
    terms = gather([cast.partnership.pk], known_at=moment(date(2025, 1, 1))).terms
    assert terms.select("valid_from", "valid_until", "ends").rows() == [
        (date(2024, 1, 10), date(2024, 11, 30), date(2024, 12, 31)),
        (date(2024, 11, 30), None, date(2025, 6, 30)),
    ]


def test_an_early_ending_is_an_event_and_ends_the_contract_once_recorded(cast: Cast) -> None:
    contract = a_contract(cast)
    endings.terminate_contract(
        by=None,
        contract=contract,
        terminated_on=date(2024, 8, 1),
        party="government",
        fault="none",
        verification="official",
        recorded_at=moment(date(2024, 9, 1)),
    )
    before, after = (
        gather([cast.partnership.pk], known_at=moment(day)) for day in (date(2024, 8, 31), date(2024, 9, 1))
    )
    assert before.contracts["ended"].item() is None
    assert before.events.is_empty()
    assert after.contracts["ended"].item() == date(2024, 8, 1)
    assert after.events.select("type", "outcome", "verification").row(0) == ("RES_TERMINATION", "none", "official")


def test_facts_of_the_ngo_enter_every_partnership_and_are_not_its_own(cast: Cast) -> None:
    elsewhere = Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    interactions.record_event(
        by=None, type="NET_LEAD", organization=cast.ngo, occurred_on=VISIT, provenance=provenance(RECORDED)
    )
    events = gather([cast.partnership.pk, elsewhere.pk], known_at=moment(RECORDED)).events
    found = sorted(events.select("partnership", "own").rows())
    assert found == [(cast.partnership.pk, False), (elsewhere.pk, False)]


def test_a_membership_contains_the_body_while_the_body_is_a_member(cast: Cast) -> None:
    network = networks.found_network(by=None, name="Elders' alliance", declared_size=9)
    for organization, day in ((cast.ngo, date(2023, 1, 1)), (cast.bureau, date(2024, 1, 1))):
        networks.join_network(
            by=None, network=network, organization=organization, started_on=day, provenance=provenance(day)
        )
    ties = gather([cast.partnership.pk], known_at=moment(RECORDED)).ties.sort("starts")
    assert ties.select("starts", "ends", "with_body", "size", "kind").rows() == [
        (date(2023, 1, 1), date(2024, 1, 1), False, 9.0, "alliance"),
        (date(2024, 1, 1), None, True, 9.0, "alliance"),
    ]


def test_income_is_what_the_accounts_say_else_what_is_on_record_as_paid(cast: Cast) -> None:
    contract = a_contract(cast)
    payments.record_payment_without_schedule(
        by=None,
        contract=contract,
        stage="whole",
        paid_on=date(2024, 3, 1),
        amount_paid=Decimal(30_000),
        provenance=provenance(date(2024, 3, 1)),
    )
    for year, lines in ((2023, {cast.partnership: Decimal(45_000)}), (2024, {})):
        finance.record_annual_finance(
            by=None,
            organization=cast.ngo,
            year=year,
            total_income=Decimal(100_000),
            lines=lines,
            provenance=provenance(RECORDED),
        )
    accounts = gather([cast.partnership.pk], known_at=moment(RECORDED)).finance.sort("year")
    assert accounts["income"].to_list() == [45_000.0, 30_000.0]


def test_the_number_of_queries_does_not_grow_with_the_partnerships(
    cast: Cast, visit: InteractionEvent, django_assert_num_queries: object
) -> None:
    gather([cast.partnership.pk], known_at=moment(RECORDED))
    # COPY is not counted; the kinds of facts and whether organizations were merged since are asked for
    with django_assert_num_queries(2):  # type: ignore[operator]
        gather(known_at=moment(RECORDED))


def test_the_first_own_day_is_that_of_the_first_fact_of_the_partnership_itself(
    cast: Cast, visit: InteractionEvent
) -> None:
    assert first_own_day(gather([cast.partnership.pk], known_at=moment(RECORDED))) == VISIT
    assert first_own_day(gather([cast.street_partnership.pk], known_at=moment(RECORDED))) is None


def a_contract(cast: Cast) -> object:
    return contracts.record_contract(
        by=None,
        partnership=cast.partnership,
        title="Home care",
        method="open_tender",
        signed_on=date(2024, 1, 10),
        starts_on=date(2024, 1, 15),
        ends_on=date(2024, 12, 31),
        value=Decimal(100_000),
        provenance=provenance(date(2024, 1, 10)),
    )
