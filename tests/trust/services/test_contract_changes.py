"""Corrections and suspensions of contracts, as the assessment sees them."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from partnerships.models import Contract, Fact
from partnerships.services.corrections import correct_contract
from partnerships.services.provenance import Provenance
from partnerships.services.suspensions import resume_contract, suspend_contract
from tests.cast import Cast
from tests.facts import FACTS
from trust.gather import gather
from trust.models import Assessment, Reassessment
from trust.scoring.evidence import Evidence
from trust.services import assess_partnerships

pytestmark = pytest.mark.django_db

AS_OF = date(2024, 6, 30)
FRAMES = ("events", "contracts", "terms", "payments", "ties", "alter_ties", "requests", "finance")


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract with one fact of every kind under it and beside it."""
    for model in FACTS:
        columns: dict[str, Any] = {"recorded_by": cast.staff}
        if any(field.name == "contract" for field in model._meta.fields):
            columns["contract"] = Contract.objects.get()
        FACTS[model](cast.partnership, **columns).save()
    contract: Contract = Contract.objects.get()
    return contract


def evidence(cast: Cast, known_at: Any) -> Evidence:
    return gather([cast.partnership.pk], known_at=known_at)


def rows(frame: pl.DataFrame, without: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """The rows of a frame, in an order of their own."""
    return sorted(frame.drop(without, strict=False).rows(), key=repr)


def assess(cast: Cast, known_at: Any) -> int:
    run = assess_partnerships(by=None, partnerships=[cast.partnership.pk], as_of=AS_OF, known_at=known_at)
    return int(run.written)


def past(cast: Cast, known_at: Any) -> list[str]:
    """Every judgement of the partnership as it stands for a moment, in writing: a reading left out equals nothing."""
    return [repr(row) for row in Assessment.objects.path(cast.partnership, known_at).order_by("as_of").values()]


def correct(cast: Cast, contract: Contract, **changes: Any) -> Contract:
    return correct_contract(by=cast.staff, contract=contract, changes=changes, reason="A slip of the keys")


def test_a_correction_leaves_the_past_as_it_was_known(cast: Cast, contract: Contract) -> None:
    before = timezone.now()
    known = evidence(cast, before)
    assert assess(cast, before) > 0
    path = past(cast, before)
    correct(cast, contract, starts_on=date(2023, 3, 1), method="single_source")
    again = evidence(cast, before)
    for name in FRAMES:
        assert rows(getattr(again, name)) == rows(getattr(known, name)), name
    assert assess(cast, before) == 0

    assert past(cast, before) == path


def test_a_correction_counts_from_its_moment_on(cast: Cast, contract: Contract) -> None:
    corrected = correct(cast, contract, starts_on=date(2023, 3, 1), method="single_source")
    contracts = evidence(cast, corrected.recorded_at).contracts
    assert contracts.select("fact", "starts", "method", "verification").rows() == [
        (corrected.pk, date(2023, 3, 1), "single_source", "single")
    ]
    day_before = evidence(cast, corrected.recorded_at - timedelta(microseconds=1)).contracts
    assert day_before.select("fact", "method").rows() == [(contract.pk, "open_tender")]


def test_what_hangs_on_a_corrected_contract_counts_as_before(cast: Cast, contract: Contract) -> None:
    known = evidence(cast, timezone.now())
    now_known = evidence(cast, correct(cast, contract, title="Day care").recorded_at)
    for name in FRAMES:
        without = ("fact", "verification") if name == "contracts" else ("fact",)
        assert rows(getattr(now_known, name), without) == rows(getattr(known, name), without), name


def test_a_correction_marks_the_partnership_for_reassessment(cast: Cast, contract: Contract) -> None:
    Reassessment.objects.all().delete()
    correct(cast, contract, title="Day care")
    assert Reassessment.objects.filter(partnership=cast.partnership).exists()


def test_a_suspension_changes_no_evidence(cast: Cast) -> None:
    contract: Fact = FACTS[Contract](cast.partnership, ends_on=timezone.localdate() + timedelta(days=30))
    contract.save()
    known = evidence(cast, timezone.now())
    assert isinstance(contract, Contract)
    suspend_contract(
        by=cast.staff,
        contract=contract,
        started_on=date(2024, 3, 1),
        reason="The centre is being rebuilt",
        provenance=Provenance("single", "gov"),
    )
    during = evidence(cast, timezone.now())
    resume_contract(by=cast.staff, contract=contract, ended_on=date(2024, 4, 1))
    for name in FRAMES:
        assert (
            rows(getattr(during, name))
            == rows(getattr(known, name))
            == rows(getattr(evidence(cast, timezone.now()), name))
        ), name
