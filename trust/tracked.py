"""Which tables of judgement keep a trail of their changes; those that keep none say why."""

from partnerships.audit.tracked import Tracked

TRACKED: dict[str, Tracked] = {
    # What people say to a judgement says itself who said it and when.
    "objection": Tracked(),
    "override": Tracked(),
    "reply": Tracked(),
    # How far a preview has come is written after every batch; what was decided is what the trail is for.
    "methodologydraft": Tracked(inserts=True, ignored=("done", "reached", "total")),
}

EXEMPT: dict[str, str] = {
    "methodology": "A trigger refuses every change of it.",
    "assessmentrun": "A trigger refuses every change of it but its closing.",
    "methodstudy": "A trigger refuses every change of it.",
    "ratinground": "Written once with its tasks; nothing changes it.",
    "ratingtask": "Written once with its round; nothing changes it.",
    "expertjudgement": "A trigger refuses every change of it.",
    "assessment": "A trigger refuses every change of it.",
    "latestassessment": "A pointer that can be rebuilt from the assessments.",
    "draft": "Written by the engine alone; who speaks to it leaves an objection, which is tracked.",
    "stagespell": "Derived; can be rebuilt from the assessments.",
    "previewreading": "What a draft would make of a partnership: no judgement, made anew with each preview.",
    "reassessment": "A mark set and taken away by the system, thousands of times a day.",
}
