"""How soon partnerships reach a stage after the first contact: by its year, by level, by service field."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from partnerships.models import Jurisdiction
from trust.presenters.curves import reached
from trust.presenters.population import Picture, caveat, state_words
from trust.services.population import Curve
from trust.services.statistics import told_cohorts

from .asked import Asked

AFTER = (12, 24, 36)
JUDGED_AT = 24


def cohort_pictures(asked: Asked) -> Iterator[Picture]:
    """One picture for each way to form cohorts."""
    cohorts = told_cohorts(asked)
    levels = {str(code): str(words) for code, words in Jurisdiction.Level.choices}
    yield _picture(
        asked,
        "cohort-years",
        _("By year of the first contact"),
        _("Year"),
        {year: (year, _year(asked, year)) for year in cohorts["year"]},
        cohorts["year"],
        "curves",
    )
    yield _picture(
        asked,
        "cohort-levels",
        _("By level of the government body"),
        _("Level"),
        {
            code: (levels.get(code, _("not stated")), asked.listed(level=code) if code else "")
            for code in cohorts["level"]
        },
        cohorts["level"],
        "curves",
    )
    yield _picture(
        asked,
        "cohort-fields",
        _("By service field"),
        _("Service field"),
        {
            name: (name or _("not stated"), asked.listed(service_field=name) if name else "")
            for name in cohorts["field"]
        },
        cohorts["field"],
        "intervals",
    )


def _year(asked: Asked, year: str) -> str:
    return asked.listed(first_from=f"{year}-01-01", first_before=f"{int(year) + 1}-01-01")


def _picture(
    asked: Asked,
    name: str,
    title: str,
    head: str,
    names: Mapping[str, tuple[str, str]],
    shown: Mapping[str, Curve],
    chart: str,
) -> Picture:
    draw = {"curves": _lines, "intervals": _intervals}[chart]
    return Picture(
        name,
        title,
        _(
            "One row per cohort; the unit is partnerships. The share that first stood at “%(stage)s” or above so many "
            "months after the first contact, with its 95 percent interval (one minus Kaplan–Meier; whoever has not got "
            "there is counted as far as observed). Cohorts of fewer than five are left out."
        )
        % {"stage": state_words()[asked.goal]},
        caveat(),
        [head, _("Partnerships"), *(_("Within %(months)s months") % {"months": age} for age in AFTER)],
        [[names[key][0], curve.number, *(_within(curve, age) for age in AFTER)] for key, curve in shown.items()],
        [names[key][1] for key in shown],
        draw(shown, names),
        chart=chart,
    )


def _within(curve: Curve, age: int) -> str:
    place = curve.at(age)
    return "–" if place is None else reached(curve, place)


def _lines(shown: Mapping[str, Curve], names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    lines = [
        {
            "word": names[key][0],
            "link": names[key][1],
            "months": curve.months,
            "share": [1 - share for share in curve.share],
        }
        for key, curve in shown.items()
    ]
    return {"lines": lines, "months": _("months"), "table": [line["share"] for line in lines]}


def _intervals(shown: Mapping[str, Curve], names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    marks = []
    for key, curve in shown.items():
        place = curve.at(JUDGED_AT)
        if place is not None:
            point, low, high = (100 * (1 - line[place]) for line in (curve.share, curve.high, curve.low))
            marks.append({"word": names[key][0], "link": names[key][1], "point": point, "low": low, "high": high})
    unit = _("percent within %(months)s months") % {"months": JUDGED_AT}
    return {"marks": marks, "unit": unit, "table": [[mark["high"]] for mark in marks]}
