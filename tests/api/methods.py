"""What is told of surveys and of the method itself, on the fixed cast."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from partnerships.models import SurveyResult
from tests.api.evidence import Both
from tests.cast import Cast
from trust.models import MethodologyDraft, MethodStudy, PreviewReading
from trust.scoring.gates import CONDITION_CODES
from trust.services import current_methodology

MEANS = [Decimal("2.0"), None, Decimal("4.0"), *[Decimal("3.5")] * 4]


@dataclass(frozen=True)
class Told:
    """A yearly result of either body, a study of robustness with a small group, a draft by which one would move."""

    bureau: SurveyResult
    street: SurveyResult
    study: MethodStudy
    draft: MethodologyDraft


def tell_everything(both: Both, cast: Cast) -> Told:
    """Saves one of each."""
    methodology, now = current_methodology(), timezone.now()
    results = [
        SurveyResult.objects.create(body=body, year=2025, questionnaire="2026.1", ngos=6, means=MEANS)
        for body in (cast.bureau, cast.street_office)
    ]
    outcomes = [
        {"stage": 3, "reason": 0, "partnerships": 3, "kept": 0.7, "nearly_always": 1},
        {"stage": 2, "reason": 0, "partnerships": 40, "kept": 1.0, "nearly_always": 40},
        {"stage": 0, "reason": 3, "partnerships": 7, "kept": 0.9, "nearly_always": 5},
    ]
    study = MethodStudy.objects.create(
        kind="robustness", methodology=methodology, as_of=date(2025, 6, 30), known_at=now, subjects=50,
        command="manage.py study_method robustness --runs 50 --partnerships 50 --seed 1",
        result={"runs": 50, "kept": 0.96, "nearly_always": 46, "outcomes": outcomes},
    )  # fmt: skip
    draft = MethodologyDraft.objects.create(
        source=methodology.source, version="2027.1", purpose="Longer half-lives", base=methodology,
        submitted_by=cast.administrator, as_of=date(2025, 6, 30), known_at=now, total=2, done=2, previewed_at=now,
    )  # fmt: skip
    conditions = [0.5] * len(CONDITION_CODES)
    for on, after in ((both.bureau, 2), (both.street, 3)):
        PreviewReading.objects.create(
            draft=draft, partnership=on.partnership, stage_before=2, reason_before=0, stage_after=after,
            reason_after=0, odds_before=[0.9, 0.8, 0.2], odds_after=[0.9, 0.8, 0.7], conditions_before=conditions,
            conditions_after=conditions,
        )  # fmt: skip
    return Told(*results, study, draft)


@pytest.fixture
def told(cast: Cast, both: Both) -> Told:
    """What is told of surveys and of the method."""
    return tell_everything(both, cast)
