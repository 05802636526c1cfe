"""Chances of a year, moves on record and intensities, as told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trust.services.population import (
    SMALLEST,
    Intensity,
    Moves,
    intensities,
    intensity,
    moves_in_fives,
    rounded,
    yearly_matrix,
)

from .questions import Question, Told


@dataclass(frozen=True)
class Rates:
    """Moves by state before and after; chances of a year by state now and then; intensities. None: left out.

    An intensity comes with whether it is told; of one that is not, the years at the stage still are.
    """

    moves: Told
    chances: Sequence[Sequence[float | None]]
    intensities: Sequence[tuple[Intensity, bool]]


def told_rates(question: Question, moves: Moves) -> Rates:
    """From moves on record."""
    shown = question.told(moves.number.tolist())
    return Rates(shown, _chances(question, moves, shown), _intensities(question, moves))


def _chances(question: Question, moves: Moves, shown: Told) -> list[list[float | None]]:
    """A row is left out where fewer than five spells were seen; a cell where its moves are."""
    matrix = yearly_matrix(moves_in_fives(moves) if question.is_under_rule else moves).tolist()
    return [
        [None if moves.spells[state] < SMALLEST or number is None else chance for chance, number in line]
        for state, line in enumerate(zip(*pair, strict=True) for pair in zip(matrix, shown, strict=True))
    ]


def _intensities(question: Question, moves: Moves) -> list[tuple[Intensity, bool]]:
    """Under the rule of changes and years to the nearest five."""
    found = intensities(moves)
    by_stage: dict[int, list[int]] = {}
    for each in found:
        by_stage.setdefault(each.state, []).append(each.occurred)
    cells = [cell for line in question.told(list(by_stage.values())) for cell in line]
    if not question.is_under_rule:
        return [(each, True) for each in found]
    return [(_in_fives(each), cell is not None) for each, cell in zip(found, cells, strict=True)]


def _in_fives(each: Intensity) -> Intensity:
    years = max(rounded(each.years), SMALLEST)
    return replace(intensity(each.state, each.kind, rounded(each.occurred), years), years=years)
