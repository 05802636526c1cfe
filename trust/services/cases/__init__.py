"""Case chronologies with expert labels, checked against the method through the real records and the real engine."""

from .agreement import Agreement, agreement
from .checking import CheckedPoint, check_cases
from .files import Case, CaseError, read_cases

__all__ = ["Agreement", "Case", "CaseError", "CheckedPoint", "agreement", "check_cases", "read_cases"]
