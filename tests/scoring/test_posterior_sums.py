"""The chance that a dimension reaches its floor, against draws, bounds and itself."""

import numpy as np
import pytest

from tests.scoring.dimensions import drawn, many, network, reciprocity, resources, row
from trust.scoring.posterior import (
    Rate,
    Term,
    WeightedSum,
    weighted_sum_joint_survival,
    weighted_sum_moments,
    weighted_sum_survival,
)

DRAWS = 100_000
SAMPLING_ERROR = 0.0063  # four standard errors of a share of 100,000 draws

each_dimension = pytest.mark.parametrize("make", [resources, network, reciprocity])


@pytest.mark.parametrize(("make", "tolerance"), [(resources, 0.012), (network, 0.005), (reciprocity, 0.016)])
def test_the_chance_of_reaching_a_floor_agrees_with_draws(make, tolerance):
    generator = np.random.default_rng(2026)
    errors: list[float] = []
    for _ in range(20):
        total = make(generator)
        sample = total.fixed[0] + sum(term.weight[0] * drawn(term.indicator, generator, DRAWS) for term in total.terms)
        mean, deviation = weighted_sum_moments(total)
        assert mean[0] == pytest.approx(sample.mean(), abs=5 * sample.std() / np.sqrt(DRAWS))
        assert deviation[0] == pytest.approx(sample.std(), rel=0.02)
        floors = np.quantile(sample, [0.05, 0.3, 0.5, 0.7, 0.95])
        errors += [abs(weighted_sum_survival(total, *row(floor))[0] - (sample >= floor).mean()) for floor in floors]
    assert max(errors) < tolerance + SAMPLING_ERROR
    assert np.mean(errors) < 0.002


def test_the_chance_of_a_floor_and_of_a_kept_promise_agrees_with_draws():
    generator = np.random.default_rng(7)
    for _ in range(20):
        total = resources(generator)
        draws = [drawn(term.indicator, generator, DRAWS) for term in total.terms]
        sample = total.fixed[0] + sum(term.weight[0] * draw for term, draw in zip(total.terms, draws, strict=True))
        for floor in np.quantile(sample, [0.1, 0.5, 0.9]):
            expected = ((sample >= floor) & (draws[0] >= 0.4)).mean()
            both = weighted_sum_joint_survival(total, *row(floor), 0, *row(0.4))[0]
            assert both == pytest.approx(expected, abs=0.006 + SAMPLING_ERROR)


@each_dimension
def test_a_row_gets_the_same_bits_alone_and_among_many(make):
    total = many(make, 500, seed=11)
    together = weighted_sum_survival(total, np.full(500, 0.45))
    joint = weighted_sum_joint_survival(total, np.full(500, 0.45), 0, np.full(500, 0.4))
    mean, deviation = weighted_sum_moments(total)
    order = np.random.default_rng(3).permutation(500)
    assert (weighted_sum_survival(total.rows(order), np.full(500, 0.45)) == together[order]).all()
    for place in range(0, 500, 20):
        alone = total.rows(np.array([place]))
        assert weighted_sum_survival(alone, *row(0.45))[0] == together[place]
        assert weighted_sum_joint_survival(alone, *row(0.45), 0, *row(0.4))[0] == joint[place]
        assert weighted_sum_moments(alone) == (mean[place], deviation[place])


def test_rows_of_every_composition_get_the_same_bits_alone_and_among_many():
    total, generator = many(reciprocity, 120, seed=12), np.random.default_rng(13)
    kept = generator.random((len(total.terms), 120)) < 0.5
    terms = [Term(np.where(kept[place], term.weight, 0.0), term.indicator) for place, term in enumerate(total.terms)]
    sparse = WeightedSum(total.fixed, terms)
    floor = weighted_sum_moments(sparse)[0] * 1.05
    together = weighted_sum_survival(sparse, floor)
    assert ((together > 0.01) & (together < 0.99)).sum() > 60
    for place in range(120):
        one = np.array([place])
        assert weighted_sum_survival(sparse.rows(one), floor[one])[0] == together[place]


@each_dimension
def test_a_floor_outside_the_attainable_range_is_certain_or_impossible(make):
    total = many(make, 50, seed=4)
    assert (weighted_sum_survival(total, total.lowest()) == 1.0).all()
    assert (weighted_sum_survival(total, total.highest() + 1e-9) == 0.0).all()


def test_a_sum_without_uncertain_indicators_reaches_its_floor_or_not():
    missing = Term(np.zeros(3), Rate(np.full(3, np.nan), np.full(3, np.nan)))
    certain = WeightedSum(np.array([0.7 - 0.4, 0.3, 0.29]), [missing])
    assert weighted_sum_survival(certain, np.full(3, 0.3)).tolist() == [1.0, 1.0, 0.0]
    assert weighted_sum_joint_survival(certain, np.full(3, 0.3), 0, np.full(3, 0.4)).tolist() == [1.0, 1.0, 0.0]


def test_the_joint_chance_lies_between_its_bounds_and_needs_no_second_condition_at_zero():
    total, floor = many(resources, 300, seed=8), np.full(300, 0.5)
    reached = weighted_sum_survival(total, floor)
    kept = total.terms[0].indicator.survival(np.full(300, 0.4))
    both = weighted_sum_joint_survival(total, floor, 0, np.full(300, 0.4))
    assert (both <= np.minimum(reached, kept)).all()
    assert (both >= reached + kept - 1.0 - 1e-12).all()
    assert (both >= reached * kept - 0.005).all()
    assert (weighted_sum_joint_survival(total, floor, 0, np.zeros(300)) == reached).all()


@each_dimension
def test_a_higher_floor_is_never_easier_to_reach(make):
    total = many(make, 40, seed=6)
    chances = np.array([weighted_sum_survival(total, np.full(40, floor)) for floor in np.linspace(0.0, 1.0, 26)])
    assert np.diff(chances, axis=0).max() < 0.003
