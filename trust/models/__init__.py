"""Methodologies with their drafts and studies, assessments, ratings, and what is waiting to be assessed."""

from .assessments import Assessment, AssessmentRun, LatestAssessment
from .drafts import MethodologyDraft, PreviewReading
from .methodologies import Methodology
from .ratings import ExpertJudgement, RatingRound, RatingTask
from .reassessments import Reassessment
from .spells import StageSpell
from .studies import MethodStudy

__all__ = [
    "Assessment",
    "AssessmentRun",
    "ExpertJudgement",
    "LatestAssessment",
    "MethodStudy",
    "Methodology",
    "MethodologyDraft",
    "PreviewReading",
    "RatingRound",
    "RatingTask",
    "Reassessment",
    "StageSpell",
]
