"""Numbers as the public sees them."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from trust.presenters.figures import Reading, certainty, readings, whole_percents
from trust.presenters.history import sparkline
from trust.presenters.profile import trend

LEVELS = (0.05, 0.95)
NAN = float("nan")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in the language they are written in."""
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.874, "87%"), (0.994, "99%"), (0.995, "over 99%"), (1.0, "over 99%"), (0.006, "1%"), (0.004, "under 1%")],
)
def test_a_chance_is_a_whole_percentage_and_never_certain(chance: float, words: str) -> None:
    assert certainty(chance) == words


def test_chances_of_all_outcomes_sum_to_a_hundred() -> None:
    assert whole_percents([0.041, 0.084, 0.626, 0.249]) == [4, 8, 63, 25]
    assert sum(whole_percents([1 / 3, 1 / 3, 1 / 3])) == 100


def test_a_difference_just_below_zero_is_no_percentage_below_zero() -> None:
    assert whole_percents([-1e-8, 0.0, 1e-8, 1.0]) == [0, 0, 0, 100]


def test_a_score_left_out_has_no_reading() -> None:
    assert readings([NAN, 0.5], [NAN, 0.1], LEVELS)[0] is None


def test_the_interval_contains_the_score_and_stays_on_the_scale() -> None:
    for reading in readings([0.0, 0.02, 0.5, 0.99], [0.2, 0.1, 0.1, 0.05], LEVELS):
        assert reading is not None
        assert 0 <= reading.low <= reading.points <= reading.high <= 100


def test_a_score_without_spread_is_exact() -> None:
    assert readings([0.42], [0.0], LEVELS) == (Reading(42, 42, 42),)
    assert readings([0.42], [0.0], LEVELS)[0].is_exact  # type: ignore[union-attr]


def test_a_trend_needs_more_than_a_year() -> None:
    assert trend([0.5] * 12) == "On record for less than a year: no trend yet"
    assert trend([0.5] * 13) == "Steady over the last 12 months"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (0.54, "Steady over the last 12 months"),
        (0.55, "Up 5 points in 12 months"),
        (0.45, "Down 5 points in 12 months"),
    ],
)
def test_a_trend_speaks_from_five_points_on(now: float, words: str) -> None:
    assert trend([0.5] * 12 + [now]) == words


def test_a_line_is_drawn_from_the_bottom_up() -> None:
    assert sparkline([0.0, 1.0]) == "0,100 1,0"
