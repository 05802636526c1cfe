"""How long partnerships stay at a stage, and what ends it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from trust.presenters.curves import Told, gathered, percent, told
from trust.presenters.population import SLUGS, Picture, caveat, state_words
from trust.services.population import KINDS, SMALLEST, Leaving, endings, lasting, read_leaving

from .asked import Asked

STAGES = (1, 2, 3)
AGES = (0, 6, 12, 24, 36, 48, 60)
AFTER = (12, 24, 36)
Curves = Mapping[int, Told | None]


def time_pictures(asked: Asked) -> Iterator[Picture]:
    """Curves with their intervals and numbers at risk; how spells first end; the figures of each stage."""
    leaving = read_leaving(asked.chosen, asked.observed_from, asked.until)
    curves = {stage: told(lasting(leaving[stage], least=SMALLEST), asked.hide is not None) for stage in STAGES}
    yield _lasting(asked, curves)
    yield _endings(asked, leaving, curves)
    yield _times(asked, curves)


def _spells_of(asked: Asked, stage: int) -> str:
    """The partnerships that were ever there; none where spells that ended early are not counted."""
    return "" if asked.observed_from else asked.listed(ever=SLUGS[stage])


def _ended(asked: Asked, stage: int, kind: str) -> str:
    since = {"change_from": asked.observed_from} if asked.observed_from else {}
    return asked.listed(left=SLUGS[stage], change=kind, **since)


def left_truncation() -> str:
    """What a first day of observation does to curves, in words."""
    return _(
        "With a first day of observation, spells that had begun by then are counted from the age they had (left "
        "truncation), and those that had ended are not counted, because only the long ones of them would be known. "
        "Without one, every spell on record is counted from its beginning."
    )


def _lasting(asked: Asked, curves: Curves) -> Picture:
    words, rows, links = state_words(), [], []
    for stage in STAGES:
        curve = curves[stage]
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
        _drawn(curves, {stage: (words[stage], SLUGS[stage], _spells_of(asked, stage)) for stage in STAGES}),
        chart="curves",
    )


def _drawn(curves: Mapping[Any, Told | None], names: Mapping[Any, tuple[str, str, str]]) -> dict[str, Any]:
    lines = []
    for key, curve in curves.items():
        if curve:
            word, slug, link = names[key]
            lines.append(
                {
                    "word": word,
                    "slug": slug,
                    "link": link,
                    "months": curve.months,
                    "share": curve.share,
                    "low": curve.low,
                    "high": curve.high,
                }
            )
    return {"lines": lines, "months": _("months"), "table": [line["share"] for line in lines]}


def _endings(asked: Asked, leaving: Mapping[int, Leaving], curves: Curves) -> Picture:
    words, rows, links, drawn = state_words(), [], [], []
    kinds = (_("Up"), _("Down"), _("Lapsed"))
    for stage in STAGES:
        curve, shares = curves[stage], endings(leaving[stage], least=SMALLEST)
        if curve is None or shares is None:
            continue
        by_kind = _in_steps(asked, leaving[stage], curve, shares)
        may_tell = _may_tell(asked, leaving[stage])
        has_any = [bool(leaving[stage].ended(AGES[-1], 1 + at).any()) for at in range(len(KINDS))]
        addresses = [
            _ended(asked, stage, kind) if may_tell[at] and has_any[at] else "" for at, kind in enumerate(KINDS)
        ]
        for age in AGES[1:]:
            place = curve.at(age)
            if place is not None:
                cells = [percent(line[place]) if may_tell[at] else None for at, line in enumerate(by_kind)]
                rows.append([words[stage], age, *cells])
                links.append(["", *addresses])
        lines = [line if may_tell[at] else [] for at, line in enumerate(by_kind)]
        drawn.append({"word": words[stage], "months": curve.months, "shares": lines, "links": addresses})
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


def _in_steps(asked: Asked, leaving: Leaving, curve: Told, shares: Sequence[Sequence[float]]) -> list[list[float]]:
    """Under the rule each share steps only when five endings of its kind have come together."""
    if not asked.hide:
        return [list(line) for line in shares]
    by_kind = [leaving.ended(AGES[-1], 1 + kind)[list(curve.months)].tolist() for kind in range(len(shares))]
    return [[line[at] for at in gathered(ended)] for line, ended in zip(shares, by_kind, strict=True)]


def _may_tell(asked: Asked, leaving: Leaving) -> Sequence[bool]:
    """Which kinds of ending are told: under the rule, none of 1 to 4, nor one that these follow from."""
    numbers = [int(leaving.number[leaving.kind == 1 + kind].sum()) for kind in range(len(KINDS))]
    return [number is not None for number in asked.hide([numbers])[0]] if asked.hide else [True] * len(KINDS)


def _times(asked: Asked, curves: Curves) -> Picture:
    rows: list[Sequence[Any]] = []
    for stage in STAGES:
        curve = curves[stage]
        if curve is None:
            rows.append([state_words()[stage], *[None] * (2 + len(AFTER))])
            continue
        median = _("more than observed") if curve.median is None else curve.median
        shares = []
        for age in AFTER:
            place = curve.at(age)
            shares.append("–" if place is None else curve.interval(place))
        rows.append([state_words()[stage], curve.number, median, *shares])
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
        [_spells_of(asked, stage) if curves[stage] else "" for stage in STAGES],
    )
