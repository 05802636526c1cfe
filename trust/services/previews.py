"""What a draft would make of every partnership: judged beside the version in force, on the same evidence, and kept
apart from the assessments.
"""

from collections.abc import Iterator

import numpy as np
from django.db import transaction
from django.utils import timezone

from partnerships.models import Partnership
from trust.models import MethodologyDraft, PreviewReading
from trust.scoring.engine import Assessments
from trust.scoring.facts import day_number
from trust.scoring.methodology import Methodology as Numbers
from trust.scoring.methodology import MethodologyError

from .judging import judged
from .methodologies import numbers_of

PARTNERSHIPS_AT_ONCE = 500


def preview_waiting() -> int:
    """Goes on with every preview that is not finished. Returns how many partnerships were judged."""
    return sum(map(preview_draft, MethodologyDraft.objects.waiting().values_list("pk", flat=True)))


def preview_draft(key: int) -> int:
    """Judges every partnership with a draft, batch by batch. Returns how many were judged here.

    A batch is one transaction under a lock of the draft's row: progress is seen after each, a worker that dies loses
    one batch, and a second worker leaves the draft to the first.
    """
    done = 0
    try:
        while batch := _judge_batch(key):
            done += batch
    except (MethodologyError, ArithmeticError) as error:
        MethodologyDraft.objects.waiting().filter(pk=key).update(failure=str(error))
    return done


@transaction.atomic
def _judge_batch(key: int) -> int:
    draft = MethodologyDraft.objects.waiting().filter(pk=key).select_for_update(skip_locked=True, of=("self",)).first()
    if draft is None:
        return 0
    open_ones = Partnership.objects.filter(joined_into__isnull=True, pk__gt=draft.reached)
    keys = list(open_ones.order_by("pk").values_list("pk", flat=True)[:PARTNERSHIPS_AT_ONCE])
    if keys:
        PreviewReading.objects.bulk_create(_readings(draft, keys))
        draft.reached = keys[-1]
        draft.done += len(keys)
        draft.total = max(draft.total, draft.done)  # one may have begun meanwhile
    else:
        draft.previewed_at = timezone.now()
    draft.save()
    return len(keys)


def _readings(draft: MethodologyDraft, keys: list[int]) -> Iterator[PreviewReading]:
    """Both readings of each partnership on whose relationship anything is on record by then."""
    before, after = (_last(draft, keys, numbers_of(each)) for each in (draft.base, draft))
    if before is None or after is None:
        return
    for row, partnership in enumerate(before.partnership.tolist()):
        yield PreviewReading(
            draft=draft,
            partnership_id=partnership,
            stage_before=before.stage[row],
            reason_before=before.reason[row],
            stage_after=after.stage[row],
            reason_after=after.reason[row],
            odds_before=before.at_least[row].tolist(),
            odds_after=after.at_least[row].tolist(),
            conditions_before=before.conditions[row].tolist(),
            conditions_after=after.conditions[row].tolist(),
        )


def _last(draft: MethodologyDraft, keys: list[int], numbers: Numbers) -> Assessments | None:
    """The judgements as of the draft's month end, by partnership; the path up to it is followed as for assessments."""
    today = day_number(draft.as_of)
    blocks = [
        block.take(np.flatnonzero(block.as_of == today))
        for block in judged(keys, numbers, as_of=draft.as_of, known_at=draft.known_at)
    ]
    if not blocks:
        return None
    joined = Assessments.joined(blocks)
    return joined.take(np.argsort(joined.partnership, kind="stable"))
