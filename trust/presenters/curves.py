"""Shares of curves in words: whole percent, with their intervals."""

from collections.abc import Sequence
from typing import Protocol


class Estimated(Protocol):
    """What `trust.services.statistics` tells of a curve."""

    @property
    def share(self) -> Sequence[float]: ...

    @property
    def low(self) -> Sequence[float]: ...

    @property
    def high(self) -> Sequence[float]: ...


def whole(share: float) -> int:
    """A share in whole percent."""
    return round(100 * share)


def percent(share: float) -> str:
    """The same in words."""
    return f"{whole(share)}%"


def interval(curve: Estimated, place: int) -> str:
    """The share at a place of the curve, with its interval."""
    return _with_interval(curve.share[place], curve.low[place], curve.high[place])


def reached(curve: Estimated, place: int) -> str:
    """One minus the share, with its interval."""
    return _with_interval(1 - curve.share[place], 1 - curve.high[place], 1 - curve.low[place])


def _with_interval(share: float, low: float, high: float) -> str:
    """Greenwood's interval has no width before the first ending: then it is not given, rather than as certainty."""
    return percent(share) if low == high else f"{percent(share)} ({percent(low)}–{percent(high)})"
