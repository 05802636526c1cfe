"""The yearly matrix, the moves it rests on, and the intensities."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trust.presenters.curves import percent
from trust.presenters.population import SLUGS, Picture, caveat, change_words, independence, linked, state_words
from trust.services.population import STATES, Intensity, read_moves
from trust.services.statistics import Rates, told_rates

from .asked import Asked


def rate_pictures(asked: Asked) -> Iterator[Picture]:
    """Chances of a year, moves on record, changes per partnership-year."""
    rates = told_rates(asked, read_moves(asked.chosen))
    yield _matrix(asked, rates)
    yield _moves(asked, rates)
    yield _intensities(asked, rates.intensities)


def _matrix(asked: Asked, rates: Rates) -> Picture:
    """A row leads to the partnerships that were ever there, a cell to those that moved so, or stayed on record."""
    words = state_words()
    links = _behind(asked, rates)
    for state, line in enumerate(rates.chances):
        links[state][state] = "" if line[state] is None else asked.listed(ever=STATES[state])
    return Picture(
        "matrix",
        _("Where partnerships stand a year later"),
        _(
            "One row per outcome now, one column per outcome a year later; each row adds up to 100 percent. The "
            "twelfth power of monthly chances, half a month added to each cell (Dirichlet 1/2)."
        ),
        f"{independence()} {caveat()}",
        [pgettext("state", "Now"), *words],
        [
            [word, *(None if chance is None else percent(chance) for chance in line)]
            for word, line in zip(words, rates.chances, strict=True)
        ],
        [links[state][state] for state in range(len(STATES))],
        links=[
            ["" if chance is None else link for chance, link in zip(*pair, strict=True)]
            for pair in zip(rates.chances, links, strict=True)
        ],
    )


def _behind(asked: Asked, rates: Rates) -> list[list[str]]:
    return linked(rates.moves, lambda before, after: asked.listed(left=STATES[before], reached=STATES[after]))


def _moves(asked: Asked, rates: Rates) -> Picture:
    words = state_words()
    return Picture(
        "moves",
        _("Changes on record"),
        _(
            "One row per outcome before, one column per outcome after; the unit is changes, so that one partnership "
            "can count more than once."
        ),
        caveat(),
        [_("Before"), *words],
        [[word, *line] for word, line in zip(words, rates.moves, strict=True)],
        links=_behind(asked, rates),
    )


def _intensities(asked: Asked, found: Sequence[tuple[Intensity, bool]]) -> Picture:
    words, kinds = state_words(), dict(change_words())
    rows: list[Sequence[Any]] = []
    links, marks = [], []
    for each, is_told in found:
        name = f"{words[each.state]} · {kinds[each.kind]}"
        figures = [f"{value:.3f}" for value in (each.rate, each.low, each.high)]
        cells = [each.occurred, round(each.years), *figures] if is_told else [None, round(each.years), *[None] * 3]
        link = asked.listed(left=SLUGS[each.state], change=each.kind) if is_told and each.occurred else ""
        rows.append([name, *cells])
        links.append([link, "", "", "", ""])
        if is_told:
            marks.append({"word": name, "link": link, "point": each.rate, "low": each.low, "high": each.high})
    return Picture(
        "intensities",
        _("How often stages change"),
        _(
            "One row per stage and kind of change; the unit is changes per partnership-year at the stage: occurrence "
            "over exposure, with 95 percent gamma intervals."
        ),
        caveat(),
        [
            pgettext("of stage", "Change"),
            _("Changes"),
            _("Years at the stage"),
            _("Per year"),
            _("Lowest"),
            _("Highest"),
        ],
        rows,
        data={"marks": marks, "unit": _("changes per partnership-year"), "table": [[mark["high"]] for mark in marks]},
        links=links,
        chart="intervals",
    )
