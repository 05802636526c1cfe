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
CLOSE = 4.0  # standard errors of the drawing within which odds are too close to a threshold to tell the side
MORE = 16  # times as many draws are made then


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
    readings = [_decided(life, rules, day, size, random) for day in dates]
    return list(zip(readings, walk(readings, rules), strict=True))


def _decided(life: Life, rules: Rules, as_of: date, size: int, random: np.random.Generator) -> Reading:
    """A reading whose odds fall clearly on one side of every threshold, as far as more draws can tell."""
    reading = read_month(life, rules, as_of, size, random)
    if any(_undecided(chance, rules, size) for chance in reading.at_least[1:]):
        return read_month(life, rules, as_of, MORE * size, random)
    return reading


def _undecided(chance: float, rules: Rules, size: int) -> bool:
    persistence = rules["persistence"]
    half_a_step = 0.5 * 10 ** -persistence["odds_decimals"]
    error = (chance * (1 - chance) / size) ** 0.5
    return any(
        0 < abs(chance - (persistence[name] - half_a_step)) < CLOSE * error
        for name in ("up_probability", "down_probability", "down_target_probability")
    )
