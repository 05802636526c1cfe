"""Methodologies with their drafts and studies, assessments, ratings, and what is said to a judgement."""

from .assessments import Assessment, AssessmentRun, LatestAssessment
from .drafts import Draft
from .methodologies import Methodology
from .methodology_drafts import MethodologyDraft, PreviewReading
from .objections import Objection
from .overrides import Override
from .ratings import ExpertJudgement, RatingRound, RatingTask
from .reassessments import Reassessment
from .replies import Reply
from .spells import StageSpell
from .studies import MethodStudy

__all__ = [
    "Assessment",
    "AssessmentRun",
    "Draft",
    "ExpertJudgement",
    "LatestAssessment",
    "MethodStudy",
    "Methodology",
    "MethodologyDraft",
    "Objection",
    "Override",
    "PreviewReading",
    "RatingRound",
    "RatingTask",
    "Reassessment",
    "Reply",
    "StageSpell",
]
