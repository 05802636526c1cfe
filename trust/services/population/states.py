"""Outcomes as statistics tell them apart, and the questions of SQL that all statistics ask of spells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from trust.models.assessments import Reason

STATES = ("none", "dependence", "contractual", "equal", "lapsed")
"""By number: no stage for whatever reason, the three stages, lapsed."""

NONE, LAPSED = 0, 4
KINDS = ("up", "down", "lapse")
"""How a spell ends, for the reader; `kind_of` numbers them from 1."""

STATE = f"CASE WHEN s.reason = {Reason.LAPSED:d} THEN {LAPSED} ELSE s.stage END"
FOLLOWING = f"CASE WHEN s.next_reason = {Reason.LAPSED:d} THEN {LAPSED} ELSE s.next_stage END"
"""Of a spell `s` in SQL: its state, and the state after it, NULL while it goes on."""


def state_of(stage: int, reason: int) -> int:
    """The state of one judgement."""
    return LAPSED if reason == Reason.LAPSED else stage


def kind_of(before: int, after: int | None) -> int:
    """How a spell ended that was followed by another: 1 up, 2 down, 3 lapse; 0 not at all.

    Out of no stage or a lapse into a stage is up; between these two is neither better nor worse, a lapse is a lapse.
    Two spells of no stage that differ in the reason only are no change.
    """
    if after is None or before == after:
        return 0
    if after == LAPSED:
        return 3
    rank = NONE if before == LAPSED else before
    return 0 if after == rank else 1 if after > rank else 2


@dataclass(frozen=True)
class Chosen:
    """Which partnerships are counted, as a condition of SQL on spells `s` with its parameters."""

    condition: str
    parameters: tuple[Any, ...]

    def rows(self, statement: str, *parameters: Any) -> Sequence[tuple[Any, ...]]:
        """The answer to a statement that has `CHOSEN` as a first condition, before all parameters of its own."""
        for name, words in {"CHOSEN": self.condition, "STATE": STATE, "FOLLOWING": FOLLOWING}.items():
            statement = statement.replace(name, words)
        with connection.cursor() as cursor:
            cursor.execute(statement, [*self.parameters, *parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


EVERY = "s.partnership_id NOT IN (SELECT id FROM partnerships_partnership WHERE joined_into_id IS NOT NULL)"
"""All partnerships but the few that were joined to another, which is twice as fast as naming those that were not."""


def choose(partnerships: Any) -> Chosen:
    """The partnerships of a query. One of all that stand asks for none in particular."""
    keys = partnerships.order_by().values("pk").query
    if not keys.where:
        return Chosen("TRUE", ())
    try:
        asked = keys.sql_with_params()
    except EmptyResultSet:
        return Chosen("FALSE", ())
    if asked == partnerships.model.objects.filter(joined_into__isnull=True).values("pk").query.sql_with_params():
        return Chosen(EVERY, ())
    statement, parameters = asked
    return Chosen(f"s.partnership_id IN ({statement})", tuple(parameters))
