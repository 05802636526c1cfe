"""Single indicators, counts and intervals against draws, quadrature and closed forms."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaincc, gammaln

from tests.scoring.dimensions import BALANCE_PRIOR, PRIOR, drawn, row
from trust.scoring.posterior import (
    Balance,
    Belief,
    Rate,
    belief_survival,
    erosion_within,
    fitted_survival,
    interval,
    poisson_binomial_at_least,
)
from trust.scoring.posterior.erosion import LARGEST_BUILDING

masses = st.floats(0.0, 15.0)
eroding_masses = st.one_of(st.just(0.0), st.floats(0.0, 5.0))
shares = st.floats(0.02, 0.98)
unhurried = settings(deadline=None)


def gamma_exceeds_scaled(a: float, b: float, odds: float, shift: float) -> float:
    """P(G_a >= odds * (G_b + shift)) by parts, with the trapezoidal rule in the logarithm: no singularity is left."""
    step = 0.01
    log_t = np.arange(-45.0, np.log((a + 60.0 * np.sqrt(a + b)) / min(odds, 1.0) + b + 100.0), step)
    t = np.exp(log_t)
    threshold = odds * (t + shift)
    density = odds * np.exp((a - 1.0) * np.log(threshold) - threshold - gammaln(a))
    return float(gammaincc(a, odds * shift) - (density * gammaincc(b, t) * t).sum() * step)


def exact_belief_survival(r: float, s: float, x: float) -> float:
    return gamma_exceeds_scaled(r + PRIOR.building, s + PRIOR.eroding, x / (1.0 - x), PRIOR.ignorance)


def exact_erosion_within(r: float, s: float, ceiling: float) -> float:
    worn = gamma_exceeds_scaled(s + PRIOR.eroding, r + PRIOR.building, ceiling / (1.0 - ceiling), PRIOR.ignorance)
    return 1.0 - worn


# Counts


@unhurried
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3),
    st.integers(-1, 5),
)
def test_the_chance_of_enough_true_facts_equals_the_sum_over_all_cases(counts, probabilities, required):
    facts = [chance for count, chance in zip(counts, probabilities, strict=False) for _ in range(count)]
    expected = 0.0
    for case in product((True, False), repeat=len(facts)):
        if sum(case) >= required:
            expected += np.prod([p if true else 1 - p for p, true in zip(facts, case, strict=True)])
    chance = poisson_binomial_at_least(np.array([counts]), np.array(probabilities[: len(counts)]), required)
    assert chance[0] == pytest.approx(expected, abs=1e-12)


def test_each_row_can_require_its_own_number_of_facts():
    counts = np.array([[1, 1], [1, 1], [1, 1], [1, 1]])
    chance = poisson_binomial_at_least(counts, np.array([0.9, 0.5]), np.array([0, 1, 2, 3]))
    assert chance == pytest.approx([1.0, 0.95, 0.45, 0.0])


# Single indicators


@unhurried
@given(st.floats(0.8, 150.0), st.floats(0.8, 150.0), shares)
def test_a_rate_has_the_moments_and_the_tail_of_its_beta_distribution(a, b, x):
    moments = Rate(*row(a, b)).moments()
    mean, variance, skewness, excess = stats.beta.stats(a, b, moments="mvsk")
    assert moments.mean[0] == pytest.approx(mean)
    assert moments.variance[0] == pytest.approx(variance)
    assert moments.skewness()[0] == pytest.approx(skewness, abs=1e-9)
    assert moments.fourth[0] == pytest.approx((excess + 3.0) * variance**2, rel=1e-6)
    assert Rate(*row(a, b)).survival(*row(x))[0] == pytest.approx(stats.beta.sf(x, a, b), abs=1e-10)


@pytest.mark.parametrize(("given_mass", "returned"), [(0, 0), (0, 6), (2, 2), (1.3, 9), (15, 14)])
def test_a_balance_has_the_moments_and_the_tail_of_its_quantiles(given_mass, returned):
    share = stats.beta(given_mass + BALANCE_PRIOR, returned + BALANCE_PRIOR)
    quantiles = share.ppf((np.arange(100_000) + 0.5) / 100_000)
    values = 2 * np.minimum(quantiles, 1 - quantiles)
    balance = Balance(*row(given_mass, returned), BALANCE_PRIOR)
    moments = balance.moments()
    assert moments.mean[0] == pytest.approx(values.mean(), abs=1e-5)
    for power, moment in ((2, moments.variance), (3, moments.third), (4, moments.fourth)):
        assert moment[0] == pytest.approx(((values - values.mean()) ** power).mean(), abs=1e-5)
    assert balance.mean_variance() == (moments.mean, moments.variance)
    for x in (0.1, 0.5, 0.9):
        assert balance.survival(*row(x))[0] == pytest.approx((values >= x).mean(), abs=2e-5)


@pytest.mark.parametrize(("r", "s"), [(0, 0), (0.3, 0), (2, 0.5), (5, 3), (15, 0), (40, 2)])
def test_a_belief_has_the_moments_of_its_draws(r, s):
    belief = Belief(*row(r, s), PRIOR)
    sample = drawn(belief, np.random.default_rng(1), 500_000)
    moments = belief.moments()
    assert moments.mean[0] == pytest.approx(sample.mean(), abs=5 * sample.std() / np.sqrt(len(sample)))
    assert moments.variance[0] == pytest.approx(sample.var(), rel=0.01)
    assert moments.skewness()[0] == pytest.approx(stats.skew(sample), abs=0.05)
    assert moments.fourth[0] == pytest.approx(sample.var() ** 2 * (stats.kurtosis(sample) + 3), rel=0.05)
    assert belief.mean_variance()[1][0] == pytest.approx(moments.variance[0], rel=1e-12)


@unhurried
@given(masses, eroding_masses, st.floats(0.02, 0.9))
def test_the_tail_of_a_belief_agrees_with_quadrature(r, s, x):
    assert belief_survival(*row(r, s), PRIOR, *row(x))[0] == pytest.approx(exact_belief_survival(r, s, x), abs=0.002)


@unhurried
@given(st.floats(0.0, 60.0), st.one_of(st.just(0.0), st.floats(0.0, 30.0)))
def test_the_chance_of_little_erosion_agrees_with_quadrature(r, s):
    assert erosion_within(*row(r, s), PRIOR, 0.5)[0] == pytest.approx(exact_erosion_within(r, s, 0.5), abs=5e-5)


def test_erosion_beyond_the_table_is_integrated_and_joins_it_without_a_step():
    r = np.array([LARGEST_BUILDING, np.nextafter(LARGEST_BUILDING, np.inf), 200.0])
    within = erosion_within(r, np.array([55.0, 55.0, 70.0]), PRIOR, 0.2)
    assert within[1] == pytest.approx(within[0], abs=1e-5)
    assert within[2] == pytest.approx(exact_erosion_within(200.0, 70.0, 0.2), abs=1e-4)


@unhurried
@given(masses, st.floats(0.0, 3.0), eroding_masses, shares)
def test_more_building_evidence_never_lowers_a_belief_nor_raises_erosion(r, more, s, x):
    before, after, worn, threshold = row(r, r + more, s, x)
    assert belief_survival(after, worn, PRIOR, threshold) >= belief_survival(before, worn, PRIOR, threshold) - 1e-6
    assert erosion_within(after, worn, PRIOR, 0.5) >= erosion_within(before, worn, PRIOR, 0.5) - 1e-6


@unhurried
@given(masses, eroding_masses, st.floats(0.0, 3.0), shares)
def test_more_eroding_evidence_never_raises_a_belief_nor_lowers_erosion(r, s, more, x):
    built, before, after, threshold = row(r, s, s + more, x)
    assert belief_survival(built, after, PRIOR, threshold) <= belief_survival(built, before, PRIOR, threshold) + 1e-6
    assert erosion_within(built, after, PRIOR, 0.5) <= erosion_within(built, before, PRIOR, 0.5) + 1e-6


def test_single_indicators_get_the_same_bits_alone_and_among_many():
    generator = np.random.default_rng(5)
    r, x = generator.uniform(0, 15, 999), generator.random(999)
    s = generator.choice([0, 1], 999) * generator.uniform(0, 5, 999)
    belief, balance = Belief(r, s, PRIOR), Balance(r, s, BALANCE_PRIOR)
    together = [
        belief.survival(x),
        belief.moments().fourth,
        balance.survival(x),
        balance.moments().fourth,
        erosion_within(r, s, PRIOR, 0.5),
    ]
    for place in range(0, 999, 9):
        one = np.array([place])
        alone = [
            belief.rows(one).survival(x[one]),
            belief.rows(one).moments().fourth,
            balance.rows(one).survival(x[one]),
            balance.rows(one).moments().fourth,
            erosion_within(r[one], s[one], PRIOR, 0.5),
        ]
        assert [float(value[0]) for value in alone] == [float(values[place]) for values in together]


# Intervals


@unhurried
@given(st.floats(0.8, 50.0), st.floats(0.8, 50.0))
def test_the_interval_and_the_fitted_chance_of_a_scaled_rate_are_those_of_its_beta_distribution(a, b):
    mean, variance = Rate(*row(a, b)).mean_variance()
    low, high = interval(0.2 + 0.5 * mean, 0.5 * np.sqrt(variance), *row(0.2, 0.7), (0.05, 0.95))
    assert low[0] == pytest.approx(0.2 + 0.5 * stats.beta.ppf(0.05, a, b), abs=1e-6)
    assert high[0] == pytest.approx(0.2 + 0.5 * stats.beta.ppf(0.95, a, b), abs=1e-6)
    reached = fitted_survival(0.2 + 0.5 * mean, 0.5 * np.sqrt(variance), *row(0.2, 0.7), low)
    assert reached[0] == pytest.approx(0.95, abs=1e-6)


def test_the_interval_of_a_certain_score_is_the_score():
    lowest, highest = np.array([0.3, 0.0, 0.0]), np.array([0.3, 1.0, 1.0])
    low, high = interval(np.array([0.3, 0.0, 1.0]), np.zeros(3), lowest, highest, (0.05, 0.95))
    assert low.tolist() == high.tolist() == [0.3, 0.0, 1.0]
    assert fitted_survival(low, np.zeros(3), lowest, highest, np.array([0.3, 0.1, 0.9])).tolist() == [1.0, 0.0, 1.0]
