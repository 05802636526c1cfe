"""Rows of the API's statistics from what the services tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from trust.presenters.breakdowns import points_of
from trust.presenters.dimensions import DIMENSION_WORDS
from trust.services.population import KINDS, STATES, Curve, Intensity
from trust.services.statistics import Arrears, Group, StageTime

from .statistics_rows import cell, outcome_rows, to_percent

Rows = list[dict[str, Any]]
DECIMALS = 3


def group_rows(groups: Sequence[Group], parameter: str) -> tuple[Rows, Rows]:
    """Numbers by outcome, and medians, of divisions (`division`) or fields (`service_field`)."""
    numbers: Rows = []
    medians: Rows = []
    for group in groups:
        named = {parameter: group.code or None, "together": group.together}
        if parameter == "division":
            named["name"] = group.name
        numbers += outcome_rows("partnerships", group.states, **named)
        points = group.medians or [None] * len(DIMENSION_WORDS)
        codes = [words.code for words in DIMENSION_WORDS]
        told = {code: None if each is None else points_of(each) for code, each in zip(codes, points, strict=True)}
        medians.append({**cell("partnerships", group.judged, **named), **told})
    return numbers, medians


def arrears_row(each: Arrears) -> dict[str, Any]:
    """Of one division."""
    return {
        "division": each.code or None,
        "name": each.name,
        "together": each.together,
        "payments": each.payments,
        "owed": each.owed,
        "currency": "CNY",
        "longest_delay_days": each.longest,
        **cell("partnerships", each.partnerships),
    }


def time_answer(times: Sequence[StageTime]) -> dict[str, Rows]:
    """Figures of each stage, the curves, and the shares that ended in each way."""
    stages, lasting, endings = [], [], []
    for each in times:
        stage, curve = STATES[each.stage], each.curve
        number, median = (curve.number, curve.median) if curve else (None, None)
        stages.append(cell("spells", number, stage=stage, median_months=median))
        if curve:
            lasting += curve_rows(curve, (curve.share, curve.low, curve.high), stage=stage)
            endings += _ending_rows(each, curve)
    return {"stages": stages, "lasting": lasting, "endings": endings}


def _ending_rows(each: StageTime, curve: Curve) -> Rows:
    return [
        cell("share", line and to_percent(line[place]), stage=STATES[each.stage], kind=kind, month=month)
        for kind, line in zip(KINDS, each.endings, strict=True)
        for place, month in enumerate(curve.months)
    ]


def curve_rows(curve: Curve, lines: tuple[Sequence[float], Sequence[float], Sequence[float]], **more: Any) -> Rows:
    """A row for each age: how many are at risk, and an estimate with the ends of its interval."""
    rows = []
    for month, risk, *line in zip(curve.months, curve.at_risk, *lines, strict=True):
        share, low, high = map(to_percent, line)
        rows.append({**more, "month": month, "at_risk": risk, "share": share, "low": low, "high": high})
    return rows


def cohort_answer(found: Mapping[str, Mapping[str, Curve]]) -> dict[str, Rows]:
    """The cohorts, and the share of each that got there by months."""
    cohorts, reached = [], []
    for by, curves in found.items():
        for name, curve in curves.items():
            cohorts.append({"by": by, "cohort": name, "partnerships": curve.number})
            lines = tuple([1 - share for share in line] for line in (curve.share, curve.high, curve.low))
            reached += curve_rows(curve, lines, by=by, cohort=name)
    return {"cohorts": cohorts, "reached": reached}


def intensity_row(each: Intensity, is_told: bool) -> dict[str, Any]:
    """Of one stage and kind of change."""
    figures = (each.rate, each.low, each.high)
    told = [round(value, DECIMALS) if is_told else None for value in figures]
    return {
        **cell("changes", each.occurred if is_told else None, stage=STATES[each.state], kind=each.kind),
        "years": round(each.years),
        **dict(zip(("rate", "low", "high"), told, strict=True)),
    }
