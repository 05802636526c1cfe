"""Assessments written by hand, so that tests of the API do not depend on what the engine makes of the evidence."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from partnerships.models import Partnership
from trust.models import Assessment, AssessmentRun, LatestAssessment
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.registry import INDICATORS
from trust.services import current_methodology

NAN = float("nan")


def run_known_at(known_at: datetime = datetime(2025, 8, 1, tzinfo=UTC)) -> AssessmentRun:
    """A finished run."""
    return AssessmentRun.objects.create(methodology=current_methodology(), known_at=known_at, finished_at=known_at)


def judge(run: AssessmentRun, partnership: Partnership, as_of: date, **columns: Any) -> Assessment:
    """A judgement of the run: contractual trust, unless said otherwise. It becomes the latest."""
    indicators = len(INDICATORS)
    row = Assessment(
        run=run,
        partnership=partnership,
        as_of=as_of,
        **{
            "since_on": as_of,
            "stage": 2,
            "reason": 0,
            "flags": 0b10,
            "at_least_dependence": 0.96,
            "at_least_contractual": 0.875,
            "at_least_equal": 0.25,
            "dimension_means": [0.5, 0.6, 0.2, 0.3],
            "dimension_deviations": [0.1, 0.05, 0.1, 0.1],
            "indicator_values": [NAN, *[0.5] * (indicators - 1)],
            "indicator_deviations": [NAN, *[0.1] * (indicators - 1)],
            "indicator_facts": list(range(indicators)),
            "conditions": [0.75] * len(CONDITION_CODES),
            "evidence_digest": uuid4(),
            **columns,
        },
    )
    row.save(force_insert=True)
    told = {"stage": row.stage, "reason": row.reason, "since_on": row.since_on}
    LatestAssessment.objects.update_or_create(partnership=partnership, defaults={"assessment": row, **told})
    return row
