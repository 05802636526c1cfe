"""The hearing before a judgement is issued: what says something new of a relationship is laid before both sides first.

Source: the method, section 9, right of reply; decisions in docs/due-process.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.utils import timezone

from partnerships.workdays import add_workdays
from trust.models import AssessmentRun, Draft, LatestAssessment, Objection, Reassessment
from trust.models.assessments import Reason
from trust.scoring.engine import Assessments
from trust.scoring.facts import EPOCH


class Outcome(NamedTuple):
    """A stage, or 0 with the reason why there is none."""

    stage: int
    reason: int


@dataclass
class Hearing:
    """What a run may issue. `today` decides which terms are over."""

    run: AssessmentRun
    today: date
    judged: set[int] = field(default_factory=set)

    def cleared(self, block: Assessments, fresh: Assessments) -> Assessments:
        """The rows of `fresh` that may be issued now; the others' partnerships have a draft afterwards.

        `block`: every month of the partnerships, of which `fresh` are the new rows. Call in the run's transaction.
        """
        rows = {int(block.partnership[row]): int(row) for row in block.last_rows} if len(block) else {}
        self.judged.update(rows)
        issued = _issued(rows)
        drafts = {draft.partnership_id: draft for draft in _open(rows)}
        held_back = set(Objection.objects.holding().filter(draft__in=drafts.values()).values_list("draft", flat=True))
        held, new = [], []
        for key, row in rows.items():
            found, draft = Outcome(int(block.stage[row]), int(block.reason[row])), drafts.get(key)
            before, standing = issued.get(key, (None, None))
            if not says_something_new(standing, found):
                _close(draft, Draft.Outcome.WITHDRAWN)
                continue
            if draft and (draft.stage, draft.reason) == found:
                if draft.due_on < self.today and draft.pk not in held_back:
                    _close(draft, Draft.Outcome.ISSUED)
                    continue
                self._fill(draft, block, row).save()
            else:
                _close(draft, Draft.Outcome.REPLACED)
                new.append(self._fill(Draft(partnership_id=key, issued_id=before), block, row))
            held.append(key)
        Draft.objects.bulk_create(new)
        return fresh.take(~np.isin(fresh.partnership, held))

    def end(self, keys: Iterable[int]) -> None:
        """Withdraws the drafts of partnerships of which nothing is on record any more. `keys`: all that were asked."""
        for draft in _open(set(keys) - self.judged):
            _close(draft, Draft.Outcome.WITHDRAWN)

    def _fill(self, draft: Draft, block: Assessments, row: int) -> Draft:
        """The draft as judged now; what is new gets its term."""
        draft.methodology_id, draft.known_at = self.run.methodology_id, self.run.known_at
        draft.as_of = EPOCH + timedelta(days=int(block.as_of[row]))
        draft.stage, draft.reason = int(block.stage[row]), int(block.reason[row])
        chances = [float(chance) for chance in block.at_least[row]]
        draft.at_least_dependence, draft.at_least_contractual, draft.at_least_equal = chances
        draft.due_on = draft.due_on or add_workdays(self.today, settings.DRAFT_WORKDAYS)
        return draft


def says_something_new(issued: Outcome | None, found: Outcome) -> bool:
    """Whether both sides are to be heard first.

    Not where the outcome is the one issued, where a first judgement assigns no stage, and where a register suspends the
    relationship: the register has heard the organization, and the method wants it to count at once.
    """
    if found == issued or found.reason == Reason.SUSPENDED:
        return False
    return issued is not None or bool(found.stage)


def overdue_drafts(today: date) -> list[int]:
    """Partnerships (keys) with a draft whose term is over."""
    return list(Draft.objects.due(today).order_by("due_on", "pk").values_list("partnership_id", flat=True))


def settle_without_hearing(partnerships: Iterable[int]) -> None:
    """Closes the open drafts of partnerships whose judgements were issued by decision, without waiting for the term."""
    Draft.objects.open().filter(partnership__in=list(partnerships)).update(
        closed_at=timezone.now(), outcome=Draft.Outcome.ISSUED
    )


def hear_anew(draft: Draft) -> None:
    """Takes a draft back after an objection was upheld: the partnership is judged anew, with a new term."""
    _close(draft, Draft.Outcome.REPLACED)
    Reassessment.objects.get_or_create(partnership_id=draft.partnership_id)


def _close(draft: Draft | None, outcome: str) -> None:
    if draft is not None:
        draft.closed_at, draft.outcome = timezone.now(), outcome
        draft.save(update_fields=["closed_at", "outcome"])


def _open(keys: Iterable[int]) -> Iterable[Draft]:
    return Draft.objects.open().filter(partnership__in=list(keys)).select_for_update()


def _issued(keys: Iterable[int]) -> dict[int, tuple[int, Outcome]]:
    """The present judgement on each partnership: its key and outcome."""
    rows = LatestAssessment.objects.filter(partnership__in=list(keys)).values_list(
        "partnership", "assessment", "assessment__stage", "assessment__reason"
    )
    return {key: (assessment, Outcome(stage, reason)) for key, assessment, stage, reason in rows}
