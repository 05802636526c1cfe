"""How far the method agrees with expert labels.

The labels known to this project are by one author, who also wrote the method: agreement shows consistency with one
reading of the thesis, not validity.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .files import LABELS


@dataclass(frozen=True)
class Agreement:
    """Counts over checkpoints. `kappa`: quadratic-weighted Cohen's kappa over the checkpoints where both assign one of
    the stages 1 to 3 (None if there is no variation); `abstention`: both or neither abstain; `false_equal`: equal
    cooperation where neither the label nor an alternative says so.
    """

    checkpoints: int
    exact: int
    with_alternatives: int
    kappa: float | None
    abstention: int
    false_equal: int


def agreement(judged: Sequence[tuple[str, str, Sequence[str]]]) -> Agreement:
    """Agreement over (stage by the method, label, acceptable alternatives)."""
    staged = [(LABELS.index(stage), LABELS.index(label)) for stage, label, _ in judged if "none" not in (stage, label)]
    return Agreement(
        checkpoints=len(judged),
        exact=sum(stage == label for stage, label, _ in judged),
        with_alternatives=sum(stage in (label, *accepted) for stage, label, accepted in judged),
        kappa=quadratic_weighted_kappa(staged),
        abstention=sum((stage == "none") == (label == "none") for stage, label, _ in judged),
        false_equal=sum(stage == "equal" and "equal" not in (label, *accepted) for stage, label, accepted in judged),
    )


def quadratic_weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968); None where chance agreement is complete."""
    observed = sum((first - second) ** 2 for first, second in pairs)
    expected = sum((first - second) ** 2 for first, _ in pairs for _, second in pairs)
    return 1 - observed * len(pairs) / expected if expected else None
