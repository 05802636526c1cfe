"""A partnership's stages through time: periods for the table, months for the chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from trust.models import Assessment

from .figures import certainty, month, whole_percents
from .stages import NO_STAGE, STAGES, Mark, mark_of

RANGE = (0.05, 0.95)  # a stage lies inside the band unless the odds put less than this beyond it


@dataclass(frozen=True)
class Period:
    """Consecutive months with the same outcome. `first` and `last` are as-of dates, both included.

    `certainty` that the relationship had come at least so far, in the middle one of the months; empty without a stage.
    """

    mark: Mark
    first: date
    last: date
    months: int
    certainty: str


def periods(path: Sequence[Assessment]) -> list[Period]:
    """The path as periods, the latest first. `path`: one assessment per month, in order."""
    found = []
    for (stage, reason), group in groupby(path, key=lambda row: (row.stage, row.reason)):
        rows = list(group)
        chances = [row.at_least[stage - 1] for row in rows] if stage else []
        found.append(
            Period(
                mark=mark_of(stage, reason),
                first=rows[0].as_of,
                last=rows[-1].as_of,
                months=len(rows),
                certainty=certainty(median(chances)) if chances else "",
            )
        )
    return found[::-1]


def stage_range(assessment: Assessment) -> tuple[int, int]:
    """Lowest and highest stage the odds leave room for: the band of the chart."""
    chances = (1.0, *assessment.at_least)
    low = max(stage for stage in range(4) if chances[stage] >= RANGE[1] or stage == 0)
    high = max(stage for stage in range(4) if chances[stage] > RANGE[0] or stage == 0)
    return low, high


def chart(path: Sequence[Assessment]) -> dict[str, Any]:
    """What the chart of the stages draws, with every word it writes. Odds in whole percent, by stage from none up."""
    return {
        "months": [row.as_of.isoformat() for row in path],
        "labels": [month(row.as_of) for row in path],
        "stages": [row.stage for row in path],
        "outcomes": [str(mark_of(row.stage, row.reason).label) for row in path],
        "ranges": [stage_range(row) if _has_odds(row) else None for row in path],
        "odds": [whole_percents(row.stage_odds) if _has_odds(row) else None for row in path],
        "words": {
            "lanes": [_("No stage"), *(str(mark.label) for mark in STAGES)],
            "band": _("Range the odds leave open (90%)"),
            "odds": _("Odds of each stage"),
        },
    }


def _has_odds(row: Assessment) -> bool:
    return bool(row.stage) or mark_of(row.stage, row.reason) is NO_STAGE["not_established"]


def sparkline(values: Sequence[float], height: int = 100) -> str:
    """Points of an SVG polyline, one unit apart, for values between 0 and 1 drawn from the bottom up."""
    return " ".join(f"{x},{round(height * (1 - value))}" for x, value in enumerate(values))
