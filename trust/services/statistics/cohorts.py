"""How soon partnerships reach a stage after the first contact, by cohort, as told."""

from collections.abc import Mapping

from trust.services.population import Curve, read_cohorts

from .curves import told_curves
from .questions import Question


def told_cohorts(question: Question) -> Mapping[str, Mapping[str, Curve]]:
    """For each way to form cohorts the curves of those that have not reached the stage yet. One query.

    Cohorts of fewer than five, or under the rule of fewer than five that reached the stage, are left out.
    """
    found = read_cohorts(question.chosen, question.goal, question.until)
    return {by: told_curves(question, cohorts) for by, cohorts in found.items()}
