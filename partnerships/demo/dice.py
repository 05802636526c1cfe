"""Seeded draws that stay the same on every Python version."""

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws named by what they are for, so that a change in one corner of the world leaves the others alone.

    Everything is built on `random.Random.random` with a text seed: Python promises to keep that sequence, and it does
    not depend on the hash seed.
    """

    def __init__(self, *name: object) -> None:
        self._random = random.Random("|".join(str(part) for part in name))  # noqa: S311 - a made-up world

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def share(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + self._random.random() * (high - low)

    def amount(self, low: int, high: int, step: int = 1000) -> int:
        """A sum of money, skewed towards the low end, in whole steps."""
        return max(step, round(low * math.pow(high / low, self._random.random()) / step) * step)

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included; `first` when the span is empty."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.between(0, len(choices) - 1)]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, by weight."""
        left = self._random.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]

    def sample(self, choices: Sequence[T], number: int) -> list[T]:
        """Different choices in random order; all of them when there are too few."""
        return self.shuffled(choices)[:number]

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """The choices in random order."""
        return [choice for _, _, choice in sorted((self._random.random(), at, c) for at, c in enumerate(choices))]
