"""Methodologies, assessments, what is waiting to be assessed, and what is said to a judgement."""

from .assessments import Assessment, AssessmentRun, LatestAssessment
from .drafts import Draft
from .methodologies import Methodology
from .objections import Objection
from .overrides import Override
from .reassessments import Reassessment
from .replies import Reply
from .spells import StageSpell

__all__ = [
    "Assessment",
    "AssessmentRun",
    "Draft",
    "LatestAssessment",
    "Methodology",
    "Objection",
    "Override",
    "Reassessment",
    "Reply",
    "StageSpell",
]
