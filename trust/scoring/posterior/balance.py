"""Balance of give and take: 1 - |g - n| / (g + n) for two gamma-distributed masses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln

from .moments import Array, Moments
from .rate import Rate


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
        """Mean and variance, each (n,); exact up to rounding."""
        first, second = self._raw_moments(2)
        return first, second - first * first

    def moments(self) -> Moments:
        """Mean and central moments 2 to 4; exact up to rounding."""
        m1, m2, m3, m4 = self._raw_moments(4)
        third = m3 - m1 * (3.0 * m2 - 2.0 * m1 * m1)
        fourth = m4 - m1 * (4.0 * m3 - m1 * (6.0 * m2 - 3.0 * m1 * m1))
        return Moments(m1, m2 - m1 * m1, third, fourth)

    def survival(self, threshold: Array) -> Array:
        """P(Y >= threshold) for any real thresholds of shape (..., n), in that shape; exact."""
        a, b = self._shapes()
        half = 0.5 * np.clip(threshold, 0.0, 1.0)
        reached = betainc(b, a, 1.0 - half) - betainc(b, a, half)
        return np.asarray(np.clip(reached, 0.0, 1.0), dtype=np.float64)

    def log_density(self, value: Array) -> Array:
        """Logarithm of the density at values in [0, 1] of shape (..., n), up to a constant of the row."""
        share = Rate(*self._shapes())
        half = 0.5 * value
        return np.logaddexp(share.log_density(half), share.log_density(1.0 - half))

    def lower_exponent(self) -> Array:
        """The power p with which P(Y <= y) grows as y ** p above 0, (n,)."""
        return np.minimum(*self._shapes())

    def rows(self, index: NDArray[np.intp]) -> "Balance":
        """The same distribution for some rows."""
        return Balance(self.given[index], self.returned[index], self.prior)

    def _shapes(self) -> tuple[Array, Array]:
        return self.given + self.prior, self.returned + self.prior

    def _raw_moments(self, highest: int) -> list[Array]:
        """E[Y^m] for m = 1..highest.

        E[B^m; B <= 1/2] is a Beta moment times I_{1/2}(a + m, b), which follows from I_{1/2}(a, b) by the recurrence
        I_x(a + 1, b) = I_x(a, b) - x^a (1 - x)^b / (a B(a, b)) (DLMF 8.17.20); likewise on the other side of 1/2.
        """
        a, b = self._shapes()
        total = a + b
        below = np.asarray(betainc(a, b, 0.5), dtype=np.float64)
        first_step = np.exp(-total * np.log(2.0) - betaln(a, b))
        moments = [np.zeros_like(a) for _ in range(highest)]
        for shape, mass in ((a, below), (b, 1.0 - below)):
            factor, step = np.ones_like(a), first_step / shape
            for power in range(highest):
                factor = factor * 2.0 * (shape + power) / (total + power)
                mass = np.maximum(mass - step, 0.0)  # noqa: PLW2901
                step = step * 0.5 * (total + power) / (shape + power + 1.0)
                moments[power] += factor * mass
        return moments
