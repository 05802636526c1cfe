"""The stage over time: odds must hold for some months before the stage follows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .month import Reading
from .rules import Rules


@dataclass(frozen=True)
class Step:
    """The stage on one date, the reason for none, and since which date both have been the same."""

    as_of: date
    stage: int
    reason: str | None
    since: date


@dataclass
class _Machine:
    rules: Rules
    stage: int = 0
    rising: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 0, 3: 0})
    falling: int = 0

    def restart(self) -> None:
        self.stage, self.rising, self.falling = 0, {1: 0, 2: 0, 3: 0}, 0

    def advance(self, odds: tuple[float, float, float, float]) -> None:
        persistence = self.rules["persistence"]
        at_least = [round(chance, persistence["odds_decimals"]) for chance in odds]
        for k in self.rising:
            self.rising[k] = self.rising[k] + 1 if at_least[k] >= persistence["up_probability"] else 0
        doubtful = self.stage > 0 and at_least[self.stage] < persistence["down_probability"]
        self.falling = self.falling + 1 if doubtful else 0
        reached = [k for k in (1, 2, 3) if k > self.stage and self.rising[k] >= persistence["up_months"][k - 1]]
        if reached:
            self.change(max(reached))
        elif self.stage > 0 and self.falling >= persistence["down_months"]:
            firm = persistence["down_target_probability"]
            self.change(max([k for k in range(1, self.stage) if at_least[k] >= firm], default=0))

    def change(self, stage: int) -> None:
        self.stage, self.falling = stage, 0

    def cap(self) -> None:
        if self.stage > self.rules["overrides"]["cap_stage"]:
            self.change(self.rules["overrides"]["cap_stage"])


def walk(readings: Iterable[Reading], rules: Rules) -> list[Step]:
    """The path through the stages, one step per reading in order of date."""
    machine = _Machine(rules)
    steps: list[Step] = []
    for reading in readings:
        if reading.block:
            machine.restart()
            reason: str | None = reading.block
        else:
            machine.advance(reading.at_least)
            if reading.listed:
                machine.cap()
            reason = None if machine.stage else "not_established"
        same = steps and (steps[-1].stage, steps[-1].reason) == (machine.stage, reason)
        since = steps[-1].since if same else reading.as_of
        steps.append(Step(reading.as_of, machine.stage, reason, since))
    return steps
