"""Methodologies and their drafts, assessments, and what is waiting to be assessed."""

from .assessments import Assessment, AssessmentRun, LatestAssessment
from .drafts import MethodologyDraft, PreviewReading
from .methodologies import Methodology
from .reassessments import Reassessment
from .spells import StageSpell

__all__ = [
    "Assessment",
    "AssessmentRun",
    "LatestAssessment",
    "Methodology",
    "MethodologyDraft",
    "PreviewReading",
    "Reassessment",
    "StageSpell",
]
