"""Assessments: written once, kept for ever, made anew when records change."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from partnerships.models import Contract
from partnerships.services import contracts, evaluations, interactions, payments
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from trust.models import Assessment, AssessmentRun, LatestAssessment, Methodology, Reassessment
from trust.services import (
    assess_marked,
    assess_partnerships,
    current_methodology,
    last_month_end,
    register_methodology,
    trace_partnership,
)
from trust.services.methodologies import FOLDER, numbers_of

pytestmark = pytest.mark.django_db

YEAR_END = date(2024, 12, 31)
CONFIRMED = Provenance(verification="dual", side="gov", recorded_at=datetime(2024, 6, 30, tzinfo=UTC))


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A year of service that was paid for and passed its evaluation: contractual trust."""
    contract = contracts.record_contract(
        by=None,
        partnership=cast.partnership,
        title="Home care",
        method="open_tender",
        signed_on=date(2023, 6, 1),
        starts_on=date(2023, 6, 1),
        ends_on=date(2025, 5, 31),
        value=Decimal(400_000),
        provenance=CONFIRMED,
    )
    for day in (date(2023, 7, 1), date(2023, 12, 1), date(2024, 5, 1)):
        payment = payments.schedule_payment(
            by=None,
            contract=contract,
            stage="interim",
            due_on=day,
            amount_due=Decimal(100_000),
            provenance=CONFIRMED,
        )
        payments.record_payment(
            by=None, payment=payment, paid_on=day, amount_paid=Decimal(100_000), recorded_at=CONFIRMED.recorded_at
        )
    evaluations.record_evaluation(
        by=None, contract=contract, phase="mid", held_on=date(2024, 6, 1), result="good", provenance=CONFIRMED
    )
    return contract


def test_a_paid_and_evaluated_contract_is_contractual_trust(cast: Cast, contract: Contract) -> None:
    run = assess_partnerships(by=None, as_of=YEAR_END)
    latest = LatestAssessment.objects.get(partnership=cast.partnership).assessment
    assert (latest.as_of, latest.stage, latest.reason) == (YEAR_END, 2, 0)
    assert latest.since_on <= date(2024, 6, 30)
    assert run.written == 19  # June 2023 to December 2024


def test_assessing_twice_writes_nothing_the_second_time(cast: Cast, contract: Contract) -> None:
    assess_partnerships(by=None, as_of=YEAR_END)
    again = assess_partnerships(by=None, as_of=YEAR_END)
    assert (again.judged, again.written) == (19, 0)


def test_a_backdated_fact_writes_the_months_from_its_day_on_anew(cast: Cast, contract: Contract) -> None:
    assess_partnerships(by=None, as_of=YEAR_END)
    interactions.record_event(
        by=None,
        type="CUL_AWARD",
        partnership=cast.partnership,
        occurred_on=date(2024, 10, 5),
        provenance=Provenance(verification="official", side="registry"),
    )
    again = assess_partnerships(by=None, as_of=YEAR_END)
    assert list(again.assessments.order_by("as_of").values_list("as_of", flat=True)) == [
        date(2024, 10, 31),
        date(2024, 11, 30),
        YEAR_END,
    ]


def test_a_past_moment_knows_only_what_was_recorded_then(cast: Cast, contract: Contract) -> None:
    before = CONFIRMED.recorded_at - timedelta(days=1)  # type: ignore[operator]
    assert assess_partnerships(by=None, as_of=YEAR_END, known_at=before).judged == 0
    assess_partnerships(by=None, as_of=YEAR_END)
    assert not Assessment.objects.path(cast.partnership, known_at=before)
    assert len(Assessment.objects.path(cast.partnership)) == 19


def test_a_replay_of_older_knowledge_does_not_become_the_present_judgement(cast: Cast, contract: Contract) -> None:
    assess_partnerships(by=None, as_of=YEAR_END)
    present = LatestAssessment.objects.get(partnership=cast.partnership).assessment_id
    assess_partnerships(
        by=None, as_of=YEAR_END, known_at=CONFIRMED.recorded_at, methodology=a_sibling(current_methodology())
    )
    assert LatestAssessment.objects.get(partnership=cast.partnership).assessment_id == present


def test_the_present_outcome_stands_beside_its_key(cast: Cast, contract: Contract) -> None:
    for day in (CONFIRMED.recorded_at, None):
        assess_partnerships(by=None, as_of=YEAR_END, known_at=day)
        latest = LatestAssessment.objects.get(partnership=cast.partnership)
        made = latest.assessment
        assert (latest.stage, latest.reason, latest.since_on) == (made.stage, made.reason, made.since_on)


def a_sibling(methodology: Methodology) -> Methodology:
    return Methodology.objects.create(
        version="2026.1 again", digest="0" * 64, effective_on=methodology.effective_on, source=methodology.source
    )


def test_the_trace_recomputes_what_is_on_record_bit_for_bit(cast: Cast, contract: Contract) -> None:
    assess_partnerships(by=None, as_of=YEAR_END)
    stored = LatestAssessment.objects.get(partnership=cast.partnership).assessment
    trace = trace_partnership(cast.partnership, as_of=YEAR_END, known_at=stored.run.known_at)
    assert trace.path is not None
    assert trace.explanation is not None
    assert np.array_equal(
        np.array(stored.indicator_values, dtype=np.float32), trace.path.indicator_values[-1], equal_nan=True
    )
    assert stored.evidence_digest.bytes == trace.path.digest[-1].astype("<u8").tobytes()
    assert trace.explanation.indicators["R3"].height == 3
    assert trace.explanation.conditions["gov_paid"].height == 3


@pytest.mark.parametrize("table", ["trust_assessment", "trust_assessmentrun", "trust_methodology"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
def test_the_database_refuses_to_change_the_past(cast: Cast, contract: Contract, table: str, statement: str) -> None:
    assess_partnerships(by=None, as_of=YEAR_END)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            cursor.execute(statement.format(table=table))
    assert Assessment.objects.count() == 19


def test_a_changed_record_marks_its_partnership_and_the_worker_clears_the_mark(cast: Cast, contract: Contract) -> None:
    assert list(Reassessment.objects.values_list("partnership_id", flat=True)) == [cast.partnership.pk]
    assert assess_marked() == 1
    assert not Reassessment.objects.exists()
    assert Assessment.objects.filter(partnership=cast.partnership).exists()
    assert assess_marked() == 0


def test_a_fact_of_the_ngo_marks_all_its_partnerships(cast: Cast) -> None:
    Reassessment.objects.all().delete()
    interactions.record_event(
        by=None, type="NET_LEAD", organization=cast.ngo, occurred_on=date(2024, 6, 1), provenance=CONFIRMED
    )
    assert list(Reassessment.objects.values_list("partnership_id", flat=True)) == [cast.partnership.pk]


def test_nothing_is_judged_before_the_partnership_has_a_fact_of_its_own(cast: Cast) -> None:
    run = assess_partnerships(by=None, as_of=YEAR_END)
    assert (run.partnerships, run.judged) == (2, 0)
    assert run.finished_at is not None


def test_a_methodology_file_may_not_change_under_a_registered_version(tmp_path: object) -> None:
    current = current_methodology()
    source = (FOLDER / f"{current.version}.toml").read_text(encoding="utf-8")
    altered = tmp_path / "2026.1.toml"  # type: ignore[operator]
    altered.write_text(source.replace("up_probability = 0.60", "up_probability = 0.55"), encoding="utf-8")
    with pytest.raises(ValidationError, match=r"2026\.1"):
        register_methodology(altered)
    assert numbers_of(current).persistence.up_probability == 0.60


@pytest.mark.parametrize(
    ("today", "expected"), [(date(2025, 1, 1), YEAR_END), (date(2024, 12, 31), date(2024, 11, 30))]
)
def test_the_last_month_end_is_that_of_the_month_before(today: date, expected: date) -> None:
    assert last_month_end(today) == expected


def test_a_run_that_is_closed_cannot_be_opened_again(cast: Cast) -> None:
    run = assess_partnerships(by=None, as_of=YEAR_END)
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        AssessmentRun.objects.filter(pk=run.pk).update(written=5)
