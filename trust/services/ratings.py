"""Blind ratings: rounds are opened by administrators, cases judged once by each expert.

Experts are analysts: people who act for neither side. Being given a case makes one an expert; there is no further
role. No expert is given a partnership that a grant of theirs covers: they could look up what hides here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from secrets import randbelow

import numpy as np
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import EventType, Partnership, Role, User
from trust.models import Assessment, ExpertJudgement, RatingRound, RatingTask
from trust.presenters.blind import BlindCase, blind_case

from .assessing import last_month_end
from .judging import gather_as_of
from .methodology_drafts import check_administrator

LARGEST_SEED = 2**31 - 1


def eligible_experts() -> Iterable[User]:
    """Who can be asked: analysts with an open account."""
    found: Iterable[User] = User.objects.filter(role=Role.ANALYST, is_active=True).order_by("username")
    return found


@transaction.atomic
def open_round(*, by: User, purpose: str, experts: Sequence[User], cases: int, seed: int | None = None) -> RatingRound:
    """Gives the same cases to every expert, each in an order of the expert's own. As of the last month end.

    Cases are drawn evenly from the outcomes of the latest assessments, so that none is rare. Raises ValidationError
    when fewer are to be had than asked for.
    """
    check_administrator(by)
    if any(expert.role != Role.ANALYST for expert in experts):
        raise ValidationError({"experts": _("Experts are analysts: people who act for neither side.")})
    seed = randbelow(LARGEST_SEED) if seed is None else seed
    generator = np.random.default_rng(seed)
    drawn = _draw(_open_to(experts), cases, generator)
    if len(drawn) < cases:
        raise ValidationError(
            {
                "cases": _(
                    "Only %(number)s assessed partnerships lie outside the grants of these experts. Ask for fewer, or "
                    "for other experts."
                )
                % {"number": len(drawn)}
            }
        )
    opened: RatingRound = RatingRound.objects.create(
        purpose=purpose, as_of=last_month_end(timezone.localdate()), opened_by=by, seed=seed
    )
    RatingTask.objects.bulk_create(
        RatingTask(round=opened, expert=expert, partnership_id=partnership, position=position)
        for expert in experts
        for position, partnership in enumerate(generator.permutation(drawn).tolist(), start=1)
    )
    return opened


def _open_to(experts: Sequence[User]) -> dict[tuple[int, int], list[int]]:
    """Partnerships by their present outcome, without those that some expert may look up."""
    seen: set[int] = set()
    for expert in experts:
        seen.update(Partnership.objects.visible_to(expert).values_list("pk", flat=True))
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    latest = Assessment.objects.latest().filter(partnership__joined_into__isnull=True)
    for key, stage, reason in latest.order_by("partnership").values_list("partnership", "stage", "reason"):
        if key not in seen:
            groups[stage, reason].append(key)
    return groups


def _draw(groups: dict[tuple[int, int], list[int]], cases: int, generator: np.random.Generator) -> list[int]:
    """One of each outcome in turn, until there are enough or none is left."""
    piles = [generator.permutation(groups[outcome]).tolist() for outcome in sorted(groups)]
    drawn: list[int] = []
    while len(drawn) < cases and any(piles):
        drawn += [pile.pop() for pile in piles if pile]
    return drawn[:cases]


def facts_of(task: RatingTask) -> BlindCase:
    """What the expert sees: the facts up to the round's day as known at its moment."""
    evidence = gather_as_of(task.partnership_id, task.round.as_of, known_at=task.round.known_at)
    types = {kind.code: str(kind) for kind in EventType.objects.all()}
    return blind_case(evidence, task.round.as_of, types)


@transaction.atomic
def judge_case(*, by: User, task: RatingTask, stage: int, acceptable: Iterable[int], rationale: str) -> ExpertJudgement:
    """Keeps what the expert makes of the case: once, and for good."""
    if task.expert_id != by.pk or not by.is_active:
        raise PermissionDenied(_("This case was given to somebody else."))
    RatingTask.objects.select_for_update().get(pk=task.pk)
    if ExpertJudgement.objects.filter(task=task).exists():
        raise ValidationError(_("You have judged this case already; a judgement is given once."))
    judgement: ExpertJudgement = ExpertJudgement.objects.create(
        task=task, stage=stage, acceptable=sorted(set(acceptable) - {stage}), rationale=rationale
    )
    return judgement
