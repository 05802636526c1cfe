"""Which tables of judgement keep a trail of their changes; none does, and each says why."""

from partnerships.audit.tracked import Tracked

TRACKED: dict[str, Tracked] = {}

EXEMPT: dict[str, str] = {
    "methodology": "A trigger refuses every change of it.",
    "assessmentrun": "A trigger refuses every change of it but its closing.",
    "assessment": "A trigger refuses every change of it.",
    "latestassessment": "A pointer that can be rebuilt from the assessments.",
    "stagespell": "Derived; can be rebuilt from the assessments.",
    "reassessment": "A mark set and taken away by the system, thousands of times a day.",
}
