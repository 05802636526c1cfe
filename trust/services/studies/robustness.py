"""How often a stage is kept when weights and half-lives are a little off.

High numbers do not say that the weights are right: gates decide, and they have none.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from trust.scoring.engine import Assessments
from trust.scoring.methodology import Methodology
from trust.scoring.perturbation import perturbed

from .sample import Sample

NEARLY_ALL = 0.95
Progress = Callable[[int, int], None]


def robustness_of(
    sample: Sample,
    numbers: Methodology,
    *,
    runs: int,
    generator: np.random.Generator,
    progress: Progress = lambda _done, _of: None,
) -> tuple[int, dict[str, Any]]:
    """How many partnerships, and: share of runs that keep the outcome, how many keep it in 95% of them; by outcome."""
    if sample.is_empty:
        return 0, {"runs": runs, "kept": None, "nearly_always": 0, "outcomes": []}
    baseline = sample.judged(numbers)
    kept = np.zeros(len(baseline))
    for run in range(runs):
        other = sample.judged(perturbed(numbers, generator))
        kept += (other.stage == baseline.stage) & (other.reason == baseline.reason)
        progress(run + 1, runs)
    share = kept / runs
    result = {
        "runs": runs,
        "kept": float(share.mean()),
        "nearly_always": int((share >= NEARLY_ALL).sum()),
        "outcomes": _by_outcome(baseline, share),
    }
    return len(baseline), result


def _by_outcome(baseline: Assessments, share: Any) -> list[dict[str, Any]]:
    outcomes = sorted(set(zip(baseline.stage.tolist(), baseline.reason.tolist(), strict=True)), reverse=True)
    found = []
    for stage, reason in outcomes:
        own = share[(baseline.stage == stage) & (baseline.reason == reason)]
        found.append(
            {
                "stage": stage,
                "reason": reason,
                "partnerships": len(own),
                "kept": float(own.mean()),
                "nearly_always": int((own >= NEARLY_ALL).sum()),
            }
        )
    return found
