"""Which tables of judgement keep a trail of their changes; those that keep none say why."""

from partnerships.audit.tracked import Tracked

TRACKED: dict[str, Tracked] = {
    # What people say to a judgement says itself who said it and when.
    "objection": Tracked(),
    "override": Tracked(),
    "reply": Tracked(),
}

EXEMPT: dict[str, str] = {
    "methodology": "A trigger refuses every change of it.",
    "assessmentrun": "A trigger refuses every change of it but its closing.",
    "assessment": "A trigger refuses every change of it.",
    "latestassessment": "A pointer that can be rebuilt from the assessments.",
    "draft": "Written by the engine alone; who speaks to it leaves an objection, which is tracked.",
    "stagespell": "Derived; can be rebuilt from the assessments.",
    "reassessment": "A mark set and taken away by the system, thousands of times a day.",
}
