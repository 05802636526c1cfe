"""Stages: whether one can be assigned at all, and how it follows the odds through time."""

from dataclasses import dataclass

import numpy as np

from .grid import Floats, Grid, Ints
from .methodology import Methodology
from .readings import Bools

REASONS = ("", "no_evidence", "not_established", "lapsed", "suspended")
NO_EVIDENCE, NOT_ESTABLISHED, LAPSED, SUSPENDED = 1, 2, 3, 4


def exact_odds(first: float, second: float, third: float) -> tuple[float, float, float, float]:
    """Chances of exactly no stage, the first, the second and the third, from those of at least each stage."""
    return 1 - first, first - second, second - third, third


@dataclass(frozen=True, eq=False)
class Sufficiency:
    """How much is on record in each row.

    facts: dyadic facts within the window; span: days between the first and the last; both_sides: one that more than one
    side stands behind; idle: days since the partnership's own last act, 0 while a contract runs, -1 before the first.
    """

    facts: Ints
    span: Ints
    both_sides: Bools
    idle: Ints


def blocks(sufficiency: Sufficiency, suspended: Bools, methodology: Methodology) -> Ints:
    """The reason, as an index of `REASONS`, why no stage can be assigned in a row; 0 where one can."""
    rules = methodology.sufficiency
    scarce = (sufficiency.facts < rules.facts) | (sufficiency.span < rules.span_days) | ~sufficiency.both_sides
    lapsed = sufficiency.idle > methodology.days(rules.lapse_months)
    return np.select(
        [sufficiency.idle < 0, suspended, lapsed, scarce], [NO_EVIDENCE, SUSPENDED, LAPSED, NO_EVIDENCE], default=0
    )


@dataclass(frozen=True, eq=False)
class Path:
    """The stage in every row, the reason where it is 0, and the index of the day from which both have stood."""

    stage: Ints
    reason: Ints
    since: Ints


def persist(
    at_least: tuple[Floats, Floats, Floats], block: Ints, capped: Bools, grid: Grid, methodology: Methodology
) -> Path:
    """Follows the odds through time: up at once or after some months, down only after several, blocked at once."""
    shape = (grid.partnerships, len(grid.days))
    chance = np.stack([np.ones(grid.rows), *at_least], axis=1).reshape(*shape, 4)
    chance = np.round(chance, methodology.persistence.odds_decimals).astype(np.float64)
    block, capped = block.reshape(shape), capped.reshape(shape)
    stage, since = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    state = _State.start(grid.partnerships)
    for month in range(shape[1]):
        before, reason_before = state.stage, state.reason
        state = state.step(chance[:, month], block[:, month], capped[:, month], methodology)
        changed = (state.stage != before) | (state.reason != reason_before) | (month == 0)
        since[:, month] = np.where(changed, month, since[:, month - 1])
        stage[:, month] = state.stage
    reason = np.where(stage > 0, 0, np.where(block > 0, block, NOT_ESTABLISHED))
    return Path(stage.reshape(-1), reason.reshape(-1), since.reshape(-1))


@dataclass(frozen=True, eq=False)
class _State:
    """Where each partnership stands between two months: its stage, and for how long odds have held."""

    stage: Ints
    reason: Ints
    rising: Ints
    falling: Ints

    @classmethod
    def start(cls, partnerships: int) -> "_State":
        zero = np.zeros(partnerships, dtype=np.int64)
        return cls(zero, zero, np.zeros((partnerships, 4), dtype=np.int64), zero)

    def step(self, chance: Floats, block: Ints, capped: Bools, methodology: Methodology) -> "_State":
        """One month on. `chance` (partnerships, 4): P(stage >= 0..3)."""
        rules, everyone = methodology.persistence, np.arange(len(self.stage))
        free = block == 0
        rising = np.where(free[:, None] & (chance >= rules.up_probability), self.rising + 1, 0)
        target = np.zeros_like(self.stage)
        for higher, months in enumerate(rules.up_months, start=1):
            target = np.where((rising[:, higher] >= months) & (higher > self.stage), higher, target)
        weak = (self.stage > 0) & (chance[everyone, self.stage] < rules.down_probability)
        falling = np.where(weak, self.falling + 1, 0)
        fallback = np.zeros_like(self.stage)
        for lower in range(1, 4):
            kept = (lower < self.stage) & (chance[:, lower] >= rules.down_target_probability)
            fallback = np.where(kept, lower, fallback)
        falls = (target == 0) & (self.stage > 0) & (falling >= rules.down_months)
        stage = np.where(target > 0, target, np.where(falls, fallback, self.stage))
        falling = np.where((target > 0) | falls, 0, falling)
        cut = capped & (stage > methodology.overrides.cap_stage)
        stage, falling = np.where(cut, methodology.overrides.cap_stage, stage), np.where(cut, 0, falling)
        stage, falling = np.where(free, stage, 0), np.where(free, falling, 0)
        reason = np.where(stage > 0, 0, np.where(free, NOT_ESTABLISHED, block))
        return _State(stage, reason, rising, falling)
