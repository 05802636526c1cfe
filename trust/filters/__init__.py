"""One filter set per kind of judgement, shared by pages and the API."""

from .assessments import STAGE_CODES, AssessmentFilter, PathFilter, SpellFilter
from .hearings import DraftFilter, ObjectionFilter, OverrideFilter, ReplyFilter
from .methods import MethodologyDraftFilter, MethodologyFilter, MoveFilter, StudyFilter

__all__ = [
    "STAGE_CODES",
    "AssessmentFilter",
    "DraftFilter",
    "MethodologyDraftFilter",
    "MethodologyFilter",
    "MoveFilter",
    "ObjectionFilter",
    "OverrideFilter",
    "PathFilter",
    "ReplyFilter",
    "SpellFilter",
    "StudyFilter",
]
