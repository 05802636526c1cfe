"""Many partnerships at once: how they are distributed over the outcomes. Never an average, never a ranking."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from partnerships.models import Partnership
from trust.models import Assessment

from .figures import certainty
from .stages import MARKS, Mark, mark_of


@dataclass(frozen=True)
class Share:
    """How many partnerships have one outcome. `start` and `width` in whole percent, for drawing."""

    mark: Mark
    number: int
    start: float
    width: float


@dataclass(frozen=True)
class Standing:
    """Where one partnership stands at present; `assessment` is None where none has been made. `income`: its share of
    the NGO's income in whole percent, where that is on record and asked for.
    """

    partnership: Partnership
    mark: Mark
    assessment: Assessment | None
    certainty: str
    income: int | None = None


def standings_of(partnerships: Iterable[Partnership]) -> list[Standing]:
    """The present standing of each, from the latest assessment selected with it."""
    return [_standing(partnership) for partnership in partnerships]


def by_income(standings: Iterable[Standing], shares: Mapping[int, int]) -> list[Standing]:
    """The standings with their shares of the NGO's income (percent by partnership), the largest first."""
    shared = [replace(each, income=shares.get(each.partnership.pk)) for each in standings]
    return sorted(shared, key=lambda each: -1 if each.income is None else each.income, reverse=True)


def _standing(partnership: Partnership) -> Standing:
    latest = getattr(partnership, "latest_assessment", None)
    if latest is None:
        return Standing(partnership, mark_of(None, None), None, "")
    assessment = latest.assessment
    sure = certainty(assessment.at_least[assessment.stage - 1]) if assessment.stage else ""
    return Standing(partnership, mark_of(assessment.stage, assessment.reason), assessment, sure)


def distribution(outcomes: Iterable[tuple[Mark, int]]) -> Sequence[Share]:
    """The outcomes that occur, in their order from the third stage down, with how often they occur."""
    numbers: Counter[str] = Counter()
    for mark, number in outcomes:
        numbers[mark.slug] += number
    total = sum(numbers.values())
    shares, start = [], 0.0
    for mark in MARKS:
        if numbers[mark.slug]:
            width = 100 * numbers[mark.slug] / total
            shares.append(Share(mark, numbers[mark.slug], start, width))
            start += width
    return shares
