"""The oracle's whole answer: every partnership, every date from its first fact on."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from trust.scoring.evidence import Evidence

from .lives import Life, lives_of
from .month import Reading, read_month
from .rules import Rules
from .stages import Step, walk

DRAWS = 20_000
SEED = 20260101


def judge(
    evidence: Evidence, rules: Rules, as_of_dates: Sequence[date], size: int = DRAWS
) -> dict[int, list[tuple[Reading, Step]]]:
    """Readings and stages by partnership. The same evidence gives the same draws, whatever the order of facts."""
    return {
        partnership: judge_life(life, rules, as_of_dates, size, seed=SEED + partnership)
        for partnership, life in sorted(lives_of(evidence).items())
    }


def judge_life(
    life: Life, rules: Rules, as_of_dates: Sequence[date], size: int, seed: int
) -> list[tuple[Reading, Step]]:
    """One partnership over all dates from its first own fact on."""
    begins = life.begins()
    random = np.random.default_rng(seed)
    dates = [] if begins is None else [day for day in sorted(as_of_dates) if day >= begins]
    readings = [read_month(life, rules, day, size, random) for day in dates]
    return list(zip(readings, walk(readings, rules), strict=True))
