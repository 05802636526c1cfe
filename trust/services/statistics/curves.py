"""Curves as they may be told: whole, or from numbers to fives under the rule of small cells."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trust.services.population import (
    SMALLEST,
    Curve,
    Leaving,
    endings,
    estimate,
    in_fives,
    incidence,
    lasting,
    rounded,
)

from .questions import Question

KINDS_OF_ENDING = (1, 2, 3)


def told_curve(question: Question, leaving: Leaving) -> Curve | None:
    """The share that lasts. Under the rule it is estimated from numbers to fives.

    None where fewer than five are at risk, or under the rule fewer than five ended.
    """
    curve = lasting(leaving, least=SMALLEST)
    if curve is None or not question.is_under_rule:
        return curve
    if curve.events < SMALLEST:
        return None
    risk, ended = in_fives(np.array(curve.at_risk), np.array([curve.ended]))
    told = estimate(rounded(curve.number), rounded(curve.events), np.array(curve.months), risk, ended[0])
    return replace(told, at_risk=[rounded(number) for number in curve.at_risk])


def told_curves(question: Question, cohorts: Mapping[str, Leaving]) -> dict[str, Curve]:
    """Those that may be told, by name."""
    curves = {name: told_curve(question, leaving) for name, leaving in cohorts.items()}
    return {name: curve for name, curve in curves.items() if curve}


def told_endings(question: Question, leaving: Leaving, curve: Curve) -> list[list[float] | None]:
    """For each kind of ending the share that has first ended so, by the ages of the curve; None where it is not told.

    Under the rule no kind of which there are 1 to 4 is told, nor one from which these follow.
    """
    shares = endings(leaving, least=SMALLEST) or []
    if not question.is_under_rule:
        return [*shares]
    by_kind = np.array([leaving.ended(curve.months[-1], kind)[curve.months] for kind in KINDS_OF_ENDING])
    at_risk = leaving.at_risk(curve.months[-1])[curve.months]
    numbers = [int(leaving.number[leaving.kind == kind].sum()) for kind in KINDS_OF_ENDING]
    lines = zip(incidence(*in_fives(at_risk, by_kind)), question.told([numbers])[0], strict=True)
    return [None if number is None else line for line, number in lines]
