"""Numbers to fives: what can be said of one partnership from two such numbers, and from what was computed of them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.services.population import (
    Moves,
    estimate,
    in_fives,
    incidence,
    intensities,
    moves_in_fives,
    rounded,
    suppressed,
    yearly_matrix,
)
from trust.services.population.rates import KINDS

MOST = 63  # so that the last class is whole


def told(number: int) -> int | None:
    """A number as it is told in a table of its own."""
    return suppressed([[number, 100, 100]])[0][0]


def test_a_subtraction_never_singles_out_a_small_number() -> None:
    alike: dict[int | None, list[int]] = {}
    for number in range(MOST):
        alike.setdefault(told(number), []).append(number)
    for part, whole in product(alike, repeat=2):
        differences = {b - a for a in alike[part] for b in alike[whole] if b >= a}
        small = differences & {1, 2, 3, 4}
        assert not small or len(differences) >= 3, (part, whole)


def test_what_is_told_is_within_two() -> None:
    assert all(told(number) is None or abs(number - (told(number) or 0)) <= 2 for number in range(MOST))
    assert [told(number) for number in (0, 1, 4, 5, 7, 8)] == [0, None, None, 5, 5, 10]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=20), st.integers(0, 60))
def test_endings_are_told_in_fives_of_those_still_at_risk(ended: list[tuple[int, int]], others: int) -> None:
    kinds = np.array(ended).T
    left = kinds.sum(axis=0)
    at_risk = left[::-1].cumsum()[::-1] + others
    risk, fives = in_fives(at_risk, kinds)
    assert not (fives % 5).any()
    assert not (risk % 5).any()
    assert (kinds.sum(axis=1) - fives.sum(axis=1) < 5).all()
    assert (fives.sum(axis=0) <= risk).all()
    shares = np.array(incidence(np.maximum(risk, 1), fives))
    assert (shares >= 0).all()
    assert (shares.sum(axis=0) <= 1 + 1e-9).all()


def test_without_censoring_the_told_curve_is_the_exact_one_where_five_have_come_together() -> None:
    ended = np.array([[5, 3, 2, 10, 0, 5]])
    at_risk = np.array([100, 95, 92, 90, 80, 80])
    risk, fives = in_fives(at_risk, ended)
    exact = np.cumprod(1 - ended[0] / at_risk)
    curve = estimate(100, 25, np.arange(6), risk, fives[0])
    assert fives[0].tolist() == [5, 0, 5, 10, 0, 5]
    assert np.allclose(np.array(curve.share)[[0, 2, 3, 4, 5]], exact[[0, 2, 3, 4, 5]])


@pytest.mark.parametrize("seed", range(5))
def test_chances_are_computed_from_numbers_to_fives_only(seed: int) -> None:
    random = np.random.default_rng(seed)
    number = 5 * random.integers(0, 20, (5, 5)) * (1 - np.eye(5, dtype=int))
    months, days = 5 * random.integers(100, 900, 5), 5 * random.integers(3000, 9000, 5)
    spells = np.full(5, 100)
    off = (random.integers(-2, 3, (5, 5)) * (number > 0), random.integers(-2, 3, 5), random.integers(-2, 3, 5))
    near = Moves(number + off[0], spells, months + off[1], days + off[2])
    assert (near.number != number).any()
    assert np.array_equal(
        yearly_matrix(moves_in_fives(near)), yearly_matrix(moves_in_fives(Moves(number, spells, months, days)))
    )
    assert len(intensities(near)) == 3 * len(KINDS)


def test_rounding_goes_to_the_nearest_five() -> None:
    assert [rounded(number) for number in (0, 2, 3, 7, 8, 12.4, 12.6)] == [0, 0, 5, 5, 10, 10, 15]
