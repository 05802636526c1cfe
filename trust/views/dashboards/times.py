"""How long partnerships stay at a stage, and what ends it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from trust.presenters.curves import interval, percent
from trust.presenters.population import SLUGS, Picture, caveat, change_words, left_truncation, state_words
from trust.services.population import KINDS
from trust.services.statistics import StageTime, told_times

from .asked import Asked

AGES = (0, 6, 12, 24, 36, 48, 60)
AFTER = (12, 24, 36)


def time_pictures(asked: Asked) -> Iterator[Picture]:
    """Curves with their intervals and numbers at risk; how spells first end; the figures of each stage."""
    times = told_times(asked)
    yield _lasting(asked, times)
    yield _endings(asked, times)
    yield _times(asked, times)


def _spells_of(asked: Asked, stage: int) -> str:
    """The partnerships that were ever there; none where spells that ended early are not counted."""
    return "" if asked.observed_from else asked.listed(ever=SLUGS[stage])


def _lasting(asked: Asked, times: Sequence[StageTime]) -> Picture:
    words, rows, links = state_words(), [], []
    for stage, curve in ((each.stage, each.curve) for each in times):
        for age in AGES:
            place = curve.at(age) if curve else None
            if curve and place is not None:
                share = [percent(values[place]) for values in (curve.share, curve.low, curve.high)]
                rows.append([words[stage], age, curve.at_risk[place], *share])
                links.append(_spells_of(asked, stage))
    return Picture(
        "lasting",
        _("How long a stage lasts"),
        _(
            "One row per stage and age in months; the unit is spells. The share that lasts longer is Kaplan and "
            "Meier's, with its 95 percent interval. A curve ends where fewer than five spells are at risk."
        ),
        f"{left_truncation()} {caveat()}",
        [_("Stage"), _("Months"), _("At risk"), _("Still there"), _("Lowest"), _("Highest")],
        rows,
        links,
        _drawn(asked, times),
        chart="curves",
    )


def _drawn(asked: Asked, times: Sequence[StageTime]) -> dict[str, Any]:
    lines = [
        {
            "word": state_words()[each.stage],
            "slug": SLUGS[each.stage],
            "link": _spells_of(asked, each.stage),
            "months": each.curve.months,
            "share": each.curve.share,
            "low": each.curve.low,
            "high": each.curve.high,
        }
        for each in times
        if each.curve
    ]
    return {"lines": lines, "months": _("months"), "table": [line["share"] for line in lines]}


def _endings(asked: Asked, times: Sequence[StageTime]) -> Picture:
    words, rows, links, drawn = state_words(), [], [], []
    kinds = [str(label) for _kind, label in change_words()]
    for each in times:
        curve = each.curve
        if curve is None:
            continue
        addresses = _ended(asked, each)
        for age in AGES[1:]:
            place = curve.at(age)
            if place is not None:
                rows.append([words[each.stage], age, *(line and percent(line[place]) for line in each.endings)])
                links.append(["", *addresses])
        lines = [line or [] for line in each.endings]
        drawn.append({"word": words[each.stage], "months": curve.months, "shares": lines, "links": addresses})
    return Picture(
        "endings",
        _("How a stage first ends"),
        _(
            "One row per stage and age in months; the share of spells that have first gone up, gone down or lapsed by "
            "then (Aalen–Johansen: each is a competing risk of the others)."
        ),
        caveat(),
        [_("Stage"), _("Months"), *kinds],
        rows,
        data={"panels": drawn, "words": kinds, "months": _("months"), "table": [panel["months"] for panel in drawn]},
        links=links,
        chart="endings",
    )


def _ended(asked: Asked, each: StageTime) -> list[str]:
    """For each kind the partnerships that left the stage so; none where it is not told, or nobody did."""
    since = {"change_from": asked.observed_from} if asked.observed_from else {}
    return [
        asked.listed(left=SLUGS[each.stage], change=kind, **since) if line and has_any else ""
        for kind, line, has_any in zip(KINDS, each.endings, each.has_any, strict=True)
    ]


def _times(asked: Asked, times: Sequence[StageTime]) -> Picture:
    rows: list[Sequence[Any]] = []
    for each in times:
        curve = each.curve
        if curve is None:
            rows.append([state_words()[each.stage], *[None] * (2 + len(AFTER))])
            continue
        median = _("more than observed") if curve.median is None else curve.median
        places = [curve.at(age) for age in AFTER]
        shares = ["–" if place is None else interval(curve, place) for place in places]
        rows.append([state_words()[each.stage], curve.number, median, *shares])
    return Picture(
        "times",
        _("Time in a stage"),
        _("One row per stage; the unit is spells, those that go on counted as far as they were observed."),
        caveat(),
        [
            _("Stage"),
            _("Spells"),
            _("Median in months"),
            *(_("Still there after %(months)s months") % {"months": age} for age in AFTER),
        ],
        rows,
        [_spells_of(asked, each.stage) if each.curve else "" for each in times],
    )
