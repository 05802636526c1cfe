"""Central moments of one distribution per row, and how they add up and multiply."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moments:
    """Mean and central moments of order 2 to 4 of one distribution per row, each of shape (n,)."""

    mean: Array
    variance: Array
    third: Array
    fourth: Array

    @classmethod
    def of_nothing(cls, rows: int) -> "Moments":
        """The moments of the constant 0."""
        return cls(np.zeros(rows), np.zeros(rows), np.zeros(rows), np.zeros(rows))

    def scaled(self, weight: Array) -> "Moments":
        """The moments of weight * X; a weight of 0 gives the constant 0, whatever the moments (NaN included)."""
        square = weight * weight
        powers = (weight, square, square * weight, square * square)
        parts = (self.mean, self.variance, self.third, self.fourth)
        return Moments(*(np.where(weight > 0.0, power * part, 0.0) for power, part in zip(powers, parts, strict=True)))

    def plus(self, other: "Moments") -> "Moments":
        """The moments of X + Y for independent X and Y."""
        return Moments(
            self.mean + other.mean,
            self.variance + other.variance,
            self.third + other.third,
            self.fourth + 6.0 * self.variance * other.variance + other.fourth,
        )

    def deviation(self) -> Array:
        """Standard deviation, (n,)."""
        return np.sqrt(self.variance)

    def skewness(self) -> Array:
        """Standardised third moment, (n,); 0 where nothing varies."""
        varies = self.variance > 0.0
        safe = np.where(varies, self.variance, 1.0)
        return np.where(varies, self.third / (safe * np.sqrt(safe)), 0.0)


def product_of_independent(left: Moments, right: Moments) -> Moments:
    """The moments of X * Y for independent X and Y, free of cancellation when both are narrow.

    Writes XY - E[X]E[Y] = (X - E X) Y + E[X] (Y - E Y) and expands its powers.
    """
    b, b2, b3, b4 = left.mean, left.variance, left.third, left.fourth
    h, h2, h3, h4 = right.mean, right.variance, right.third, right.fourth
    square = b * b
    second_raw = h * h + h2
    third_raw = h * (h * h + 3.0 * h2) + h3
    fourth_raw = h * (h * (h * h + 6.0 * h2) + 4.0 * h3) + h4
    square_by_gap = 2.0 * h * h2 + h3
    cube_by_gap = 3.0 * h * (h * h2 + h3) + h4
    square_by_square_gap = h * (h * h2 + 2.0 * h3) + h4
    return Moments(
        b * h,
        b2 * second_raw + square * h2,
        b3 * third_raw + 3.0 * b2 * b * square_by_gap + square * b * h3,
        b4 * fourth_raw + 4.0 * b3 * b * cube_by_gap + 6.0 * b2 * square * square_by_square_gap + square * square * h4,
    )
