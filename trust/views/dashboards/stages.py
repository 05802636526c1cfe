"""Where partnerships stand and stood, and how they moved."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trust.presenters.distribution import Share, distribution
from trust.presenters.population import SLUGS, Picture, caveat, linked, state_words
from trust.presenters.stages import mark_of
from trust.services.population import KINDS, STATES
from trust.services.statistics import Months, read_months, told_distribution, told_flows, told_quarters

from .asked import Asked, asked_at_home

ORDER = (3, 2, 1, 4, 0)
"""States as they are told: from the third stage down, then lapsed, then none."""


def stage_pictures(asked: Asked) -> Iterator[Picture]:
    """All pictures of the page, one after the other: a file of one need not wait for those below it."""
    months = read_months(asked)
    yield _distribution(asked, months)
    yield _months(asked, months)
    yield _flows(asked)
    yield _quarters(asked)


def home_pictures(request: HttpRequest) -> list[Picture]:
    """Of all the reader may see: where partnerships stood month by month, and how they moved."""
    asked = asked_at_home(request)
    months = read_months(asked)
    if not any(map(any, months.table)):
        return []
    return [_distribution(asked, months), _months(asked, months), _quarters(asked)]


def _distribution(asked: Asked, months: Months) -> Picture:
    numbers = told_distribution(asked, months)
    links = linked([numbers], lambda _row, state: asked.listed(was=STATES[state], was_on=asked.until))[0]
    return Picture(
        "distribution",
        _("Partnerships by stage"),
        _("One row per outcome; the unit is partnerships, on the last day of the period."),
        caveat(),
        [_("Outcome"), _("Partnerships")],
        [[state_words()[state], numbers[state]] for state in ORDER],
        [links[state] for state in ORDER],
        None if asked.is_under_rule else _shares(months),
    )


def _shares(months: Months) -> Sequence[Share]:
    return distribution((mark_of(stage, reason), line[-1]) for (stage, reason), line in months.outcomes.items())


def _months(asked: Asked, months: Months) -> Picture:
    days, shown = months.days, months.told
    links = linked(shown, lambda row, state: asked.listed(was=STATES[state], was_on=days[row]))
    words = state_words()
    return Picture(
        "months",
        _("Partnerships by stage, month by month"),
        _("One row per month end, one column per outcome; the unit is partnerships that had been judged by then."),
        caveat(),
        [_("Month end"), *(words[state] for state in ORDER)],
        [[date_format(day, "Y-m-d"), *(line[state] for state in ORDER)] for day, line in zip(days, shown, strict=True)],
        data={
            "names": [f"{day:%Y-%m}" for day in days],
            "unit": pgettext("unit of a chart", "partnerships"),
            "words": [words[state] for state in ORDER],
            "slugs": [SLUGS[state] for state in ORDER],
            "table": [[line[state] for state in ORDER] for line in shown],
            "links": [[line[state] for state in ORDER] for line in links],
        },
        links=[[line[state] for state in ORDER] for line in links],
        chart="months",
    )


def _flows(asked: Asked) -> Picture:
    shown, words = told_flows(asked), state_words()
    links = linked(
        shown,
        lambda before, after: asked.listed(
            was=STATES[before], was_on=asked.since, then=STATES[after], then_on=asked.until
        ),
    )
    return Picture(
        "flows",
        _("Where partnerships went"),
        _(
            "One row per outcome at the beginning, one column per outcome at the end of the period; the unit is "
            "partnerships observed on both days."
        ),
        caveat(),
        [_("At the beginning"), *words],
        [[word, *line] for word, line in zip(words, shown, strict=True)],
        data={"words": words, "slugs": SLUGS, "table": shown, "links": links, "nodes": _ends(asked, shown)},
        links=links,
        chart="flows",
    )


def _ends(asked: Asked, shown: Sequence[Sequence[int | None]]) -> list[list[str]]:
    """The lists behind the outcomes at the beginning, and behind those at the end; none where a part is left out."""
    first, last = {"was_on": asked.since}, {"then_on": asked.until}
    return [
        [
            asked.listed(was=STATES[state], **first, then=STATES, **last) if None not in line and any(line) else ""
            for state, line in enumerate(shown)
        ],
        [
            asked.listed(was=STATES, **first, then=STATES[state], **last) if None not in line and any(line) else ""
            for state, line in enumerate(zip(*shown, strict=True))
        ],
    ]


def _quarters(asked: Asked) -> Picture:
    found, shown = told_quarters(asked)
    links = linked(
        shown,
        lambda row, kind: asked.listed(
            change=KINDS[kind], change_from=found[row].first, change_before=found[row].following
        ),
    )
    names = [_("%(year)s, quarter %(number)s") % {"year": each.year, "number": each.number} for each in found]
    headings = [_("Up"), _("Down"), _("Lapsed")]
    return Picture(
        "quarters",
        _("Changes of stage per quarter"),
        _("One row per quarter; the unit is changes, so that one partnership can count more than once."),
        caveat(),
        [_("Quarter"), *headings],
        [[name, *line] for name, line in zip(names, shown, strict=True)],
        data={
            "names": [f"{each.year} Q{each.number}" for each in found],
            "unit": pgettext("unit of a chart", "changes"),
            "words": headings,
            "table": shown,
            "links": links,
        },
        links=links,
        chart="quarters",
    )
