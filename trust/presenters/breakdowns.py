"""Pictures that compare divisions and service fields: numbers by outcome, and the four dimensions. Never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .dimensions import DIMENSION_WORDS
from .figures import FULL
from .population import Picture, caveat, state_words


@dataclass(frozen=True)
class Row:
    """Partnerships of one division or one field as told, by outcome in the order of the states.

    `points`: the medians of the four dimensions, from 0 to 1; None, as `judged` beside them, where too few are judged.
    `address` is the list of the group, `links` that behind each number, `counted` that of those judged.
    """

    name: str
    address: str
    numbers: Sequence[int | None]
    judged: int | None
    points: Sequence[float] | None
    links: Sequence[str]
    counted: str


def by_stage(name: str, title: str, head: str, groups: Sequence[Row]) -> Picture:
    """One row per group, one column per outcome, as of the present judgement."""
    return Picture(
        name,
        title,
        _("One row per group, one column per present outcome; the unit is partnerships."),
        caveat(),
        [head, *state_words()],
        [[group.name, *group.numbers] for group in groups],
        [group.address for group in groups],
        links=[group.links for group in groups],
    )


def by_dimension(name: str, title: str, head: str, groups: Sequence[Row]) -> Picture:
    """One row per group: how many partnerships are judged, and the median points of each dimension."""
    rows: list[Sequence[Any]] = []
    for group in groups:
        points = group.points or [None] * len(DIMENSION_WORDS)
        rows.append([group.name, group.judged, *(None if each is None else points_of(each) for each in points)])
    width = 1 + len(DIMENSION_WORDS)
    return Picture(
        name,
        title,
        _("One row per group; the unit is points out of 100, the median of the partnerships judged."),
        _("Divisions and fields differ in what is bought and recorded; the figures rank nobody."),
        [head, _("Partnerships"), *(str(words.label) for words in DIMENSION_WORDS)],
        rows,
        [group.address for group in groups],
        links=[[group.counted if group.judged else ""] * width for group in groups],
    )


def points_of(median: float) -> int:
    """A median from 0 to 1 in whole points."""
    return round(FULL * median)
