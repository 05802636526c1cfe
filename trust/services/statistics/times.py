"""How long partnerships stay at a stage, and what ends it, as told."""

from collections.abc import Sequence
from dataclasses import dataclass

from trust.services.population import KINDS, Curve, read_leaving

from .curves import told_curve, told_endings
from .questions import Question

STAGES = (1, 2, 3)


@dataclass(frozen=True)
class StageTime:
    """One stage: the curve of how long it lasts, and the share that has first ended in each way, by its ages.

    `curve` is None where nothing may be told, a line of `endings` where its kind may not; `has_any`: whether any spell
    ended so.
    """

    stage: int
    curve: Curve | None
    endings: Sequence[list[float] | None]
    has_any: Sequence[bool]


def told_times(question: Question) -> list[StageTime]:
    """The three stages. One query."""
    found = []
    for stage, leaving in read_leaving(question.chosen, question.observed_from, question.until).items():
        curve = told_curve(question, leaving)
        shares = told_endings(question, leaving, curve) if curve else []
        has_any = [bool(leaving.number[leaving.kind == 1 + place].any()) for place in range(len(KINDS))]
        found.append(StageTime(stage, curve, shares, has_any))
    return found
