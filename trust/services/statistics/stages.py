"""Where partnerships stood, and how they moved, as told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trust.services.population import (
    STATES,
    Quarter,
    by_state,
    flows,
    month_ends,
    standing,
    transitions_by_quarter,
)

from .questions import Question, Told

Outcomes = Mapping[tuple[int, int], Sequence[int]]


@dataclass(frozen=True)
class Months:
    """How many stood where at each month end of the period: whole by stage and reason, and as told by state."""

    days: Sequence[date]
    outcomes: Outcomes
    table: Sequence[Sequence[int]]
    told: Told


def read_months(question: Question) -> Months:
    """Partnerships at each month end. One query."""
    days = month_ends(question.since, question.until)
    outcomes = standing(question.chosen, days)
    table = by_state(outcomes, len(days))
    return Months(days, outcomes, table, question.told(table))


def told_distribution(question: Question, months: Months) -> Sequence[int | None]:
    """Partnerships by state on the last day."""
    return question.told([months.table[-1]])[0]


def told_flows(question: Question) -> Told:
    """Partnerships by state on the first day and on the last. One query."""
    table = [[0] * len(STATES) for _state in STATES]
    for flow in flows(question.chosen, question.since, question.until):
        table[flow.before][flow.after] = flow.number
    return question.told(table)


def told_quarters(question: Question) -> tuple[Sequence[Quarter], Told]:
    """The quarters, and changes of each kind in each. One query."""
    found = transitions_by_quarter(question.chosen, question.since, question.until)
    return found, question.told([[each.up, each.down, each.lapse] for each in found])
