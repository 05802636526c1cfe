"""Central moments of one distribution per row, and how they add up in a weighted sum."""

from __future__ import annotations

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
    def of_constant(cls, value: Array) -> Moments:
        """The moments of a certain value."""
        zero = np.zeros_like(value)
        return cls(value, zero, zero, zero)

    def scaled(self, weight: Array) -> Moments:
        """The moments of weight * X."""
        square = weight * weight
        return Moments(
            weight * self.mean, square * self.variance, square * weight * self.third, square * square * self.fourth
        )

    def plus(self, other: Moments) -> Moments:
        """The moments of X + Y for independent X and Y."""
        return Moments(
            self.mean + other.mean,
            self.variance + other.variance,
            self.third + other.third,
            self.fourth + 6.0 * self.variance * other.variance + other.fourth,
        )

    def where(self, kept: NDArray[np.bool_]) -> Moments:
        """The same rows where kept; elsewhere the moments of the constant 0, whatever stood there."""
        return Moments(*(np.where(kept, part, 0.0) for part in (self.mean, self.variance, self.third, self.fourth)))


def product_of_independent(left: Moments, right: Moments) -> Moments:
    """The moments of X * Y for independent X and Y, free of cancellation when both are narrow.

    Writes XY - E[X]E[Y] = (X - E X) Y + E[X] (Y - E Y) and expands its powers.
    """
    b, b2, b3, b4 = left.mean, left.variance, left.third, left.fourth
    h, h2, h3, h4 = right.mean, right.variance, right.third, right.fourth
    second_raw = h * h + h2
    third_raw = h * (h * h + 3.0 * h2) + h3
    fourth_raw = h * (h * (h * h + 6.0 * h2) + 4.0 * h3) + h4
    square_by_gap = 2.0 * h * h2 + h3
    cube_by_gap = h * (3.0 * h * h2 + 3.0 * h3) + h4
    square_by_square_gap = h * (h * h2 + 2.0 * h3) + h4
    return Moments(
        b * h,
        b2 * second_raw + b * b * h2,
        b3 * third_raw + 3.0 * b2 * b * square_by_gap + b * b * b * h3,
        b4 * fourth_raw + 4.0 * b3 * b * cube_by_gap + 6.0 * b2 * b * b * square_by_square_gap + b * b * b * b * h4,
    )
