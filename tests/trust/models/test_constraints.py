"""Every named constraint of what is kept about the method is broken once, in the database, past all validation."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from tests.cast import Cast
from trust.models import (
    ExpertJudgement,
    MethodologyDraft,
    MethodStudy,
    PreviewReading,
    RatingRound,
    RatingTask,
)
from trust.services import current_methodology

NOW = datetime(2026, 1, 2, tzinfo=UTC)
KEPT = (MethodologyDraft, PreviewReading, MethodStudy, RatingRound, RatingTask, ExpertJudgement)
Breaker = Callable[[Cast], Any]


def draft(cast: Cast, **columns: Any) -> MethodologyDraft:
    """A draft of the administrator's."""
    usual = {
        "source": "",
        "version": "2",
        "purpose": "",
        "base": current_methodology(),
        "submitted_by": cast.administrator,
        "as_of": date(2025, 12, 31),
        "known_at": NOW,
        **columns,
    }
    made: MethodologyDraft = MethodologyDraft.objects.create(**usual)
    return made


def reading(cast: Cast, of: MethodologyDraft) -> PreviewReading:
    """A reading of the cast's partnership that stays where it is."""
    outcome = {"stage_before": 1, "reason_before": 0, "stage_after": 1, "reason_after": 0}
    lists = dict.fromkeys(("odds_before", "odds_after", "conditions_before", "conditions_after"), [0.5] * 3)
    made: PreviewReading = PreviewReading.objects.create(draft=of, partnership=cast.partnership, **outcome, **lists)
    return made


def _twice(cast: Cast) -> None:
    same = draft(cast)
    reading(cast, same)
    reading(cast, same)


def task(cast: Cast, **columns: Any) -> RatingTask:
    """A case given to the analyst, in one round for all."""
    opened = RatingRound.objects.first() or RatingRound.objects.create(
        purpose="Panel", as_of=date(2025, 12, 31), opened_by=cast.administrator, seed=1
    )
    usual = {"round": opened, "expert": cast.analyst, "partnership": cast.partnership, "position": 1, **columns}
    made: RatingTask = RatingTask.objects.create(**usual)
    return made


def judgement(cast: Cast, **columns: Any) -> ExpertJudgement:
    """The analyst's judgement on a case."""
    made: ExpertJudgement = ExpertJudgement.objects.create(
        **{"task": task(cast), "stage": 1, "rationale": "So it looks.", **columns}
    )
    return made


BREAKERS: dict[str, Breaker] = {
    "draft_confirmed_by_another": lambda cast: draft(
        cast,
        confirmed_by=cast.administrator,
        confirmed_at=NOW,
        previewed_at=NOW,
        methodology=current_methodology(),
    ),
    "draft_confirmation_complete": lambda cast: draft(cast, confirmed_at=NOW),
    "draft_discard_complete": lambda cast: draft(cast, discarded_by=cast.administrator, discarded_at=NOW),
    "draft_done_within_total": lambda cast: draft(cast, done=1),
    "preview_reading_once": _twice,
    "study_kind_known": lambda _cast: MethodStudy.objects.create(
        kind="guess",
        methodology=current_methodology(),
        as_of=date(2025, 12, 31),
        known_at=NOW,
        subjects=0,
        command="",
        result={},
    ),
    "rating_task_once": lambda cast: (task(cast), task(cast, position=2)),
    "rating_task_position": lambda cast: (task(cast), task(cast, partnership=cast.street_partnership)),
    "expert_stage_known": lambda cast: judgement(cast, stage=4),
    "expert_rationale_given": lambda cast: judgement(cast, rationale=""),
    "expert_alternatives_known": lambda cast: judgement(cast, acceptable=[7]),
}


def named_constraints() -> dict[str, type[models.Model]]:
    """Every constraint of these models."""
    return {constraint.name: model for model in KEPT for constraint in model._meta.constraints}


def test_every_constraint_has_a_breaker_and_every_breaker_a_constraint() -> None:
    assert sorted(BREAKERS) == sorted(named_constraints())


@pytest.mark.parametrize("name", sorted(BREAKERS))
def test_the_database_refuses_what_breaks(name: str, cast: Cast) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKERS[name](cast)
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]
