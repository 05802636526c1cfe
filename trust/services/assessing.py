"""The one write path for assessments."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from partnerships.models import Partnership, User
from trust.models import AssessmentRun, Methodology, Reassessment
from trust.scoring.engine import Assessments

from .hearing import Hearing, overdue_drafts, settle_without_hearing
from .judging import judged
from .methodologies import current_methodology, numbers_of
from .spells import rebuild_spells
from .writing import write

PARTNERSHIPS_AT_ONCE = 2_000
MARKED_AT_ONCE = 200

Progress = Callable[[int, int], None]


def assess_partnerships(
    *,
    by: User | None,
    partnerships: Iterable[int] | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    methodology: Methodology | None = None,
    hears: bool = False,
    progress: Progress | None = None,
) -> AssessmentRun:
    """Assesses partnerships (keys; default all) at every month end of their history up to `as_of`.

    `as_of` defaults to the last month end, `known_at` to now, `methodology` to the one in force. Months whose evidence
    and methodology are those of the judgement on record are not written again, so running twice changes nothing.
    With `hears`, a judgement whose present outcome is not the one issued becomes a draft, and nothing of its
    partnership is written until both sides could speak to it; without, everything is issued at once: a history taken
    over, a replay.
    `progress(done, of)` is told the number of partnerships after each batch. A batch is one transaction; a run that was
    killed has no `finished_at`, and the next one goes on where it stopped.
    """
    known_at, as_of = known_at or timezone.now(), as_of or last_month_end(timezone.localdate())
    methodology = methodology or current_methodology()
    keys = _keys(partnerships)
    hears = hears and settings.DRAFT_WORKDAYS > 0
    run: AssessmentRun = AssessmentRun.objects.create(methodology=methodology, known_at=known_at, started_by=by)
    for start in range(0, len(keys), PARTNERSHIPS_AT_ONCE):
        batch = keys[start : start + PARTNERSHIPS_AT_ONCE]
        _assess_batch(run, batch, as_of, methodology, hears)
        if progress:
            progress(start + len(batch), len(keys))
    run.partnerships, run.finished_at = len(keys), timezone.now()
    run.save()
    return run


@transaction.atomic
def _assess_batch(run: AssessmentRun, keys: list[int], as_of: date, methodology: Methodology, hears: bool) -> None:
    """Takes the partnerships' marks, assesses them, and writes what is new.

    A record that changes meanwhile sets a new mark: its transaction waits for this one or was not seen by it.
    """
    Reassessment.objects.filter(partnership_id__in=keys).delete()
    changed: set[int] = set()
    hearing = Hearing(run, timezone.localdate())
    for block in judged(keys, numbers_of(methodology), as_of=as_of, known_at=run.known_at):
        fresh = _not_on_record(block, run)
        if hears:
            fresh = hearing.cleared(block, fresh)
        write(run, fresh)
        run.judged += len(block)
        run.written += len(fresh)
        changed.update(fresh.partnership.tolist())
    if changed:
        rebuild_spells(changed)
    if hears:
        hearing.end(keys)
    else:
        settle_without_hearing(changed)


def assess_marked(*, limit: int = MARKED_AT_ONCE) -> int:
    """Assesses partnerships whose records have changed, at most `limit`. Returns how many.

    Their marks are locked, so that several workers share the work; a worker that dies gives its marks back.
    """
    with transaction.atomic():
        marked = Reassessment.objects.select_for_update(skip_locked=True).order_by("marked_at")
        keys = list(marked.values_list("partnership_id", flat=True)[:limit])
        if keys:
            assess_partnerships(by=None, partnerships=keys, hears=True)
    return len(keys)


def issue_heard_drafts() -> int:
    """Issues the drafts whose term is over and which no objection holds back. Returns how many were issued."""
    keys = overdue_drafts(timezone.localdate())
    if not keys:
        return 0
    assess_partnerships(by=None, partnerships=keys, hears=True)
    return len(keys) - len(overdue_drafts(timezone.localdate()))


def last_month_end(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def _keys(partnerships: Iterable[int] | None) -> list[int]:
    if partnerships is not None:
        return sorted(set(partnerships))
    rows = Partnership.objects.filter(joined_into__isnull=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _not_on_record(block: Assessments, run: AssessmentRun) -> Assessments:
    """The rows whose evidence or methodology differ from the judgement that stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (a.partnership_id, a.as_of)
                a.partnership_id, a.as_of - date '1970-01-01', a.evidence_digest
            FROM trust_assessment a JOIN trust_assessmentrun r ON r.id = a.run_id
            WHERE a.partnership_id = ANY(%s) AND r.methodology_id = %s AND r.known_at <= %s
            ORDER BY a.partnership_id, a.as_of, r.known_at DESC, a.run_id DESC
            """,
            [np.unique(block.partnership).tolist(), run.methodology_id, run.known_at],
        )
        standing = {(partnership, day): digest.bytes for partnership, day, digest in cursor}
    if not standing:
        return block
    rows = zip(block.partnership.tolist(), block.as_of.tolist(), block.digest.astype("<u8"), strict=True)
    changed = [standing.get((partnership, day)) != digest.tobytes() for partnership, day, digest in rows]
    return block.take(np.array(changed, dtype=bool))
