"""Two judgements side by side: on what is on record, and with hypothetical facts added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from numpy.typing import NDArray

from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import Methodology
from trust.scoring.stages import exact_odds

from .conditions import Condition, condition
from .dimensions import DIMENSION_WORDS
from .figures import FULL, certainty, whole_percents
from .stages import NO_STAGE, STAGES, Mark, Words, mark_of


class Judged(Protocol):
    """Rows of the engine's result: row 0 on record, row 1 with the hypotheses."""

    stage: NDArray  # type: ignore[type-arg]
    reason: NDArray  # type: ignore[type-arg]
    at_least: NDArray  # type: ignore[type-arg]
    dimension_means: NDArray  # type: ignore[type-arg]
    conditions: NDArray  # type: ignore[type-arg]


@dataclass(frozen=True)
class Pair:
    """One line: what it is about, without and with the hypotheses."""

    label: Words
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the hypotheses change it."""
        return self.before != self.after


@dataclass(frozen=True)
class Comparison:
    """What the page shows. `conditions`: those whose state changes, before and after."""

    day: date
    stage: tuple[Mark, Mark]
    later_day: date
    later_stage: tuple[Mark, Mark]
    odds: Sequence[Pair]
    dimensions: Sequence[Pair]
    conditions: Sequence[tuple[Condition, Condition]]


def comparison(day: date, now: Judged, later_day: date, later: Judged, numbers: Methodology) -> Comparison:
    """The two rows side by side, on the day and once the waiting months are over."""
    return Comparison(
        day=day,
        stage=_marks(now),
        later_day=later_day,
        later_stage=_marks(later),
        odds=_odds(now),
        dimensions=[
            Pair(words.label, *(str(round(FULL * float(now.dimension_means[row, place]))) for row in (0, 1)))
            for place, words in enumerate(DIMENSION_WORDS)
        ],
        conditions=_conditions(now, numbers),
    )


def _marks(judged: Judged) -> tuple[Mark, Mark]:
    before, after = (mark_of(int(judged.stage[row]), int(judged.reason[row])) for row in (0, 1))
    return before, after


def _odds(judged: Judged) -> list[Pair]:
    columns = []
    for row in (0, 1):
        exact = exact_odds(*(float(chance) for chance in judged.at_least[row]))
        columns.append([certainty(*each) for each in zip(exact, whole_percents(exact), strict=True)])
    marks = (NO_STAGE["not_established"], *STAGES)
    return [Pair(mark.label, before, after) for mark, before, after in zip(marks, *columns, strict=True)][::-1]


def _conditions(judged: Judged, numbers: Methodology) -> list[tuple[Condition, Condition]]:
    pairs = [
        (
            condition(code, float(judged.conditions[0, place]), numbers),
            condition(code, float(judged.conditions[1, place]), numbers),
        )
        for place, code in enumerate(CONDITION_CODES)
    ]
    return [(before, after) for before, after in pairs if before.state != after.state]
