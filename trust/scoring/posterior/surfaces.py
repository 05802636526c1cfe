"""Smooth functions of two variables, computed once on an even grid and read by bicubic B-splines."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import spline_filter

from .moments import Array


@dataclass(frozen=True, eq=False)
class Surface:
    """Spline coefficients on an even grid; `first` and `step` of the grid in each variable."""

    coefficients: Array
    first: tuple[float, float]
    step: tuple[float, float]

    @classmethod
    def of(
        cls,
        function: Callable[[Array, Array], Array],
        across: tuple[float, float, float],
        along: tuple[float, float, float],
    ) -> "Surface":
        """Samples the function, vectorised over rows, from first to last by step in each variable."""
        x, y = (np.arange(first, last + step, step) for first, last, step in (across, along))
        columns, rows = (grid.ravel() for grid in np.meshgrid(x, y, indexing="ij"))
        values = function(columns, rows).reshape(len(x), len(y))
        return cls(spline_filter(values, 3, mode="mirror"), (across[0], along[0]), (across[2], along[2]))

    def __call__(self, x: Array, y: Array) -> Array:
        """Reads the function at x of shape (n,) and y of shape (..., n); beyond the grid, at its edge."""
        width = self.coefficients.shape[1]
        i, x_weights = _position((x - self.first[0]) / self.step[0], self.coefficients.shape[0])
        j, y_weights = _position((y - self.first[1]) / self.step[1], width)
        flat, corner = self.coefficients.ravel(), (i - 1) * width + (j - 1)
        total = np.zeros_like(y)
        for row, x_weight in enumerate(x_weights):
            line = np.zeros_like(y)
            for column, y_weight in enumerate(y_weights):
                line += y_weight * flat[corner + (row * width + column)]
            total += x_weight * line
        return total


def _position(place: Array, points: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], tuple[Array, ...]]:
    """The grid point below, at least one point inside the grid, and the weights of the four points around."""
    inside = np.clip(place, 1.0, points - 2.0)
    below = np.minimum(inside.astype(np.intp), points - 3)
    right = inside - below
    left = 1.0 - right
    weights = (
        left * left * left / 6.0,
        (4.0 - 3.0 * right * right * (2.0 - right)) / 6.0,
        (4.0 - 3.0 * left * left * (2.0 - left)) / 6.0,
        right * right * right / 6.0,
    )
    return below, weights
