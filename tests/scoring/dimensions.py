"""Random dimensions of realistic evidence, one row each, and draws of them: the oracle of the quadrature."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from trust.scoring.posterior import Balance, Belief, BeliefPrior, Rate, Term, WeightedSum

Indicator = Rate | Belief | Balance
Maker = Callable[[np.random.Generator], WeightedSum]

PRIOR = BeliefPrior(building=0.2, eroding=0.05, ignorance=1.5)
BALANCE_PRIOR = 0.5


def row(*values: float) -> tuple[NDArray[np.float64], ...]:
    """Each value as an array of one row."""
    return tuple(np.array([value], dtype=float) for value in values)


def drawn(indicator: Indicator, generator: np.random.Generator, draws: int) -> NDArray[np.float64]:
    """Draws of an indicator of one row."""
    if isinstance(indicator, Rate):
        return generator.beta(indicator.successes[0], indicator.failures[0], draws)
    if isinstance(indicator, Balance):
        given = generator.standard_gamma(indicator.given[0] + BALANCE_PRIOR, draws)
        returned = generator.standard_gamma(indicator.returned[0] + BALANCE_PRIOR, draws)
        return 1 - np.abs(given - returned) / (given + returned)
    built = generator.standard_gamma(indicator.building[0] + PRIOR.building, draws)
    worn = generator.standard_gamma(indicator.eroding[0] + PRIOR.eroding, draws)
    return built / (built + worn + PRIOR.ignorance)


def random_rate(generator: np.random.Generator, base: float = 0.5) -> Rate:
    """A rate of 1 to 40 decayed trials, kept, broken or in between."""
    trials = int(generator.choice([1, 1, 2, 3, 5, 10, 40]))
    weights = generator.uniform(0.3, 1.0, trials)
    kept = generator.choice([0.0, 0.5, 0.65, 0.85, 1.0], trials)
    if generator.random() < 0.3:
        kept = np.full(trials, generator.choice([0.0, 1.0]))
    return Rate(*row(2 * base + (weights * kept).sum(), 2 * (1 - base) + (weights * (1 - kept)).sum()))


def random_belief(generator: np.random.Generator) -> Belief:
    """A belief with no, little or much building evidence, and mostly without eroding evidence."""
    r = generator.choice([0.0, generator.uniform(0, 1.5), generator.uniform(0, 4), generator.uniform(0, 15)])
    s = generator.choice([0.0, 0.0, 0.0, generator.uniform(0, 1.5), generator.uniform(0, 5)])
    return Belief(*row(r, s), PRIOR)


def resources(generator: np.random.Generator) -> WeightedSum:
    """One to three rates of three and a fixed part."""
    present = [weight for weight in (0.2, 0.2, 0.1) if generator.random() < 0.8] or [0.2]
    total = 0.5 + sum(present)
    terms = [Term(*row(weight / total), random_rate(generator)) for weight in present]
    return WeightedSum(*row(generator.uniform(0.0, 0.5) / total), terms)


def network(generator: np.random.Generator) -> WeightedSum:
    """Two beliefs and a fixed part."""
    shared = Belief(*row(generator.choice([0.0, 0.7, 1.5, 3.5, 6.0]), 0.0), PRIOR)
    terms = [Term(*row(0.25), random_belief(generator)), Term(*row(0.25), shared)]
    return WeightedSum(*row(generator.uniform(0.0, 0.5)), terms)


def reciprocity(generator: np.random.Generator) -> WeightedSum:
    """A balance, a belief, none to three rates and a fixed part."""
    given, returned = (generator.choice([0.0, generator.uniform(0, 2), generator.uniform(0, 15)]) for _ in range(2))
    rates = [random_rate(generator, base) for base in (0.5, 0.4) if generator.random() < 0.5]
    if generator.random() < 0.7:
        balanced = generator.uniform(0, 8)
        rates.append(Rate(*row(1 + balanced, 9 - balanced)))
    total = 0.55 + 0.15 * len(rates)
    terms = [
        Term(*row(0.15 / total), Balance(*row(given, returned), BALANCE_PRIOR)),
        Term(*row(0.3 / total), random_belief(generator)),
        *(Term(*row(0.15 / total), rate) for rate in rates),
    ]
    return WeightedSum(*row(0.1 * generator.choice([0.0, generator.random()]) / total), terms)


def stacked(sums: list[WeightedSum]) -> WeightedSum:
    """One-row sums of one kind as one sum of many rows; a row that lacks a term has weight 0 and parameters NaN."""
    longest = max(sums, key=lambda total: len(total.terms))
    terms = [_stacked_term([total.terms[place : place + 1] for total in sums]) for place in range(len(longest.terms))]
    return WeightedSum(np.concatenate([total.fixed for total in sums]), terms)


def many(make: Maker, rows: int, seed: int) -> WeightedSum:
    """So many random rows."""
    generator = np.random.default_rng(seed)
    return stacked([make(generator) for _ in range(rows)])


def _stacked_term(held: list[list[Term]]) -> Term:
    first = next(terms[0].indicator for terms in held if terms)
    weight = np.concatenate([terms[0].weight if terms else np.zeros(1) for terms in held])
    columns = zip(*(_parameters(terms[0].indicator) if terms else row(np.nan, np.nan) for terms in held), strict=True)
    one, two = (np.concatenate(column) for column in columns)
    if isinstance(first, Rate):
        return Term(weight, Rate(one, two))
    return Term(weight, type(first)(one, two, first.prior))


def _parameters(indicator: Indicator) -> tuple[NDArray[np.float64], ...]:
    if isinstance(indicator, Rate):
        return indicator.successes, indicator.failures
    if isinstance(indicator, Balance):
        return indicator.given, indicator.returned
    return indicator.building, indicator.eroding
