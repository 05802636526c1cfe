"""The trust profile of one partnership: everything its page, the API and the print say, as plain shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from trust.models import Assessment
from trust.scoring.methodology import DIMENSIONS, Methodology

from .conditions import Gate, chances, gates
from .dimensions import DIMENSION_WORDS, DimensionWords, sentence
from .figures import Reading, certainty, readings, whole_percents
from .flags import Flag, flags_of
from .history import Period, chart, periods, sparkline
from .indicators import INDICATOR_WORDS, IndicatorWords
from .stages import NO_STAGE, STAGES, Mark, Words, mark_of, verdict

TREND_MONTHS = 12
NOTICEABLE = 5  # points; a smaller change over the trend's months reads as steady


@dataclass(frozen=True)
class Odds:
    """The chance of exactly one outcome. `width` in whole percent, for drawing."""

    mark: Mark
    percentage: str
    width: int
    is_current: bool


@dataclass(frozen=True)
class IndicatorView:
    """One indicator's reading; `reading` is None where it is left out for lack of evidence."""

    words: IndicatorWords
    reading: Reading | None
    facts: int
    weight: int


@dataclass(frozen=True)
class DimensionView:
    """One dimension: its sentence, reading, trend and indicators. `facts` counts a fact once per indicator."""

    words: DimensionWords
    reading: Reading
    sentence: Words
    trend: str
    spark: str
    spark_width: int
    facts: int
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class Profile:
    """The whole profile as of one month."""

    assessment: Assessment
    mark: Mark
    verdict: str
    odds: tuple[Odds, ...]
    flags: tuple[Flag, ...]
    dimensions: tuple[DimensionView, ...]
    gates: tuple[Gate, ...]
    periods: Sequence[Period]
    chart: Mapping[str, Any]
    is_latest: bool


def assessed_by(path: Sequence[Assessment], day: date | None) -> Assessment | None:
    """The last assessment of the path as of the day or earlier (default: of the whole path); None if there is none."""
    until = [row for row in path if day is None or row.as_of <= day]
    return until[-1] if until else None


def profile_of(path: Sequence[Assessment], assessment: Assessment, methodology: Methodology) -> Profile:
    """The profile at one assessment of the path, in the words of the methodology it was made with.

    `path`: the partnership's assessments month by month, in order; the history shown is the whole of it.
    """
    return Profile(
        assessment=assessment,
        mark=mark_of(assessment.stage, assessment.reason),
        verdict=verdict(assessment, methodology),
        odds=odds_of(assessment),
        flags=flags_of(assessment.flags),
        dimensions=_dimensions([row for row in path if row.as_of <= assessment.as_of], methodology),
        gates=gates(chances(assessment.conditions), assessment.stage, methodology),
        periods=periods(path),
        chart=chart(path),
        is_latest=assessment is path[-1],
    )


def odds_of(assessment: Assessment) -> tuple[Odds, ...]:
    """The odds of each outcome, the third stage first; empty where a stage is out of the question."""
    mark = mark_of(assessment.stage, assessment.reason)
    none = NO_STAGE["not_established"]
    if not assessment.stage and mark is not none:
        return ()
    percents = whole_percents(assessment.stage_odds)
    outcomes = zip((none, *STAGES), assessment.stage_odds, percents, strict=True)
    return tuple(
        Odds(outcome, certainty(chance, percent), percent, outcome is mark) for outcome, chance, percent in outcomes
    )[::-1]


def _dimensions(path: Sequence[Assessment], methodology: Methodology) -> tuple[DimensionView, ...]:
    assessment = path[-1]
    levels = (methodology.interval["low"], methodology.interval["high"])
    of_dimensions = readings(assessment.dimension_means, assessment.dimension_deviations, levels)
    of_indicators = _indicators(assessment, methodology, levels)
    found = []
    for position, (name, words) in enumerate(zip(DIMENSIONS, DIMENSION_WORDS, strict=True)):
        reading = of_dimensions[position]
        if reading is None:  # a dimension without any reading does not occur: belief and measures always have one
            continue
        means = [row.dimension_means[position] for row in path]
        indicators = tuple(of_indicators[settings.code] for settings in methodology.dimension(name))
        found.append(
            DimensionView(
                words=words,
                reading=reading,
                sentence=sentence(words, reading),
                trend=trend(means),
                spark=sparkline(means),
                spark_width=max(len(means) - 1, 1),
                facts=sum(indicator.facts for indicator in indicators),
                indicators=indicators,
            )
        )
    return tuple(found)


def _indicators(
    assessment: Assessment, methodology: Methodology, levels: tuple[float, float]
) -> dict[str, IndicatorView]:
    found = readings(assessment.indicator_values, assessment.indicator_deviations, levels)
    return {
        code: IndicatorView(INDICATOR_WORDS[code], reading, facts, round(100 * methodology.indicators[code].weight))
        for code, reading, facts in zip(methodology.indicators, found, assessment.indicator_facts, strict=True)
    }


def indicator_of(assessment: Assessment, code: str, methodology: Methodology) -> IndicatorView:
    """One indicator's reading."""
    return _indicators(assessment, methodology, (methodology.interval["low"], methodology.interval["high"]))[code]


def trend(means: Sequence[float]) -> str:
    """How a dimension has moved over the last year, in whole points."""
    if len(means) <= TREND_MONTHS:
        return _("On record for less than a year: no trend yet")
    change = round(100 * means[-1]) - round(100 * means[-1 - TREND_MONTHS])
    if abs(change) < NOTICEABLE:
        return _("Steady over the last 12 months")
    if change > 0:
        return _("Up %(points)s points in 12 months") % {"points": change}
    return _("Down %(points)s points in 12 months") % {"points": -change}
