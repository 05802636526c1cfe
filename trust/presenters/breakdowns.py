"""Pictures that compare divisions and service fields: numbers by outcome, and the four dimensions. Never a ranking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .dimensions import DIMENSION_WORDS
from .figures import FULL
from .population import Picture, caveat, kept_small, state_words


@dataclass(frozen=True)
class Group:
    """Partnerships of one division or one field, by outcome in the order of the states; `address` is their list.

    `judged` partnerships; `points`: the medians of their four dimensions, from 0 to 1. `links`: a list per number.
    """

    name: str
    address: str
    numbers: Sequence[int]
    judged: int
    points: Sequence[float]
    links: Sequence[str]


def by_stage(name: str, title: str, head: str, groups: Sequence[Group], hide: Callable[..., Any] | None) -> Picture:
    """One row per group, one column per outcome, as of the present judgement."""
    shown = kept_small([group.numbers for group in groups], hide)
    return Picture(
        name,
        title,
        _("One row per group, one column per present outcome; the unit is partnerships."),
        caveat(),
        [head, *state_words()],
        [[group.name, *line] for group, line in zip(groups, shown, strict=True)],
        [group.address for group in groups],
        links=[
            [link if number else "" for link, number in zip(group.links, line, strict=True)]
            for group, line in zip(groups, shown, strict=True)
        ],
    )


def by_dimension(name: str, title: str, head: str, groups: Sequence[Group], least: int) -> Picture:
    """One row per group: how many partnerships are judged, and the median points of each dimension.

    Groups of fewer than `least` are left out.
    """
    rows: list[Sequence[Any]] = []
    for group in groups:
        if group.judged < least:
            rows.append([group.name, *[None] * (1 + len(DIMENSION_WORDS))])
            continue
        rows.append([group.name, group.judged, *(round(FULL * point) for point in group.points)])
    return Picture(
        name,
        title,
        _("One row per group; the unit is points out of 100, the median of the partnerships judged."),
        _("Divisions and fields differ in what is bought and recorded; the figures rank nobody."),
        [head, _("Partnerships"), *(str(words.label) for words in DIMENSION_WORDS)],
        rows,
        [group.address for group in groups],
    )
