"""Numbers as the public sees them: whole points out of 100, whole percentages, days and months."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trust.scoring.posterior import interval

FULL = 100  # points of a reading of 1


@dataclass(frozen=True)
class Reading:
    """A score in whole points, 0 to 100, with its credible interval."""

    points: int
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether the score is counted and leaves nothing open."""
        return self.low == self.high

    @property
    def drawn_width(self) -> int:
        """Width of the interval's bar; never so narrow that it cannot be seen."""
        return max(self.high - self.low, 1)

    @property
    def drawn_point(self) -> str:
        """Left edge of the mark of the score, in percent, kept inside the bar."""
        return f"{min(max(self.points - 0.6, 0), FULL - 1.2):.1f}"

    @property
    def words(self) -> str:
        """The score and its interval, for readers who do not see the bar."""
        return _("%(points)s of 100 points, between %(low)s and %(high)s") % {
            "points": self.points,
            "low": self.low,
            "high": self.high,
        }


def readings(
    means: Sequence[float], deviations: Sequence[float], levels: tuple[float, float]
) -> tuple[Reading | None, ...]:
    """Scores between 0 and 1 with their deviations as points; None where there is no reading (NaN).

    levels: the two probabilities of the credible interval. The interval always contains the score.
    """
    mean, deviation = np.asarray(means, dtype=float), np.nan_to_num(np.asarray(deviations, dtype=float))
    known = np.nan_to_num(mean)
    low, high = interval(known, deviation, np.zeros_like(known), np.ones_like(known), levels)
    return tuple(
        None if math.isnan(score) else Reading(_points(score), _points(min(below, score)), _points(max(above, score)))
        for score, below, above in zip(mean, low, high, strict=True)
    )


def _points(score: float) -> int:
    return round(FULL * min(max(score, 0.0), 1.0))


def whole_percents(chances: Sequence[float]) -> list[int]:
    """Chances that sum to 1 as whole percentages that sum to 100 (largest remainders)."""
    exact = [FULL * max(chance, 0.0) for chance in chances]  # a difference of rounded numbers can fall below 0
    whole = [math.floor(percent) for percent in exact]
    for position in sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])[: FULL - sum(whole)]:
        whole[position] += 1
    return whole


def certainty(chance: float, percent: int | None = None) -> str:
    """A chance as a whole percentage. It never claims 0% or 100%: no evidence makes a judgement certain.

    `percent`: the chance as it was rounded together with others.
    """
    percent = round(FULL * chance) if percent is None else percent
    if percent >= FULL:
        return _("over 99%")
    if percent <= 0:
        return _("under 1%")
    return _("%(percent)s%%") % {"percent": percent}


def day(value: date) -> str:
    """A day in the reader's way of writing it."""
    return date_format(value, "DATE_FORMAT")


def month(value: date) -> str:
    """A month in the reader's way of writing it."""
    return date_format(value, "YEAR_MONTH_FORMAT")
