"""What of a study may be told: small groups are left out, and those from which they could be found by subtraction."""

from trust.models import MethodStudy

from ..population.suppression import suppressed


def told_outcomes(study: MethodStudy) -> list[int | None]:
    """Of each outcome in a study of robustness the number of its partnerships, None where it must not be told."""
    if not study.subjects:
        return []
    (told,) = suppressed([[row["partnerships"] for row in study.result["outcomes"]]])
    return told
