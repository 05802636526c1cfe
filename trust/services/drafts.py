"""A draft as both sides read it: judged again from its own inputs, in the shape of what is issued; not stored."""

from collections.abc import Sequence
from datetime import timedelta

from trust.models import Assessment, AssessmentRun, Draft
from trust.scoring.engine import Assessments
from trust.scoring.facts import EPOCH

from .judging import path_of
from .methodologies import numbers_of
from .writing import ARRAYS


def path_of_draft(draft: Draft) -> Sequence[Assessment]:
    """The months of the draft's partnership as they would be issued. The rows are unsaved and have no key."""
    run = AssessmentRun(methodology=draft.methodology, known_at=draft.known_at)
    numbers = numbers_of(draft.methodology)
    block = path_of(draft.partnership_id, numbers, as_of=draft.as_of, known_at=draft.known_at)
    return [] if block is None else [_row(run, draft, block, row) for row in range(len(block))]


def _row(run: AssessmentRun, draft: Draft, block: Assessments, row: int) -> Assessment:
    at_least = [float(chance) for chance in block.at_least[row]]
    return Assessment(
        run=run,
        partnership=draft.partnership,
        as_of=EPOCH + timedelta(days=int(block.as_of[row])),
        since_on=EPOCH + timedelta(days=int(block.since[row])),
        stage=int(block.stage[row]),
        reason=int(block.reason[row]),
        flags=int(block.flags[row]),
        at_least_dependence=at_least[0],
        at_least_contractual=at_least[1],
        at_least_equal=at_least[2],
        **{name: getattr(block, source)[row].tolist() for name, (source, _kind) in ARRAYS.items()},
    )
