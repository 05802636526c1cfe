"""Runs cases through the real records and the real engine, and takes everything back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from trust.gather import first_own_day
from trust.models import Methodology
from trust.scoring.engine import assess
from trust.scoring.stages import REASONS

from ..judging import month_ends
from ..methodologies import current_methodology, numbers_of
from .files import LABELS, Case, CaseError, Checkpoint
from .reading import evidence_of
from .recording import RecordedCase, record_case


@dataclass(frozen=True)
class CheckedPoint:
    """One checkpoint: what the expert says, and what the method says. `odds`: P(stage >= 1, 2, 3)."""

    case: str
    checkpoint: Checkpoint
    stage: str
    reason: str | None
    odds: tuple[float, float, float]


def check_cases(cases: Sequence[Case]) -> tuple[list[CheckedPoint], list[CaseError]]:
    """Every checkpoint of every case, judged with what was known on its day; and the cases that were refused.

    Leaves the database as it was.
    """
    points, refused = [], []
    with transaction.atomic():
        methodology = current_methodology()
        for case in cases:
            try:
                with transaction.atomic():
                    points.extend(_check(case, methodology))
            except CaseError as error:
                refused.append(error)
        transaction.set_rollback(True)
    return points, refused


def _check(case: Case, methodology: Methodology) -> list[CheckedPoint]:
    recorded = record_case(case)
    return [_judged(case, checkpoint, recorded, methodology) for checkpoint in case.checkpoints]


def _judged(case: Case, checkpoint: Checkpoint, recorded: RecordedCase, methodology: Methodology) -> CheckedPoint:
    """Without a fact of the partnership's own that counts by then, there is no path to follow."""
    evidence = evidence_of(recorded, known_at=timezone.make_aware(datetime.combine(checkpoint.as_of, time.max)))
    first = first_own_day(evidence)
    if first is None or first > checkpoint.as_of:
        return _without_evidence(case, checkpoint)
    path = assess(evidence, numbers_of(methodology), month_ends(first, checkpoint.as_of))
    if not len(path):
        return _without_evidence(case, checkpoint)
    first_odds, second, third = (round(float(chance), 4) for chance in path.at_least[-1])
    reason = REASONS[int(path.reason[-1])] or None
    return CheckedPoint(case.name, checkpoint, LABELS[int(path.stage[-1])], reason, (first_odds, second, third))


def _without_evidence(case: Case, checkpoint: Checkpoint) -> CheckedPoint:
    return CheckedPoint(case.name, checkpoint, LABELS[0], REASONS[1], (0.0, 0.0, 0.0))
