"""How many of the recorded facts are true: Poisson-binomial counts for the gates."""

import numpy as np
from numpy.typing import NDArray

from .moments import Array


def poisson_binomial_at_least(
    counts: NDArray[np.integer], probabilities: Array, required: int | NDArray[np.integer]
) -> Array:
    """P(at least `required` of the facts are true), facts independent; exact.

    counts: facts per verification class, integers (n, classes).  probabilities: chance that one fact of the class is
    true, (classes,).  required: one number, or one per row (n,); 0 or less is certain.  Returns (n,).
    """
    wanted = np.broadcast_to(np.asarray(required, dtype=np.int64), (counts.shape[0],))
    highest = max(int(wanted.max(initial=0)), 0)
    exactly = _chances_of_exactly(counts, probabilities, highest)
    missed = np.zeros(counts.shape[0])
    for number, chance in enumerate(exactly):
        missed += np.where(number < wanted, chance, 0.0)
    return np.clip(1.0 - missed, 0.0, 1.0)


def _chances_of_exactly(counts: NDArray[np.integer], probabilities: Array, below: int) -> list[Array]:
    """P(exactly j facts are true) for j = 0 .. below - 1, by convolution over the classes."""
    rows = counts.shape[0]
    chances = [np.ones(rows)] + [np.zeros(rows) for _ in range(below - 1)] if below else []
    for column, probability in enumerate(probabilities):
        of_class = _binomial(counts[:, column], float(probability), below)
        chances = [_convolved(chances, of_class, number) for number in range(below)]
    return chances


def _convolved(left: list[Array], right: list[Array], number: int) -> Array:
    total = np.zeros_like(left[0])
    for taken in range(number + 1):
        total += left[taken] * right[number - taken]
    return total


def _binomial(size: NDArray[np.integer], probability: float, below: int) -> list[Array]:
    """P(Binomial(size, probability) = j) for j = 0 .. below - 1; sizes of 0 and probabilities of 0 and 1 included."""
    chances = []
    coefficient = np.ones(size.shape[0])
    for number in range(below):
        rest = np.maximum(size - number, 0)
        chances.append(coefficient * probability**number * np.power(1.0 - probability, rest))
        coefficient = coefficient * rest / (number + 1.0)
    return chances
