"""A partnership's stages through time."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from trust.models import Assessment
from trust.presenters.history import chart, periods, stage_range


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in the language they are written in."""
    with override("en"):
        yield


def month(
    number: int, stage: int, reason: int = 0, chances: tuple[float, float, float] = (0.9, 0.7, 0.1)
) -> Assessment:
    """An assessment as of the end of a month of 2024, not saved."""
    first, second, third = chances
    return Assessment(
        as_of=date(2024, number, 28),
        stage=stage,
        reason=reason,
        at_least_dependence=first,
        at_least_contractual=second,
        at_least_equal=third,
    )


PATH = [month(1, 0, 1), month(2, 1), month(3, 1, chances=(0.8, 0.1, 0.0)), month(4, 2), month(5, 0, 3)]


def test_consecutive_months_with_the_same_outcome_are_one_period_the_latest_first() -> None:
    found = periods(PATH)
    assert [(each.mark.slug, each.months) for each in found] == [
        ("lapsed", 1),
        ("contractual", 1),
        ("dependence", 2),
        ("no-evidence", 1),
    ]
    assert (found[2].first, found[2].last) == (date(2024, 2, 28), date(2024, 3, 28))


def test_the_certainty_of_a_period_is_that_of_its_stage() -> None:
    assert [each.certainty for each in periods(PATH)] == ["", "70%", "85%", ""]


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ((0.99, 0.97, 0.96), (3, 3)),
        ((0.96, 0.5, 0.04), (1, 2)),
        ((0.5, 0.06, 0.05), (0, 2)),
        ((0.04, 0.0, 0.0), (0, 0)),
    ],
)
def test_the_band_holds_the_stages_between_which_ninety_percent_lie(
    chances: tuple[float, float, float], expected: tuple[int, int]
) -> None:
    assert stage_range(month(1, 1, chances=chances)) == expected


def test_months_without_enough_evidence_have_no_odds_in_the_chart() -> None:
    drawn = chart(PATH)
    assert [odds is None for odds in drawn["odds"]] == [True, False, False, False, True]
    assert drawn["outcomes"][0] == "Not enough evidence"
