"""Curves as they may be told: whole, or in steps of five endings to readers under the rule of small cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SMALLEST = 5


class Estimated(Protocol):
    """What `trust.services.population.lasting` gives."""

    number: int
    events: int
    months: list[int]
    at_risk: list[int]
    ended: list[int]
    share: list[float]
    low: list[float]
    high: list[float]
    median: int | None


@dataclass(frozen=True)
class Told:
    """A curve as shown."""

    number: int
    months: Sequence[int]
    at_risk: Sequence[int]
    share: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    median: int | None

    def at(self, month: int) -> int | None:
        """The place of the age; None where the curve does not reach it."""
        return self.months.index(month) if month in self.months else None

    def interval(self, place: int) -> str:
        """The share with its interval, in whole percent."""
        return _with_interval(self.share[place], self.low[place], self.high[place])

    def reached(self, place: int) -> str:
        """One minus the share, with its interval."""
        return _with_interval(*(1 - line[place] for line in (self.share, self.high, self.low)))


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{share:.0%}"


def told(curve: "Estimated | None", is_under_rule: bool) -> Told | None:
    """The curve; under the rule it steps only when five endings have come together, and numbers are to the next five.

    None where there is no curve, or under the rule fewer than five endings.
    """
    if curve is None or (is_under_rule and curve.events < SMALLEST):
        return None
    places = gathered(curve.ended) if is_under_rule else list(range(len(curve.months)))
    share, low, high = ([line[place] for place in places] for line in (curve.share, curve.low, curve.high))
    return Told(
        rounded(curve.number) if is_under_rule else curve.number,
        curve.months,
        [rounded(number) for number in curve.at_risk] if is_under_rule else curve.at_risk,
        share,
        low,
        high,
        next((month for month, value in zip(curve.months, share, strict=True) if value <= 0.5), None),
    )


def gathered(ended: Sequence[int]) -> list[int]:
    """For each age, the place whose share is told instead: the last at which five endings had come together."""
    places, last, waiting = [], 0, 0
    for place, number in enumerate(ended):
        waiting += number
        if waiting >= SMALLEST:
            last, waiting = place, 0
        places.append(last)
    return places


def rounded(number: int) -> int:
    """The number to the nearest five, so that two of them differ by nobody in particular."""
    return SMALLEST * round(number / SMALLEST)


def _with_interval(share: float, low: float, high: float) -> str:
    """Greenwood's interval has no width before the first ending: then it is not given, rather than as certainty."""
    return percent(share) if low == high else f"{percent(share)} ({percent(low)}–{percent(high)})"
