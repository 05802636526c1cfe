"""Agreements of Minas Gerais: parties, what happened under the agreements, and the oddities of the files."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partnerships.imports.findings import UnusableFileError
from partnerships.imports.importing import import_path
from partnerships.imports.report import Report
from partnerships.imports.sources.minas_gerais.evaluations import result_of
from partnerships.models import Amendment, Contract, DocumentLink, Evaluation, Organization, Partnership, Payment
from tests.partnerships.imports.small_files import (
    AGREEMENT,
    DOCUMENT,
    EVALUATION,
    REPORT,
    TRANSFER,
    Row,
    write_agreements,
)

pytestmark = pytest.mark.django_db


def _imported(folder: Path, **tables: list[Row]) -> Report:
    return import_path(write_agreements(folder, **tables), by=None)


def _second(**changed: Any) -> tuple[Row, Row]:
    """Another agreement, two years later, with its original document."""
    agreement = {**AGREEMENT, "instrument_id": "TP-002/2012", "start_date": "2012-01-01", **changed}
    agreement["end_date_original"] = "2012-12-31"
    return agreement, {**DOCUMENT, "instrument_id": "TP-002/2012", "start_date": "2012-01-01", "end_date": "2012-12-31"}


def _reasons(report: Report, field: str) -> list[str]:
    return [finding.reason for finding in report.findings if finding.field == field]


def test_an_agreement_becomes_a_contract_of_the_two_parties_in_reais(tmp_path: Path) -> None:
    _imported(tmp_path)
    contract = Contract.objects.get()
    assert (contract.number, contract.value, contract.currency) == ("TP-001/2010", Decimal(3000), "BRL")
    assert (contract.starts_on, contract.ends_on) == (date(2010, 1, 1), date(2011, 12, 31))
    ngo = contract.partnership.ngo
    assert [str(identifier) for identifier in ngo.identifiers.all()] == ["BR-CNPJ 07514913000175"]
    assert str(contract.partnership.government.identifiers.get()) == "LOCAL minas_gerais:1271:SEC"


def test_a_cnpj_with_wrong_check_digits_is_taken_for_the_right_one_of_the_same_name_and_branch(tmp_path: Path) -> None:
    agreement, document = _second(ngo_cnpj="07.514.913/0001-76")
    report = _imported(tmp_path, agreements=[AGREEMENT, agreement], documents=[DOCUMENT, document])
    assert Organization.objects.ngos().count() == 1
    assert "07.514.913/0001-76 are wrong" in _reasons(report, "ngo_cnpj")[0]


def test_a_wrong_cnpj_that_stands_nowhere_else_is_kept_as_the_sources_own_id(tmp_path: Path) -> None:
    report = _imported(tmp_path, agreements=[{**AGREEMENT, "ngo_cnpj": "07.514.913/0001-76"}])
    assert str(Organization.objects.ngos().get().identifiers.get()) == "LOCAL minas_gerais:07.514.913/0001-76"
    assert "not as a CNPJ" in _reasons(report, "ngo_cnpj")[0]


def test_two_bodies_with_one_code_are_two_partnerships_and_the_later_succeeds_the_former(tmp_path: Path) -> None:
    agreement, document = _second(gov_acronym="SECULT", gov_name="Secretaria de Estado de Cultura e Turismo")
    _imported(tmp_path, agreements=[agreement, AGREEMENT], documents=[DOCUMENT, document])
    former, later = (Partnership.objects.get(contracts__number=number) for number in ("TP-001/2010", "TP-002/2012"))
    assert [each.successor for each in former.government.successions.all()] == [later.government]
    assert not later.government.successions.exists()


def test_of_two_names_of_one_ngo_the_later_is_its_name_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    agreement, document = _second(ngo_name="Instituto Elo de Minas")
    _imported(tmp_path, agreements=[agreement, AGREEMENT], documents=[DOCUMENT, document])
    ngo = Organization.objects.ngos().get()
    assert ngo.name == "Instituto Elo de Minas"
    assert [(other.name, other.used_until) for other in ngo.other_names.all()] == [("Instituto Elo", date(2012, 1, 1))]


def test_amendments_are_recorded_with_the_end_they_move(tmp_path: Path) -> None:
    amendment = {**DOCUMENT, "document": "1º Termo Aditivo", "start_date": "2011-11-01", "end_date": "2012-06-30"}
    apostille = {**DOCUMENT, "document": "1º Termo de Apostilamento", "amends_document": "1º Termo Aditivo"}
    _imported(tmp_path, documents=[DOCUMENT, amendment, apostille])
    found = Amendment.objects.order_by("number").values_list("number", "signed_on", "new_ends_on", "description")
    assert list(found) == [
        ("1º Termo Aditivo", date(2011, 11, 1), date(2012, 6, 30), "1º Termo Aditivo"),
        ("1º Termo de Apostilamento", date(2010, 1, 1), None, "1º Termo de Apostilamento (1º Termo Aditivo)"),
    ]


def test_a_unilateral_rescission_ends_the_contract_by_the_government_and_again_changes_nothing(tmp_path: Path) -> None:
    ending = {**DOCUMENT, "document": "Termo de Rescisão Unilateral", "start_date": "2011-03-01", "end_date": ""}
    _imported(tmp_path, documents=[DOCUMENT, ending])
    again = _imported(tmp_path, documents=[DOCUMENT, ending])
    contract = Contract.objects.get()
    assert (contract.terminated_on, contract.termination_party, contract.termination_fault) == (
        date(2011, 3, 1),
        "government",
        "none",
    )
    assert again.files["instruments_and_amendments.csv"].outcomes == {"unchanged": 2}


def test_a_rescission_that_has_not_come_yet_is_said_and_the_agreement_goes_on(tmp_path: Path) -> None:
    report = _imported(tmp_path, agreements=[{**AGREEMENT, "status": "Rescindido", "end_date_original": "2199-12-31"}])
    assert Contract.objects.get().terminated_on is None
    assert any("2199-12-31" in reason for reason in _reasons(report, "terminated_on"))


def test_documents_and_payments_of_an_agreement_that_is_not_on_record_are_refused(tmp_path: Path) -> None:
    report = _imported(tmp_path, agreements=[{**AGREEMENT, "start_date": "soon"}])
    refused = {finding.file: finding.reason for finding in report.refused()}
    assert len(refused) == 5
    assert "no agreement TP-001/2010" in refused["transfers.csv"]
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("changed", "paid"),
    [
        ({}, (date(2010, 2, 10), Decimal(1000))),
        ({"paid_brl": "400.0"}, (date(2010, 2, 10), Decimal(400))),
        ({"paid_brl": "1400.0"}, (date(2010, 2, 10), Decimal(1400))),
        ({"paid_brl": "0.0", "paid_date": ""}, (None, None)),
        ({"paid_brl": "", "paid_date": ""}, (None, None)),
    ],
)
def test_a_transfer_is_one_instalment_with_what_was_planned_and_what_was_paid(
    tmp_path: Path, changed: Row, paid: tuple[date | None, Decimal | None]
) -> None:
    report = _imported(tmp_path, transfers=[{**TRANSFER, **changed}])
    payment = Payment.objects.get()
    assert (payment.due_on, payment.amount_due) == (date(2010, 2, 1), Decimal(1000))
    assert (payment.paid_on, payment.amount_paid) == paid
    assert len(_reasons(report, "paid_brl")) == (changed.get("paid_brl") in {"400.0", "1400.0", "0.0"})


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"paid_date": ""}, "paid_date"),
        ({"paid_brl": ""}, "paid_brl"),
        ({"planned_date": ""}, "planned_date"),
        ({"planned_brl": "-1"}, "planned_brl"),
        ({"transfer_no": "1.5"}, "transfer_no"),
    ],
)
def test_a_transfer_that_contradicts_itself_is_refused(tmp_path: Path, changed: Row, field: str) -> None:
    report = _imported(tmp_path, transfers=[{**TRANSFER, **changed}])
    assert [finding.field for finding in report.refused()] == [field]
    assert not Payment.objects.exists()


@pytest.mark.parametrize(("planned", "refused"), [("2011-03-01", 0), ("2011-03-02", 1)])
def test_an_unpaid_transfer_planned_after_the_agreement_was_ended_was_never_due(
    tmp_path: Path, planned: str, refused: int
) -> None:
    ending = {**DOCUMENT, "document": "Termo de Rescisão Unilateral", "start_date": "2011-03-01"}
    transfer = {**TRANSFER, "planned_date": planned, "paid_brl": "", "paid_date": ""}
    report = _imported(tmp_path, documents=[DOCUMENT, ending], transfers=[transfer])
    assert report.files["transfers.csv"].outcomes["refused"] == refused


def test_transfers_planned_after_the_last_known_payment_are_called_unknown(tmp_path: Path) -> None:
    open_transfer = {**TRANSFER, "transfer_no": "2", "planned_date": "2010-06-01", "paid_brl": "", "paid_date": ""}
    report = _imported(tmp_path, transfers=[TRANSFER, open_transfer])
    assert any(
        "no payment after 2010-02-10. Whether the 1 transfers" in reason for reason in _reasons(report, "paid_date")
    )


@pytest.mark.parametrize(
    ("score", "result"),
    [
        ("10", "excellent"),
        ("9", "excellent"),
        ("8.99", "good"),
        ("8", "good"),
        ("7.99", "pass"),
        ("7", "pass"),
        ("6.99", "fail"),
        ("0", "fail"),
    ],
)
def test_a_score_falls_in_its_band(score: str, result: str) -> None:
    assert result_of(Decimal(score)) == result


def test_a_meeting_without_a_score_is_left_out_with_the_reason(tmp_path: Path) -> None:
    held, planned = (
        {**EVALUATION, "score_0_10": "N/A"},
        {**EVALUATION, "evaluation_no": "2", "score_0_10": "", "meeting_date": ""},
    )
    report = _imported(tmp_path, evaluations=[held, planned])
    assert [("met on 2010-04-20" in reason, "No meeting" in reason) for reason in _reasons(report, "score_0_10")] == [
        (True, False),
        (False, True),
    ]
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("held_on", "recorded"), [("2009-12-31", 0), ("2010-01-01", 1)])
def test_a_meeting_before_the_agreement_began_is_refused(tmp_path: Path, held_on: str, recorded: int) -> None:
    _imported(tmp_path, evaluations=[{**EVALUATION, "meeting_date": held_on, "period_start": "2010-01-01"}])
    assert Evaluation.objects.count() == recorded


def test_a_meeting_before_its_period_and_a_period_that_ends_first_are_imported_with_remarks(tmp_path: Path) -> None:
    odd = {**EVALUATION, "period_start": "2010-11-01", "period_end": "2010-01-31"}
    report = _imported(tmp_path, evaluations=[odd])
    assert Evaluation.objects.count() == 1
    assert len(_reasons(report, "period_end")) == len(_reasons(report, "meeting_date")) == 1


def test_a_report_is_attached_to_its_evaluation_once(tmp_path: Path) -> None:
    _imported(tmp_path)
    again = _imported(tmp_path, reports=[REPORT, {**REPORT, "report_type": "Relatório Financeiro"}])
    link = DocumentLink.objects.get()
    assert (link.fact, link.document.url) == (Evaluation.objects.get(), REPORT["url"])
    assert again.files["reports.csv"].outcomes == {"unchanged": 1, "left_out": 1}


def test_a_report_on_a_meeting_without_a_score_is_attached_to_the_contract(tmp_path: Path) -> None:
    _imported(tmp_path, evaluations=[{**EVALUATION, "score_0_10": ""}])
    assert DocumentLink.objects.get().fact == Contract.objects.get()


@pytest.mark.parametrize(
    ("url", "outcome"), [("", "left_out"), ("Não publicaram.", "refused"), ("https://", "refused")]
)
def test_a_report_without_an_address_is_not_attached(tmp_path: Path, url: str, outcome: str) -> None:
    report = _imported(tmp_path, reports=[{**REPORT, "url": url}])
    assert report.files["reports.csv"].outcomes == {outcome: 1}
    assert not DocumentLink.objects.exists()


def test_a_folder_that_lacks_a_file_is_told_which(tmp_path: Path) -> None:
    (write_agreements(tmp_path) / "reports.csv").unlink()
    with pytest.raises(UnusableFileError, match=r"lacks these files: reports\.csv"):
        import_path(tmp_path, by=None)
