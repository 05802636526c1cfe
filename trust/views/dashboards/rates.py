"""The yearly matrix, the moves it rests on, and the intensities."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from trust.presenters.curves import percent
from trust.presenters.population import SLUGS, Picture, caveat, kept_small, linked, state_words
from trust.services.population import KINDS, SMALLEST, STATES, Moves, intensities, read_moves, yearly_matrix

from .asked import Asked

STAGES = (1, 2, 3)


def rate_pictures(asked: Asked) -> Iterator[Picture]:
    """Chances of a year, moves on record, changes per partnership-year."""
    moves = read_moves(asked.chosen)
    shown = kept_small(moves.number.tolist(), asked.hide)
    yield _matrix(moves, shown)
    yield _moves(asked, shown)
    yield _intensities(asked, moves)


def _matrix(moves: Moves, shown: Sequence[Sequence[int | None]]) -> Picture:
    """A row is left out where fewer than five moves or endless spells were seen; a cell where its moves are."""
    words, rows = state_words(), []
    for state, line in enumerate(yearly_matrix(moves)):
        is_thin = moves.spells[state] < SMALLEST
        cells = [
            None if is_thin or number is None else percent(chance)
            for chance, number in zip(line, shown[state], strict=True)
        ]
        rows.append([words[state], *cells])
    return Picture(
        "matrix",
        _("Where partnerships stand a year later"),
        _(
            "One row per outcome now, one column per outcome a year later; each row adds up to 100 percent. The "
            "twelfth power of monthly chances, half a month added to each cell (Dirichlet 1/2)."
        ),
        _("Months are taken as independent of the time already spent at a stage.") + " " + caveat(),
        [_("Now"), *words],
        rows,
    )


def _moves(asked: Asked, shown: Sequence[Sequence[int | None]]) -> Picture:
    words = state_words()
    links = linked(shown, lambda before, after: asked.listed(left=STATES[before], reached=STATES[after]))
    return Picture(
        "moves",
        _("Changes on record"),
        _(
            "One row per outcome before, one column per outcome after; the unit is changes, so that one partnership "
            "can count more than once."
        ),
        caveat(),
        [_("Before"), *words],
        [[word, *line] for word, line in zip(words, shown, strict=True)],
        links=links,
    )


def _intensities(asked: Asked, moves: Moves) -> Picture:
    words, kinds = state_words(), dict(zip(KINDS, (_("Up"), _("Down"), _("Lapsed")), strict=True))
    found = intensities(moves)
    observed = [stage for stage in STAGES if moves.days[stage]]
    table = [[each.occurred for each in found if each.state == stage] for stage in observed]
    cells = iter([cell for line in kept_small(table, asked.hide) for cell in line])
    rows: list[Sequence[Any]] = []
    links, marks = [], []
    for each in found:
        cell, name = next(cells), f"{words[each.state]} · {kinds[each.kind]}"
        figures = [f"{value:.3f}" for value in (each.rate, each.low, each.high)]
        rows.append([name, cell, round(each.years), *([None] * 3 if cell is None else figures)])
        link = asked.listed(left=SLUGS[each.state], change=each.kind) if cell else ""
        links.append([link, "", "", "", ""])
        if cell is not None:
            marks.append({"word": name, "link": link, "point": each.rate, "low": each.low, "high": each.high})
    return Picture(
        "intensities",
        _("How often stages change"),
        _(
            "One row per stage and kind of change; the unit is changes per partnership-year at the stage: occurrence "
            "over exposure, with 95 percent gamma intervals."
        ),
        caveat(),
        [_("Change"), _("Changes"), _("Years at the stage"), _("Per year"), _("Lowest"), _("Highest")],
        rows,
        data={"marks": marks, "unit": _("changes per partnership-year"), "table": [[mark["high"]] for mark in marks]},
        links=links,
        chart="intervals",
    )
