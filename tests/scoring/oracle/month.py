"""One partnership at one date: indicators, dimensions, conditions and the odds of each stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from . import culture, network, reciprocity, resources
from .distributions import Belief, Draws, Shape
from .gates import Bench, contractual, dependence, equal, listed
from .lives import Life
from .rules import Rules
from .sufficiency import dyadic_facts, reason_for_no_stage

INDICATORS = {
    "C1": culture.alignment,
    "C2": culture.recognition,
    "C3": culture.standing,
    "C4": culture.mission_integrity,
    "R1": resources.continuity,
    "R2": resources.delivery,
    "R3": resources.payment_timeliness,
    "R4": resources.volume,
    "R5": resources.continuation,
    "R6": resources.breadth,
    "N1": network.partners,
    "N2": network.diversity,
    "N3": network.brokerage,
    "N4": network.network_building,
    "N5": network.shared_network,
    "M1": reciprocity.balance_of_initiative,
    "M2": reciprocity.joint_decisions,
    "M3": reciprocity.responsiveness,
    "M4": reciprocity.uptake,
    "M5": reciprocity.balance_of_power,
    "M6": reciprocity.contribution,
}
STAGE_CONDITIONS = {
    1: ("align", "recognised", "no_rupture"),
    2: ("live_agreement", "gov_paid", "ngo_performed", "R_floor"),
    3: (
        "mutual_mechanism",
        "gov_reciprocates",
        "partners",
        "network_role",
        "not_dependent",
        "dependence_known",
        "not_listed",
        "payment_kept",
        "no_rupture3",
        "N_floor",
        "M_floor",
        "enough_facts",
    ),
}


@dataclass(frozen=True)
class Reading:
    """What one date shows. `points` is None for an indicator left out; `at_least[k]` is P(stage >= k)."""

    as_of: date
    points: Mapping[str, float | None]
    dimensions: Mapping[str, tuple[float, float]]
    conditions: Mapping[str, float]
    at_least: tuple[float, float, float, float]
    facts: int
    block: str | None
    listed: bool


def read_month(life: Life, rules: Rules, as_of: date, size: int, random: np.random.Generator) -> Reading:
    """Draws the partnership's standing at one date `size` times."""
    shapes = {code: read(life, rules, as_of) for code, read in INDICATORS.items()}
    draws = {code: shape.draw(random, size) for code, shape in shapes.items() if shape is not None}
    dimensions = {name: dimension(name, draws, rules) for name in ("culture", "resources", "network", "reciprocity")}
    facts = len(dyadic_facts(life, rules, as_of))
    alignment, recognition = shapes["C1"], shapes["C2"]
    if not isinstance(alignment, Belief) or not isinstance(recognition, Belief):
        raise TypeError("C1 and C2 are beliefs: the rupture is drawn from their masses.")
    bench = Bench(life, rules, as_of, random, size)
    conditions = dependence(bench, alignment, recognition)
    conditions |= contractual(bench, dimensions["resources"])
    conditions |= equal(bench, dimensions["network"], dimensions["reciprocity"], draws.get("R3"), facts)
    holds = {
        stage: np.logical_and.reduce([conditions[name] for name in names]) for stage, names in STAGE_CONDITIONS.items()
    }
    third = holds[2] & holds[3]
    return Reading(
        as_of=as_of,
        points={code: point(shape) for code, shape in shapes.items()},
        dimensions={name: (float(drawn.mean()), float(drawn.std())) for name, drawn in dimensions.items()},
        conditions={name: float(truth.mean()) for name, truth in conditions.items()},
        at_least=(1.0, float((holds[1] | holds[2]).mean()), float(holds[2].mean()), float(third.mean())),
        facts=facts,
        block=reason_for_no_stage(life, rules, as_of),
        listed=listed(life, rules["overrides"]["capping_list"], as_of),
    )


def point(shape: Shape | None) -> float | None:
    """The indicator's point value; None when it is left out."""
    return None if shape is None else shape.point()


def dimension(name: str, draws: Mapping[str, Draws], rules: Rules) -> Draws:
    """Weighted mean of the dimension's indicators that are not left out."""
    weights = {
        code: table["weight"]
        for code, table in rules["indicators"].items()
        if table["dimension"] == name and code in draws
    }
    total = sum(weights.values())
    return np.asarray(sum(draws[code] * weight for code, weight in weights.items()) / total)
