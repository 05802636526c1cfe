"""What would move a relationship: the shapes of the answer."""

from dataclasses import dataclass
from datetime import date

from .hypotheses import Hypothesis

Set = tuple[Hypothesis, ...]


@dataclass(frozen=True)
class Way:
    """A smallest set of facts that would do, and the chance of the stage with it."""

    facts: Set
    chance: float


@dataclass(frozen=True)
class Turn:
    """What follows from time alone: the outcome (stage, reason) from a day on, if nothing new is recorded."""

    day: date
    stage: int
    reason: int


@dataclass(frozen=True)
class Telling:
    """A piece of evidence that would tell: `narrows` is the share of the uncertainty it is expected to take away."""

    fact: Hypothesis
    narrows: float


@dataclass(frozen=True)
class Prospects:
    """What would move a relationship on from where it stands.

    `target`: the stage asked about; None where none is. `holds`: it is the present stage, which is about to fall.
    `chance`: of the target now. `short`: codes of the conditions that fail. `ways`: the smallest sets of up to three
    facts; where none is found, `longer` is one that takes more, if one was found. `turn`: what time alone does.
    """

    turn: Turn | None
    telling: tuple[Telling, ...]
    target: int | None = None
    holds: bool = False
    chance: float = 0.0
    is_reached: bool = False
    short: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    longer: Way | None = None
