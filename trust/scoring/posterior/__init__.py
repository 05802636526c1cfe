"""Posterior distributions of indicators and dimensions: deterministic, vectorised, batch-independent.

Every function takes arrays of one value per row (a row is one partnership at one month end), reads no clock and no
randomness, and gives a row the same bits whether it comes alone or among a million.  Measured errors and speed are in
docs/numerics.md.
"""

from .balance import Balance
from .belief import Belief, BeliefPrior, belief_survival
from .counts import poisson_binomial_at_least
from .erosion import erosion_within
from .interval import fitted_survival, interval
from .moments import Moments
from .rate import Rate
from .sums import weighted_sum_joint_survival, weighted_sum_survival
from .terms import Term, WeightedSum, weighted_sum_moments

__all__ = [
    "Balance",
    "Belief",
    "BeliefPrior",
    "Moments",
    "Rate",
    "Term",
    "WeightedSum",
    "belief_survival",
    "erosion_within",
    "fitted_survival",
    "interval",
    "poisson_binomial_at_least",
    "weighted_sum_joint_survival",
    "weighted_sum_moments",
    "weighted_sum_survival",
]
