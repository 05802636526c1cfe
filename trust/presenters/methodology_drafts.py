"""What a draft of the methodology would move, in words: from where to where, how many, whom, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trust.models import PreviewReading
from trust.scoring.methodology import Methodology
from trust.scoring.stages import LAPSED, NO_EVIDENCE, SUSPENDED

from .conditions import chances, gates
from .figures import certainty
from .stages import MARKS, STAGES, Mark, Words, mark_of

DECIMALS = 2  # odds are compared as they are stated


@dataclass(frozen=True)
class Cell:
    """How many go from one outcome to another; `stays` where the two are one."""

    before: Mark
    after: Mark
    number: int

    @property
    def stays(self) -> bool:
        """Whether this is nobody's move."""
        return self.before == self.after


@dataclass(frozen=True)
class Matrix:
    """Outcomes under the version in force, down, by those under the draft, across; only outcomes that occur."""

    across: Sequence[Mark]
    rows: Sequence[tuple[Mark, Sequence[Cell], int]]
    total: int
    moved: int


@dataclass(frozen=True)
class Turn:
    """One condition whose outcome changes; `before` says its sentence where the draft words it with other numbers."""

    sentence: str
    sentence_before: str
    state_before: Words
    state_after: Words


@dataclass(frozen=True)
class Mover:
    """One partnership that would stand elsewhere, with its odds and the reasons."""

    reading: PreviewReading
    before: Mark
    after: Mark
    odds: str
    turns: Sequence[Turn]
    remark: str


def matrix(counted: Iterable[tuple[int, int, int, int, int]]) -> Matrix:
    """From rows of stage and reason before, stage and reason after, and how many partnerships."""
    numbers: Counter[tuple[str, str]] = Counter()
    for stage_before, reason_before, stage_after, reason_after, number in counted:
        numbers[mark_of(stage_before, reason_before).slug, mark_of(stage_after, reason_after).slug] += number
    down = [mark for mark in MARKS if any(before == mark.slug for before, _after in numbers)]
    across = [mark for mark in MARKS if any(after == mark.slug for _before, after in numbers)]
    rows = []
    for mark in down:
        cells = [Cell(mark, after, numbers[mark.slug, after.slug]) for after in across]
        rows.append((mark, cells, sum(cell.number for cell in cells)))
    total = sum(numbers.values())
    return Matrix(across, rows, total, sum(number for (before, after), number in numbers.items() if before != after))


def mover(reading: PreviewReading, before: Methodology, after: Methodology) -> Mover:
    """One partnership's move and why."""
    turns = _turns(reading, before, after)
    return Mover(
        reading=reading,
        before=mark_of(reading.stage_before, reading.reason_before),
        after=mark_of(reading.stage_after, reading.reason_after),
        odds=_odds(reading),
        turns=turns,
        remark=_remark(reading, turns),
    )


def _turns(reading: PreviewReading, before: Methodology, after: Methodology) -> list[Turn]:
    """Conditions that are met, uncertain or unmet under one version and not so under the other."""
    then = [each for gate in gates(chances(reading.conditions_before), 0, before) for each in gate.conditions]
    now = [each for gate in gates(chances(reading.conditions_after), 0, after) for each in gate.conditions]
    return [
        Turn(new.sentence, "" if old.sentence == new.sentence else old.sentence, old.state_label, new.state_label)
        for old, new in zip(then, now, strict=True)
        if old.state != new.state
    ]


def _decisive(reading: PreviewReading) -> int:
    """The stage whose odds tell the move: the higher of the two, the first where neither has one."""
    return max(reading.stage_before, reading.stage_after, 1)


def _odds(reading: PreviewReading) -> str:
    stage = _decisive(reading)
    return _("%(stage)s or more: %(before)s → %(after)s") % {
        "stage": STAGES[stage - 1].label,
        "before": certainty(reading.odds_before[stage - 1]),
        "after": certainty(reading.odds_after[stage - 1]),
    }


def _remark(reading: PreviewReading, turns: Sequence[Turn]) -> str:
    """What no condition says: the rules around the odds."""
    blocked = {NO_EVIDENCE, LAPSED, SUSPENDED}
    if {reading.reason_before, reading.reason_after} & blocked:
        return _("The rules on when no stage is assigned at all decide it.")
    if turns:
        return ""
    stage = _decisive(reading)
    same = round(reading.odds_before[stage - 1], DECIMALS) == round(reading.odds_after[stage - 1], DECIMALS)
    if same:
        return _("Conditions and odds are the same today: they were not in earlier months, or stages follow them anew.")
    return _("No condition turns by itself; together they move the odds across the line.")
