"""Evaluation meetings under the agreements of Minas Gerais, and the reports published on them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.attachments import Attachments
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.ledger import Ledger
from partnerships.imports.run import Part
from partnerships.models import Contract, Evaluation
from partnerships.services.addresses import Address

from .held import Agreements, Held
from .rows import CommitteeReport, EvaluationMeeting

# The committee's score, 0 to 10. Below 7 is what the source itself marks as unsatisfactory; the other bounds are ours.
BANDS = (
    (Decimal(9), Evaluation.Result.EXCELLENT),
    (Decimal(8), Evaluation.Result.GOOD),
    (Decimal(7), Evaluation.Result.PASS),
    (Decimal(0), Evaluation.Result.FAIL),
)
COMMITTEE = "Comissão de Avaliação"


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
            attachments.put(row, Address(Evaluation, evaluation, report.url, title))
        else:
            attachments.put(row, Address(Contract, held.contract, report.url, title))
    attachments.flush()
