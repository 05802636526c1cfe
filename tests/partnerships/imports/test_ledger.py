"""Facts under the keys of their source: imported again, changed, completed, withdrawn."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from partnerships.imports.importing import import_path
from partnerships.imports.report import Report
from partnerships.models import Contract, Evaluation, ImportBatch, ImportRow, Payment
from partnerships.services.corrections import correct_contract
from partnerships.services.evaluations import record_evaluation
from partnerships.services.provenance import Provenance
from partnerships.services.verification import void_fact
from tests.partnerships.imports.small_files import (
    AGREEMENT,
    DOCUMENT,
    EVALUATION,
    TRANSFER,
    Row,
    write_agreements,
)

pytestmark = pytest.mark.django_db


def _imported(folder: Path, **tables: list[Row]) -> Report:
    return import_path(write_agreements(folder, **tables), by=None, source="minas_gerais")


def _outcomes(report: Report) -> dict[str, int]:
    return {
        outcome: report.total(outcome)
        for outcome in ("created", "unchanged", "corrected", "refused", "left_out")
        if report.total(outcome)
    }


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    first = _imported(tmp_path)
    before = [list(model.objects.values()) for model in (Contract, Payment, Evaluation)]
    second = _imported(tmp_path)
    assert _outcomes(first) == {"created": 5}
    assert _outcomes(second) == {"unchanged": 5}
    assert [list(model.objects.values()) for model in (Contract, Payment, Evaluation)] == before


def test_every_row_read_ends_in_exactly_one_outcome(tmp_path: Path) -> None:
    report = _imported(
        tmp_path, evaluations=[EVALUATION, EVALUATION, {**EVALUATION, "evaluation_no": "2", "score_0_10": ""}]
    )
    for count in report.files.values():
        assert count.read == sum(count.outcomes.values())


def test_facts_carry_their_batch_and_stand_as_official(tmp_path: Path) -> None:
    _imported(tmp_path)
    payment = Payment.objects.get()
    assert (payment.verification, payment.recorded_side, payment.import_batch.file_name) == (
        "official",
        "registry",
        "transfers.csv",
    )


def test_a_changed_row_voids_the_old_fact_with_the_reason_and_records_the_new(tmp_path: Path) -> None:
    _imported(tmp_path)
    report = _imported(tmp_path, evaluations=[{**EVALUATION, "score_0_10": "6.5"}])
    old, new = Evaluation.objects.order_by("pk")
    assert report.files["evaluations.csv"].outcomes == {"corrected": 1}
    assert "score: 9.200 → 6.500" in old.void_reason
    assert (new.voided_at, new.result) == (None, "fail")


def test_an_instalment_that_is_paid_now_is_completed_and_keeps_the_moment_it_was_first_known(tmp_path: Path) -> None:
    _imported(tmp_path, transfers=[{**TRANSFER, "paid_brl": "", "paid_date": ""}])
    due = Payment.objects.get()
    report = _imported(tmp_path)
    paid = Payment.objects.get()
    assert report.records["payment"] == {"completed": 1}
    assert (paid.pk, paid.recorded_at, paid.paid_on) == (due.pk, due.recorded_at, date(2010, 2, 10))
    assert paid.paid_recorded_at > due.recorded_at


def test_an_instalment_paid_in_part_is_corrected(tmp_path: Path) -> None:
    _imported(tmp_path, transfers=[{**TRANSFER, "paid_brl": "", "paid_date": ""}])
    _imported(tmp_path, transfers=[{**TRANSFER, "paid_brl": "400"}])
    payment = Payment.objects.standing().get()
    assert (payment.amount_due, payment.amount_paid) == (Decimal(1000), Decimal(400))


def test_a_fact_withdrawn_by_hand_stays_withdrawn_while_the_source_repeats_it(tmp_path: Path) -> None:
    _imported(tmp_path)
    void_fact(by=None, fact=Evaluation.objects.get(), reason="Wrong minutes")
    report = _imported(tmp_path)
    assert not Evaluation.objects.standing().exists()
    assert report.files["evaluations.csv"].outcomes == {"left_out": 1}


def test_a_withdrawn_fact_comes_back_when_the_source_says_something_else(tmp_path: Path) -> None:
    _imported(tmp_path)
    void_fact(by=None, fact=Evaluation.objects.get(), reason="Wrong minutes")
    _imported(tmp_path, evaluations=[{**EVALUATION, "score_0_10": "8"}])
    assert Evaluation.objects.standing().get().score == Decimal(8)


def test_under_a_withdrawn_contract_nothing_is_recorded(tmp_path: Path) -> None:
    _imported(tmp_path)
    void_fact(by=None, fact=Contract.objects.get(), reason="Entered twice")
    report = _imported(tmp_path, transfers=[TRANSFER, {**TRANSFER, "transfer_no": "2"}])
    assert not Payment.objects.standing().exists()
    assert report.files["transfers.csv"].outcomes == {"refused": 2}


def test_a_changed_contract_takes_what_the_source_says_under_it_along(tmp_path: Path) -> None:
    _imported(tmp_path)
    _imported(tmp_path, agreements=[{**AGREEMENT, "planned_brl": "4000"}])
    contract = Contract.objects.standing().get()
    assert contract.value == Decimal(4000)
    assert Payment.objects.standing().get().contract == contract
    assert Evaluation.objects.standing().get().contract == contract


def test_a_contract_people_have_made_entries_under_is_not_replaced(tmp_path: Path) -> None:
    _imported(tmp_path)
    contract = Contract.objects.get()
    record_evaluation(
        by=None,
        contract=contract,
        phase="final",
        held_on=date(2011, 12, 1),
        result="good",
        provenance=Provenance("third", "third"),
    )
    report = _imported(tmp_path, agreements=[{**AGREEMENT, "planned_brl": "4000"}])
    assert Contract.objects.get().value == Decimal(3000)
    assert any("correct it by hand" in remark.reason for remark in report.remarks())


def test_a_contract_put_right_by_hand_stays_so_and_takes_what_the_source_adds(tmp_path: Path) -> None:
    _imported(tmp_path)
    corrected = correct_contract(
        by=None, contract=Contract.objects.get(), changes={"value": Decimal(3300)}, reason="A slip in the file"
    )
    report = _imported(tmp_path, transfers=[TRANSFER, {**TRANSFER, "transfer_no": "2"}])
    assert report.records["contract"] == {"unchanged": 1}
    assert report.records["payment"] == {"unchanged": 1, "created": 1}
    assert Contract.objects.standing().get() == corrected
    assert corrected.payments.standing().count() == 2
    report = _imported(tmp_path, agreements=[{**AGREEMENT, "planned_brl": "4000"}])
    assert Contract.objects.standing().get().value == Decimal(3300)
    assert any("correct it by hand" in remark.reason for remark in report.remarks())


def test_a_row_that_stands_twice_in_a_file_is_refused_once(tmp_path: Path) -> None:
    report = _imported(tmp_path, transfers=[TRANSFER, TRANSFER])
    (finding,) = report.refused()
    assert (finding.location, finding.reason) == ("line 3", "The same row stands at line 2 already.")
    assert Payment.objects.count() == 1


def test_a_row_the_database_refuses_leaves_the_others_in_place(tmp_path: Path) -> None:
    tomorrow = {**TRANSFER, "transfer_no": "2", "paid_date": "2199-01-01"}
    report = _imported(tmp_path, transfers=[TRANSFER, tomorrow, {**TRANSFER, "transfer_no": "3"}])
    assert Payment.objects.count() == 2
    (finding,) = report.refused()
    assert (finding.location, finding.field) == ("line 3", "paid_on")


def test_what_was_said_about_rows_is_kept_with_the_rows_as_read(tmp_path: Path) -> None:
    _imported(tmp_path, documents=[DOCUMENT, {**DOCUMENT, "document": "1º Termo Aditivo", "start_date": "soon"}])
    kept = ImportRow.objects.get(severity="refused")
    assert (kept.location, kept.field, kept.content["start_date"]) == ("line 3", "start_date", "soon")
    batch = ImportBatch.objects.get(file_name="instruments_and_amendments.csv")
    assert (batch.state, batch.created, batch.refused, batch.finished_at is not None) == ("committed", 1, 1, True)
