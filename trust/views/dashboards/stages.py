"""Where partnerships stand and stood, and how they moved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trust.presenters.distribution import Share, distribution
from trust.presenters.population import SLUGS, Picture, caveat, kept_small, linked, state_words
from trust.presenters.stages import mark_of
from trust.services.population import (
    KINDS,
    STATES,
    by_state,
    flows,
    month_ends,
    standing,
    transitions_by_quarter,
)

from .asked import Asked, asked_at_home

ORDER = (3, 2, 1, 4, 0)
"""States as they are told: from the third stage down, then lapsed, then none."""

Outcomes = Mapping[tuple[int, int], Sequence[int]]


def stage_pictures(asked: Asked) -> Iterator[Picture]:
    """All pictures of the page, one after the other: a file of one need not wait for those below it."""
    days = month_ends(asked.since, asked.until)
    outcomes = standing(asked.chosen, days)
    yield _distribution(asked, outcomes, len(days))
    yield _months(asked, days, by_state(outcomes, len(days)))
    yield _flows(asked)
    yield _quarters(asked)


def home_pictures(request: HttpRequest) -> list[Picture]:
    """Of all the reader may see: where partnerships stood month by month, and how they moved."""
    asked = asked_at_home(request)
    days = month_ends(asked.since, asked.until)
    outcomes = standing(asked.chosen, days)
    table = by_state(outcomes, len(days))
    if not any(map(any, table)):
        return []
    return [_distribution(asked, outcomes, len(days)), _months(asked, days, table), _quarters(asked)]


def _distribution(asked: Asked, outcomes: Outcomes, days: int) -> Picture:
    numbers = kept_small([by_state(outcomes, days)[-1]], asked.hide)[0]
    links = linked([numbers], lambda _row, state: asked.listed(was=STATES[state], was_on=asked.until))[0]
    return Picture(
        "distribution",
        _("Partnerships by stage"),
        _("One row per outcome; the unit is partnerships, on the last day of the period."),
        caveat(),
        [_("Outcome"), _("Partnerships")],
        [[state_words()[state], numbers[state]] for state in ORDER],
        [links[state] for state in ORDER],
        None if asked.hide else _shares(outcomes),
    )


def _shares(outcomes: Outcomes) -> Sequence[Share]:
    return distribution((mark_of(stage, reason), line[-1]) for (stage, reason), line in outcomes.items())


def _months(asked: Asked, days: Sequence[date], table: Sequence[Sequence[int]]) -> Picture:
    shown = kept_small(table, asked.hide)
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
    table = [[0] * len(STATES) for _state in STATES]
    for flow in flows(asked.chosen, asked.since, asked.until):
        table[flow.before][flow.after] = flow.number
    shown, words = kept_small(table, asked.hide), state_words()
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
        data={"words": words, "slugs": SLUGS, "table": shown, "links": links},
        links=links,
        chart="flows",
    )


def _quarters(asked: Asked) -> Picture:
    found = transitions_by_quarter(asked.chosen, asked.since, asked.until)
    shown = kept_small([[each.up, each.down, each.lapse] for each in found], asked.hide)
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
