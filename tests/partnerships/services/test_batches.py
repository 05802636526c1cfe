"""Many facts at once: all or none, and the same refusals as one by one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from partnerships.models import (
    Contract,
    Fact,
    IncomeLine,
    InteractionEvent,
    Milestone,
    Organization,
    Payment,
    ServiceTie,
)
from partnerships.services.batches import record_facts, record_income_lines
from partnerships.services.copying import RowError
from tests import facts
from tests.cast import Cast
from tests.facts import FACTS, RECORDED_AT


@pytest.mark.parametrize("make", FACTS.values(), ids=[model.__name__ for model in FACTS])
def test_facts_of_each_kind_are_stored_as_one_by_one(make: Callable[..., Fact], cast: Cast) -> None:
    model = type(make(cast.partnership))
    before = set(model._default_manager.values_list("pk", flat=True))
    in_batch = record_facts(by=None, facts=[make(cast.partnership, 0), make(cast.partnership, 1)])
    assert {fact.pk for fact in in_batch} == set(model._default_manager.values_list("pk", flat=True)) - before
    alone = make(cast.partnership, 2)
    alone.save()
    for given, fact in zip((0, 1), in_batch, strict=True):
        stored = model._default_manager.get(pk=fact.pk)
        wanted = make(cast.partnership, given)
        for field in model._meta.concrete_fields:
            if not field.primary_key:
                assert getattr(stored, field.attname) == getattr(wanted, field.attname), field.name
    in_batch[0].void_reason = "still a saved row"
    in_batch[0].save()


@pytest.mark.django_db
def test_nothing_in_nothing_out() -> None:
    assert record_facts(by=None, facts=[]) == []


def test_voided_rows_and_past_moments_come_in_as_they_are(cast: Cast) -> None:
    later = RECORDED_AT + timedelta(days=1)
    record_facts(by=None, facts=[facts.event(cast.partnership, voided_at=later, void_reason="wrong")])
    assert InteractionEvent.objects.get().voided_at == later
    assert InteractionEvent.objects.get().recorded_at == RECORDED_AT


@pytest.mark.parametrize(
    ("make", "columns", "field", "part"),
    [
        (facts.contract, {"method": "friendship"}, "method", "friendship"),
        (facts.contract, {"title": ""}, "title", "blank"),
        (facts.contract, {"title": "x" * 1001}, "title", "1000"),
        (facts.contract, {"signed_on": None}, "signed_on", "null"),
        (facts.contract, {"value": Decimal("1.005")}, "value", "2 decimal places"),
        (facts.contract, {"partnership": None}, "partnership", "missing"),
        (facts.contract, {"ends_on": date(2022, 1, 1)}, "__all__", "cannot end before it starts"),
        (facts.payment, {"amount_due": Decimal(-1)}, "__all__", "cannot be negative"),
        (facts.event, {"occurred_on": date(2024, 6, 2)}, "occurred_on", "2024-06-01"),
        (facts.event, {"recorded_at": datetime(2999, 1, 1, tzinfo=UTC)}, "recorded_at", "future"),
        (facts.event, {"type_id": "RES_PAYMENT"}, "type", "payment"),
        (facts.event, {"type_id": "RES_NOTHING"}, "type", "RES_NOTHING"),
        (facts.event, {"type_id": "RES_BID"}, "outcome", "won, lost"),
        (facts.event, {"verification": "rumour"}, "verification", "rumour"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    make: Callable[..., Any], columns: dict[str, Any], field: str, part: str, cast: Cast
) -> None:
    good = [make(cast.partnership, number) for number in (0, 1)]
    bad = make(cast.partnership, 2, **columns)
    before = type(bad).objects.count()
    with pytest.raises(RowError) as refusal:
        record_facts(by=None, facts=[*good, bad, make(cast.partnership, 3)])
    assert refusal.value.row == 2
    assert part in " ".join(refusal.value.message_dict[field])
    assert type(bad).objects.count() == before


def test_a_row_of_the_source_that_is_there_already_is_refused(cast: Cast) -> None:
    record_facts(by=None, facts=[facts.event(cast.partnership, source_key="a:1")])
    with pytest.raises(RowError) as refusal:
        record_facts(by=None, facts=[facts.event(cast.partnership), facts.event(cast.partnership, source_key="a:1")])
    assert "imported already" in str(refusal.value)
    assert InteractionEvent.objects.count() == 1


def test_a_fact_on_something_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(RowError) as refusal:
        record_facts(by=None, facts=[facts.event(cast.partnership, contract_id=0)])
    assert "(contract_id)=(0)" in str(refusal.value)
    assert not InteractionEvent.objects.exists()


def test_a_batch_holds_new_rows_of_one_model(cast: Cast) -> None:
    saved = facts.event(cast.partnership)
    saved.save()
    for wrong in (saved, facts.contract(cast.partnership)):
        with pytest.raises(RowError) as refusal:
            record_facts(by=None, facts=[facts.event(cast.partnership), wrong])
        assert refusal.value.row == 1


def own(cast: Cast, make: Callable[..., Any] = facts.event, **columns: Any) -> Any:
    """A fact such as staff import it."""
    return make(cast.partnership, **{"verification": "single_doc", "recorded_side": "gov"} | columns)


def test_staff_record_as_themselves_and_now(cast: Cast) -> None:
    before = timezone.now()
    paid = {"paid_on": date(2023, 2, 1), "amount_paid": Decimal(100), "paid_recorded_at": RECORDED_AT}
    record_facts(by=cast.staff, facts=[own(cast, facts.payment, voided_at=RECORDED_AT, void_reason="x", **paid)])
    stored = Payment.objects.get()
    assert stored.recorded_by == cast.staff
    assert stored.recorded_at >= before
    assert stored.paid_recorded_at >= before
    assert not stored.is_voided


def test_staff_claim_no_more_in_a_batch_than_one_by_one(cast: Cast) -> None:
    for columns in ({"verification": "official"}, {"recorded_side": "ngo"}):
        with pytest.raises(Exception, match=r"not yours|own side"):
            record_facts(by=cast.staff, facts=[own(cast, **columns)])


def test_staff_record_nothing_out_of_reach(cast: Cast) -> None:
    with pytest.raises(Exception, match="outside your reach"):
        record_facts(by=cast.street_staff, facts=[own(cast)])
    with pytest.raises(Exception, match="outside your reach"):
        record_facts(by=cast.street_staff, facts=[own(cast, facts.payment)])
    with pytest.raises(Exception, match="outside your reach"):
        record_facts(by=cast.street_staff, facts=[own(cast, facts.tie)])
    assert not InteractionEvent.objects.exists()
    assert not ServiceTie.objects.exists()


def test_ngo_managers_and_analysts_import_nothing(cast: Cast) -> None:
    for person in (cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            record_facts(by=person, facts=[own(cast)])


def test_income_lines_follow_their_finance(cast: Cast) -> None:
    finance = record_facts(by=None, facts=[facts.finance(cast.partnership)])[0]
    lines = [IncomeLine(finance=finance, partnership=cast.partnership, amount=Decimal(5))]
    assert record_income_lines(by=None, lines=lines)[0].pk
    assert finance.lines.get().amount == Decimal(5)
    with pytest.raises(RowError, match="line in this year already"):
        record_income_lines(by=None, lines=[IncomeLine(finance=finance, partnership=cast.partnership, amount=1)])
    assert record_income_lines(by=None, lines=[]) == []


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(cast: Cast, django_assert_num_queries: Any) -> None:
    contract = facts.contract(cast.partnership)
    contract.save()
    for size in (1, 200):
        rows = [facts.milestone(cast.partnership, number, contract=contract) for number in range(size)]
        with django_assert_num_queries(9):
            record_facts(by=None, facts=rows)
    assert Milestone.objects.count() == 201
    assert Contract.objects.count() == 1
    assert Organization.objects.count() == 4


def test_a_large_batch_is_known_to_the_planner_within_its_transaction(cast: Cast) -> None:
    with connection.cursor() as cursor:
        # Autovacuum, at work on what other tests left, is sent away: what it holds is skipped.
        cursor.execute(f"LOCK TABLE {InteractionEvent._meta.db_table} IN SHARE UPDATE EXCLUSIVE MODE")
        # About 160 pages, in a file that may be empty: more than what a table is left alone with.
        record_facts(by=None, facts=[facts.event(cast.partnership) for _ in range(10_000)])
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [InteractionEvent._meta.db_table])
        assert cursor.fetchone()[0] >= 10_000
