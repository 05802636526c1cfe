"""What happened under the agreements of Minas Gerais: transfers, evaluation meetings, published reports."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.attachments import Attachment, Attachments
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.ledger import Ledger
from partnerships.imports.payments import PaymentMade
from partnerships.imports.run import Part
from partnerships.models import Contract, Evaluation, Payment

from .held import Agreements, Held
from .rows import CommitteeReport, EvaluationMeeting, Transfer

# The committee's score, 0 to 10. Below 7 is what the source itself marks as unsatisfactory; the other bounds are ours.
BANDS = (
    (Decimal(9), Evaluation.Result.EXCELLENT),
    (Decimal(8), Evaluation.Result.GOOD),
    (Decimal(7), Evaluation.Result.PASS),
    (Decimal(0), Evaluation.Result.FAIL),
)
COMMITTEE = "Comissão de Avaliação"
# Planned days are months in truth (782 of 807 are firsts of a month); half a year early is more than that explains.
EARLY = timedelta(days=180)
# Less than one real more or less is rounding.
ONE = Decimal(1)


@dataclass(slots=True)
class OpenTransfers:
    """The planned days of unpaid transfers, and the last day on which the file knows of a payment."""

    last_payment: date | None = None
    planned: list[date] = field(default_factory=list)

    def note(self, transfer: Transfer) -> None:
        """Takes one transfer into account."""
        if transfer.paid_on:
            self.last_payment = max(self.last_payment or transfer.paid_on, transfer.paid_on)
        else:
            self.planned.append(transfer.planned_on)

    @property
    def unknown(self) -> int:
        """How many unpaid transfers were planned for after the last known payment."""
        return sum(1 for day in self.planned if self.last_payment is None or day > self.last_payment)


def load_transfers(part: Part, rows: Iterable[tuple[RawRow, Transfer]], agreements: Agreements) -> OpenTransfers:
    """Records transfers as instalments. Returns what is open, for what has to be said about the file as a whole."""
    payments = Ledger(part, Payment, completion=PaymentMade())
    unpaid = OpenTransfers()
    for row, transfer in rows:
        try:
            held = agreements.of(transfer.agreement)
            _refuse_never_due(transfer, held)
        except RowRefusedError as refusal:
            part.refuse(row, refusal.problems)
            continue
        key = f"minas_gerais:transfer:{transfer.agreement}:{transfer.programme}:{transfer.number}"
        if payments.put(row, key, _payment(part, transfer, held)):
            part.remark(row, [*transfer.remarks, *_remarks_on_transfer(transfer, held)])
            unpaid.note(transfer)
    payments.flush()
    return unpaid


def _refuse_never_due(transfer: Transfer, held: Held) -> None:
    if not transfer.paid and held.terminated_on and transfer.planned_on > held.terminated_on:
        words = {"planned": transfer.planned_on, "ended": held.terminated_on}
        sentence = _("The agreement was ended on %(ended)s, before this transfer, planned for %(planned)s, fell due.")
        raise RowRefusedError([Problem("planned_date", sentence % words)])


def _payment(part: Part, transfer: Transfer, held: Held) -> dict[str, Any]:
    """The instalment. What was paid short or in excess stays in one record: the source closes it with the payment."""
    return {
        "contract_id": held.contract,
        "stage": Payment.Stage.FIRST if transfer.number == 1 else Payment.Stage.INTERIM,
        "due_on": transfer.planned_on,
        "amount_due": transfer.planned,
        "paid_on": transfer.paid_on,
        "amount_paid": transfer.paid if transfer.paid_on else None,
        "paid_recorded_at": part.run.moment if transfer.paid_on else None,
    }


def _remarks_on_transfer(transfer: Transfer, held: Held) -> list[Problem]:
    words = {
        "paid": transfer.paid,
        "planned": transfer.planned,
        "day": transfer.paid_on,
        "due": transfer.planned_on,
        "start": held.starts_on,
        "end": held.ends_on,
    }
    checks = (
        ("paid_brl", transfer.paid == 0, _("The source says that nothing was paid; the instalment stays open.")),
        (
            "paid_brl",
            bool(transfer.paid) and transfer.planned - transfer.paid >= ONE,
            _("%(paid)s was paid of %(planned)s planned; whether the rest is still owed is not on record."),
        ),
        (
            "paid_brl",
            bool(transfer.paid) and transfer.paid - transfer.planned >= ONE,
            _("%(paid)s was paid, more than the %(planned)s planned."),
        ),
        (
            "paid_date",
            bool(transfer.paid_on and transfer.paid_on < held.starts_on),
            _("Paid on %(day)s, before the agreement began on %(start)s."),
        ),
        (
            "paid_date",
            bool(transfer.paid_on and transfer.planned_on - transfer.paid_on > EARLY),
            _("Paid on %(day)s, more than half a year before it was planned (%(due)s); a year may be mistyped."),
        ),
        (
            "planned_date",
            transfer.planned_on > held.ends_on,
            _("Planned for %(due)s, after the last day of the agreement on record, %(end)s."),
        ),
    )
    return [Problem(field, sentence % words) for field, holds, sentence in checks if holds]


def load_evaluations(
    part: Part, rows: Iterable[tuple[RawRow, EvaluationMeeting]], agreements: Agreements
) -> dict[tuple[str, str, int | None], int]:
    """Records scored meetings as evaluations. Returns their keys by agreement, work programme and number."""
    evaluations = Ledger(part, Evaluation)
    places: dict[str, tuple[str, str, int | None]] = {}
    for row, meeting in rows:
        try:
            held = agreements.of(meeting.agreement)
            _refuse_impossible(meeting, held)
        except RowRefusedError as refusal:
            part.refuse(row, refusal.problems)
            continue
        if meeting.score is None:
            part.leave_out(row, "score_0_10", _reason_without_score(meeting))
            continue
        key = (
            f"minas_gerais:evaluation:{meeting.agreement}:{meeting.programme}:{meeting.number or meeting.period_start}"
        )
        if evaluations.put(row, key, _evaluation(meeting, held)):
            part.remark(row, _remarks_on_meeting(meeting))
            places[key] = (meeting.agreement, meeting.programme, meeting.number)
    evaluations.flush()
    return {place: evaluations.ids[key] for key, place in places.items() if key in evaluations.ids}


def _refuse_impossible(meeting: EvaluationMeeting, held: Held) -> None:
    if meeting.held_on and meeting.held_on < held.starts_on:
        words = {"day": meeting.held_on, "start": held.starts_on}
        sentence = _("The meeting is dated %(day)s, before the agreement began on %(start)s; look for a mistyped year.")
        raise RowRefusedError([Problem("meeting_date", sentence % words)])


def _reason_without_score(meeting: EvaluationMeeting) -> str:
    if meeting.held_on is None:
        return _("No meeting on record: planned, or not held. There is nothing to record yet.")
    return _("The committee met on %(day)s but gave no score, so there is no result to record.") % {
        "day": meeting.held_on
    }


def _evaluation(meeting: EvaluationMeeting, held: Held) -> dict[str, Any]:
    assert meeting.score is not None  # noqa: S101 (meetings without a score are left out before)
    return {
        "contract_id": held.contract,
        # The committee meets for every period of some months; the files single out no final evaluation.
        "phase": Evaluation.Phase.MID,
        "held_on": meeting.held_on,
        "result": result_of(meeting.score),
        "score": meeting.score.quantize(Decimal("0.001")),
        "score_maximum": Decimal(10),
        "evaluator": COMMITTEE,
    }


def result_of(score: Decimal) -> Evaluation.Result:
    """The band a score from 0 to 10 falls in."""
    return next(result for least, result in BANDS if score >= least)


def _remarks_on_meeting(meeting: EvaluationMeeting) -> list[Problem]:
    start, end, held_on = meeting.period_start, meeting.period_end, meeting.held_on
    words = {"start": start, "end": end, "day": held_on}
    remarks = []
    if start and end and end < start:
        remarks.append(Problem("period_end", _("The period ends on %(end)s, before it begins on %(start)s.") % words))
    if start and held_on and held_on < start:
        sentence = _("The meeting is dated %(day)s, before the period it evaluates began (%(start)s).")
        remarks.append(Problem("meeting_date", sentence % words))
    return remarks


def load_reports(
    part: Part,
    rows: Iterable[tuple[RawRow, CommitteeReport]],
    agreements: Agreements,
    evaluations: dict[tuple[str, str, int | None], int],
) -> None:
    """Attaches reports to the evaluation they belong to, or to the contract where that evaluation has no score."""
    attachments = Attachments(part, counts_rows=True)
    for row, report in rows:
        if not report.url:
            part.leave_out(row, "url", _("The report has no address; there is nothing to attach."))
            continue
        try:
            held = agreements.of(report.agreement)
        except RowRefusedError as refusal:
            part.refuse(row, refusal.problems)
            continue
        title = f"{report.type} · {report.number or report.period_start}"
        evaluation = evaluations.get((report.agreement, report.programme, report.number))
        if evaluation:
            attachments.put(Attachment(row, Evaluation, evaluation, report.url, title))
        else:
            attachments.put(Attachment(row, Contract, held.contract, report.url, title))
    attachments.flush()
