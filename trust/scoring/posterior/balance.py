"""Balance of give and take: 1 - |g - n| / (g + n) for two gamma-distributed masses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from trust.scoring.posterior.moments import Array, Moments

EVEN_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class Balance:
    """Y = 1 - |g - n| / (g + n), g ~ Gamma(given + prior), n ~ Gamma(returned + prior), one per row.

    B = g / (g + n) is Beta distributed and Y = 2 min(B, 1 - B), so everything is an incomplete beta function.
    given, returned: decayed masses >= 0, shape (n,); prior: prior mass of each side (> 0).
    """

    given: Array
    returned: Array
    prior: float

    def mean_variance(self) -> tuple[Array, Array]:
        """Mean and variance, each (n,); exact."""
        first, second, _, _ = self._raw_moments(2)
        return first, second - first * first

    def moments(self) -> Moments:
        """Mean and central moments 2 to 4; exact up to rounding."""
        m1, m2, m3, m4 = self._raw_moments(4)
        variance = m2 - m1 * m1
        third = m3 - m1 * (3.0 * m2 - 2.0 * m1 * m1)
        fourth = m4 - m1 * (4.0 * m3 - m1 * (6.0 * m2 - 3.0 * m1 * m1))
        return Moments(m1, variance, third, fourth)

    def survival(self, threshold: Array) -> Array:
        """P(Y >= threshold), (n,); exact."""
        a, b = self._shapes()
        half = EVEN_SHARE * np.clip(threshold, 0.0, 1.0)
        reached = np.asarray(betainc(b, a, 1.0 - half) - betainc(b, a, half), dtype=np.float64)
        return np.where(threshold <= 0.0, 1.0, np.where(threshold > 1.0, 0.0, reached))

    def _shapes(self) -> tuple[Array, Array]:
        return self.given + self.prior, self.returned + self.prior

    def _raw_moments(self, highest: int) -> list[Array]:
        """E[Y^m] for m = 1..highest; E[B^m; B <= 1/2] is a Beta moment times an incomplete beta function."""
        a, b = self._shapes()
        total = a + b
        moments = [np.zeros_like(a) for _ in range(4)]
        for shape, other in ((a, b), (b, a)):
            factor = np.ones_like(a)
            for power in range(highest):
                factor = factor * 2.0 * (shape + power) / (total + power)
                mass = np.asarray(betainc(shape + (power + 1.0), other, EVEN_SHARE), dtype=np.float64)
                moments[power] += factor * mass
        return moments
