"""Which numbers decide borderline cases: Sobol indices of the odds (Sobol 2001; Saltelli et al. 2010; SciPy's code)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import sobol_indices, uniform

from trust.scoring.methodology import Methodology
from trust.scoring.perturbation import FACTORS, shifted

from .sample import Sample, sample_of

CASES = 5
BORDERLINE = (0.2, 0.8)


def sensitivity_of(
    sample: Sample, numbers: Methodology, *, draws: int, generator: np.random.Generator, known_at: Any
) -> tuple[int, dict[str, Any]]:
    """How many cases, and of each the stage, its odds, and the indices of every factor. `draws`: a power of 2."""
    cases = _borderline(sample, numbers)
    result: dict[str, Any] = {"draws": draws, "evaluations": 0, "factors": list(FACTORS), "cases": []}
    if not cases:
        return 0, result
    keys = [key for key, _stage, _odds in cases]
    chosen = sample_of(sorted(keys), as_of=sample.as_of, known_at=known_at)
    order = [sorted(keys).index(key) for key in keys]
    stages = [stage for _key, stage, _odds in cases]

    def odds(points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(factors, n) points to (cases, n) odds."""
        result["evaluations"] += points.shape[1]
        answers = []
        for point in points.T:
            all_odds = chosen.odds(shifted(numbers, dict(zip(FACTORS, point.tolist(), strict=True))))
            answers.append([all_odds[row, stage - 1] for row, stage in zip(order, stages, strict=True)])
        return np.array(answers, dtype=np.float64).T

    ranges = [uniform(low, high - low) for low, high in FACTORS.values()]
    indices = sobol_indices(func=odds, n=draws, dists=ranges, rng=generator)
    first, total = np.atleast_2d(indices.first_order), np.atleast_2d(indices.total_order)
    result["cases"] = [
        {"stage": stage, "odds": odds_now, "first": _shares(first[row]), "total": _shares(total[row])}
        for row, (_key, stage, odds_now) in enumerate(cases)
    ]
    return len(cases), result


def _borderline(sample: Sample, numbers: Methodology) -> list[tuple[int, int, float]]:
    """Partnerships whose odds of some stage are nearest to one half: key, that stage, its odds."""
    if sample.is_empty:
        return []
    found = sample.judged(numbers)
    candidates = [
        (abs(float(chance) - 0.5), -stage, key, float(chance))
        for key, chances in zip(found.partnership.tolist(), found.at_least, strict=True)
        for stage, chance in enumerate(chances, start=1)
        if BORDERLINE[0] <= chance <= BORDERLINE[1]
    ]
    nearest: dict[int, tuple[int, int, float]] = {}
    for _distance, above, key, chance in sorted(candidates):  # of two stages as near, the higher one
        nearest.setdefault(key, (key, -above, chance))
    return list(nearest.values())[:CASES]


def _shares(indices: NDArray[np.float64]) -> list[float | None]:
    """Indices as they are stated; none where nothing that was varied moves the odds."""
    return [None if not np.isfinite(index) else round(float(index), 3) for index in indices]
