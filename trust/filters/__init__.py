"""One filter set per kind of judgement, shared by pages and the API."""

from .assessments import STAGE_CODES, AssessmentFilter, MethodologyFilter, PathFilter, SpellFilter
from .hearings import DraftFilter, ObjectionFilter, OverrideFilter, ReplyFilter

__all__ = [
    "STAGE_CODES",
    "AssessmentFilter",
    "DraftFilter",
    "MethodologyFilter",
    "ObjectionFilter",
    "OverrideFilter",
    "PathFilter",
    "ReplyFilter",
    "SpellFilter",
]
