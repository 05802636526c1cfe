"""The typed rows of the Minas Gerais files, and what makes a row one that cannot be imported."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.attachments import is_address
from partnerships.imports.cells import Cells
from partnerships.imports.findings import Problem, RawRow
from partnerships.imports.tables import Columns

AGREEMENTS = Columns(
    (
        "instrument_id",
        "instrument_type",
        "status",
        "gov_code",
        "gov_name",
        "gov_acronym",
        "ngo_name",
        "ngo_cnpj",
        "policy_area",
        "object",
        "start_date",
        "end_date_original",
        "planned_brl",
    )
)
DOCUMENTS = Columns(("instrument_id", "status", "document", "amends_document", "start_date", "end_date", "url"))
TRANSFERS = Columns(
    ("instrument_id", "work_programme", "transfer_no", "planned_brl", "paid_brl", "planned_date", "paid_date")
)
EVALUATIONS = Columns(
    (
        "instrument_id",
        "work_programme",
        "evaluation_no",
        "period_start",
        "period_end",
        "planned_date",
        "meeting_date",
        "score_0_10",
    )
)
REPORTS = Columns(("instrument_id", "work_programme", "evaluation_no", "report_type", "period_start", "url"))

ENDED, IN_FORCE, RESCINDED, CLOSED = "Encerrado", "Vigente", "Rescindido", "Extinto"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One contrato de gestão or termo de parceria. `published_end` is the end the state publishes for it."""

    id: str
    type: str
    status: str
    government_code: str
    government_name: str
    government_acronym: str
    ngo_name: str
    cnpj: str
    area: str
    object: str
    starts_on: date
    published_end: date | None
    planned: Decimal | None
    url: str
    remarks: list[Problem]


def parse_agreement(row: RawRow) -> Agreement:
    """Raises RowRefusedError with every cell that cannot be read."""
    cells = Cells(row)
    agreement = Agreement(
        id=cells.text("instrument_id", required=True, at_most=50),
        type=cells.text("instrument_type", required=True),
        status=cells.text("status", required=True),
        government_code=str(cells.count("gov_code", required=True)),
        government_name=cells.text("gov_name", required=True, at_most=300),
        government_acronym=cells.text("gov_acronym", required=True, at_most=50),
        ngo_name=cells.text("ngo_name", required=True, at_most=300),
        cnpj=cells.text("ngo_cnpj", required=True),
        area=cells.text("policy_area", at_most=50),
        object=cells.text("object", required=True, at_most=1000),
        starts_on=cells.past_day("start_date"),
        published_end=cells.day("end_date_original"),
        planned=cells.amount("planned_brl"),
        url=cells.text("url_integra_termo_contrato"),
        remarks=cells.remarks,
    )
    statuses = (ENDED, IN_FORCE, RESCINDED, CLOSED)
    if agreement.status and agreement.status not in statuses:
        words = {"value": agreement.status, "known": ", ".join(statuses)}
        cells.refuse("status", _("“%(value)s” is not a status of this source. Known are: %(known)s.") % words)
    cells.finish()
    return agreement


@dataclass(frozen=True, slots=True)
class AgreementDocument:
    """One document of an agreement: original, amendment, apostille or rescission, and the days it holds from and to."""

    agreement: str
    status: str
    title: str
    amends: str
    starts_on: date | None
    ends_on: date | None
    url: str


def parse_document(row: RawRow) -> AgreementDocument:
    """Raises RowRefusedError with every cell that cannot be read."""
    cells = Cells(row)
    document = AgreementDocument(
        agreement=cells.text("instrument_id", required=True),
        status=cells.text("status"),
        title=cells.text("document", required=True, at_most=100),
        amends=cells.text("amends_document"),
        starts_on=cells.day("start_date"),
        ends_on=cells.day("end_date"),
        url=cells.text("url"),
    )
    cells.finish()
    return document


@dataclass(frozen=True, slots=True)
class Transfer:
    """One planned transfer and what was paid of it. `paid` is 0 where the source says that nothing was."""

    agreement: str
    programme: str
    number: int
    planned_on: date
    planned: Decimal
    paid_on: date | None
    paid: Decimal | None
    remarks: list[Problem]


def parse_transfer(row: RawRow) -> Transfer:
    """Raises RowRefusedError with every cell that cannot be read, or where payment and pay day contradict."""
    cells = Cells(row)
    transfer = Transfer(
        agreement=cells.text("instrument_id", required=True),
        programme=cells.text("work_programme", at_most=60),
        number=cells.count("transfer_no", required=True),
        planned_on=cells.day("planned_date", required=True),
        planned=cells.amount("planned_brl", required=True),
        paid_on=cells.day("paid_date"),
        paid=cells.amount("paid_brl"),
        remarks=cells.remarks,
    )
    if transfer.paid and not transfer.paid_on:
        cells.refuse("paid_date", _("A sum was paid, but the day of the payment is missing."))
    if transfer.paid_on and not transfer.paid:
        cells.refuse("paid_brl", _("There is a day of payment, but no sum that was paid."))
    cells.finish()
    return transfer


@dataclass(frozen=True, slots=True)
class EvaluationMeeting:
    """One meeting of the evaluation committee, planned or held. `score` goes from 0 to 10."""

    agreement: str
    programme: str
    number: int | None
    period_start: date | None
    period_end: date | None
    planned_on: date | None
    held_on: date | None
    score: Decimal | None


def parse_evaluation(row: RawRow) -> EvaluationMeeting:
    """Raises RowRefusedError with every cell that cannot be read, or for a score outside 0 to 10."""
    cells = Cells(row)
    meeting = EvaluationMeeting(
        agreement=cells.text("instrument_id", required=True),
        programme=cells.text("work_programme", at_most=60),
        number=cells.count("evaluation_no"),
        period_start=cells.day("period_start"),
        period_end=cells.day("period_end"),
        planned_on=cells.day("planned_date"),
        held_on=cells.day("meeting_date"),
        score=_score(cells),
    )
    if meeting.score is not None and meeting.held_on is None:
        cells.refuse("meeting_date", _("There is a score, but the day of the meeting is missing."))
    if meeting.number is None and meeting.period_start is None:
        cells.refuse("evaluation_no", _("Neither the number nor the period of the evaluation is given."))
    cells.finish()
    return meeting


def _score(cells: Cells) -> Any:
    """The score; the workbook writes N/A where none was given."""
    if cells.text("score_0_10") == "N/A":
        return None
    score = cells.number("score_0_10")
    if score is not None and not 0 <= score <= 10:
        cells.refuse("score_0_10", _("%(score)s lies outside the scale from 0 to 10.") % {"score": score})
    return score


@dataclass(frozen=True, slots=True)
class CommitteeReport:
    """One published report on an evaluation period."""

    agreement: str
    programme: str
    number: int | None
    type: str
    period_start: date | None
    url: str


def parse_report(row: RawRow) -> CommitteeReport:
    """Raises RowRefusedError with every cell that cannot be read, or for an address that is none."""
    cells = Cells(row)
    report = CommitteeReport(
        agreement=cells.text("instrument_id", required=True),
        programme=cells.text("work_programme", at_most=60),
        number=cells.count("evaluation_no"),
        type=cells.text("report_type", required=True, at_most=150),
        period_start=cells.day("period_start"),
        url=cells.text("url", at_most=1000),
    )
    if report.url and not is_address(report.url):
        cells.refuse("url", _("“%(value)s” is not an address of a document.") % {"value": report.url})
    cells.finish()
    return report
