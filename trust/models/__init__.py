"""Methodologies, assessments, and what is waiting to be assessed."""

from .assessments import Assessment, AssessmentRun, LatestAssessment
from .methodologies import Methodology
from .reassessments import Reassessment

__all__ = ["Assessment", "AssessmentRun", "LatestAssessment", "Methodology", "Reassessment"]
