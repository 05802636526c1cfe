"""Gates: the conditions of the three stages, judged from readings and counted facts, and the odds of each stage."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .grid import Floats, Ints
from .methodology import Methodology, MethodologyError
from .posterior import (
    Belief,
    BeliefPrior,
    erosion_within,
    fitted_survival,
    poisson_binomial_at_least,
    weighted_sum_joint_survival,
    weighted_sum_survival,
)
from .readings import Bools, Readings
from .stages import Sufficiency

CONDITIONS: Mapping[int, tuple[str, ...]] = {
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
CONDITION_CODES: tuple[str, ...] = tuple(code for codes in CONDITIONS.values() for code in codes)

# The counted facts (functions of `conditions`) behind the conditions that count facts.
CONDITION_FACTS: Mapping[str, tuple[str, ...]] = {
    "align": ("alignment_acts",),
    "recognised": ("recognition_acts", "recognition_contracts"),
    "live_agreement": ("live_agreements",),
    "gov_paid": ("payments_made",),
    "ngo_performed": ("passed_evaluations", "seasoned_agreements"),
    "mutual_mechanism": ("open_mutual_states", "joint_acts"),
    "gov_reciprocates": ("reciprocal_acts",),
    "partners": ("verified_partners",),
    "network_role": ("network_roles",),
    "not_listed": ("abnormal_listings",),
    "enough_facts": ("sufficient_facts",),
}

NOT_COUNTED = ("payment_kept", "N_floor", "M_floor")  # conditions of stage 3 that readings, not counts, decide
RUPTURE_OF = ("C1", "C2")  # the indicators whose erosion together is a rupture

Tally = Mapping[str, Ints]  # facts per row by verification level


def count_of(tally: Tally) -> Ints:
    """Facts of every verification level together."""
    return np.asarray(sum(tally.values()))


@dataclass(frozen=True, eq=False)
class Odds:
    """Chance of each condition, by code; of the first gate by itself; and P(stage >= 1, 2, 3) as three arrays."""

    conditions: Mapping[str, Floats]
    first_gate: Floats
    at_least: tuple[Floats, Floats, Floats]


def odds(tallies: Mapping[str, Tally], readings: Readings, sufficiency: Sufficiency, methodology: Methodology) -> Odds:
    """Judges every condition in every row.

    Conditions are independent given the facts, but for payment timeliness, which enters two of them as one quantity.
    Where a floor is all that is left to decide it is integrated; elsewhere its chance is shown, and a fit is enough.
    """
    conditions = {
        **_dependence(tallies, readings, methodology),
        **_contractual(tallies, methodology),
        **_equal(tallies, readings, sufficiency, methodology),
    }
    dependence, contractual, equal = (
        methodology.gates.dependence,
        methodology.gates.contractual,
        methodology.gates.equal,
    )
    conditions["no_rupture3"] = (
        conditions["no_rupture"]
        if equal.rupture_at_most == dependence.rupture_at_most
        else _no_rupture(readings, equal.rupture_at_most, methodology)
    )
    exchange = _all_of(conditions, ("live_agreement", "gov_paid", "ngo_performed"))
    conditions["R_floor"] = _reaches(readings, "resources", contractual.resources_floor, exchange > 0)
    second = exchange * conditions["R_floor"]
    third = exchange * _all_of(conditions, tuple(code for code in CONDITIONS[3] if code not in NOT_COUNTED))
    conditions["N_floor"] = _reaches(readings, "network", equal.network_floor, third > 0)
    conditions["M_floor"] = _reaches(readings, "reciprocity", equal.reciprocity_floor, third > 0)
    third *= conditions["N_floor"] * conditions["M_floor"]
    open_rows = np.flatnonzero(third > 0)
    third[open_rows] *= _resources_and_payment(readings, open_rows, methodology)
    first = _all_of(conditions, CONDITIONS[1])
    return Odds(conditions, first, (first + second - first * second, second, third))


def _all_of(conditions: Mapping[str, Floats], codes: tuple[str, ...]) -> Floats:
    product = conditions[codes[0]].copy()
    for code in codes[1:]:
        product *= conditions[code]
    return product


def _dependence(tallies: Mapping[str, Tally], readings: Readings, methodology: Methodology) -> dict[str, Floats]:
    gate = methodology.gates.dependence
    contracts = tallies["recognition_contracts"]
    certain = _certain(contracts, methodology)
    acts = tallies["recognition_acts"]
    with_documented = {
        level: acts[level] + (contracts[level] if level in methodology.verification.single_source else 0)
        for level in acts
    }
    return {
        "align": _true_at_least(tallies["alignment_acts"], gate.alignment_acts, methodology),
        "recognised": _true_at_least(with_documented, gate.recognition_acts - certain, methodology),
        "no_rupture": _no_rupture(readings, gate.rupture_at_most, methodology),
    }


def _contractual(tallies: Mapping[str, Tally], methodology: Methodology) -> dict[str, Floats]:
    gate = methodology.gates.contractual
    evaluated = _true_at_least(tallies["passed_evaluations"], gate.evaluations, methodology)
    seasoned = _on_record(tallies["seasoned_agreements"], methodology)
    return {
        "live_agreement": _on_record(tallies["live_agreements"], methodology),
        "gov_paid": _on_record(tallies["payments_made"], methodology, gate.payments),
        "ngo_performed": 1.0 - (1.0 - evaluated) * (1.0 - seasoned),
    }


def _equal(
    tallies: Mapping[str, Tally], readings: Readings, sufficiency: Sufficiency, methodology: Methodology
) -> dict[str, Floats]:
    gate = methodology.gates.equal
    state = _true_at_least(tallies["open_mutual_states"], 1, methodology)
    acts = _true_at_least(tallies["joint_acts"], gate.joint_acts, methodology)
    payment = readings.indicators["R3"]
    kept = payment.posterior.survival(np.full_like(payment.value, gate.payment_floor)) if payment.posterior else 0.0
    partners = count_of(tallies["verified_partners"])
    unknown = np.isnan(readings.share)
    return {
        "mutual_mechanism": 1.0 - (1.0 - state) * (1.0 - acts),
        "gov_reciprocates": _true_at_least(tallies["reciprocal_acts"], gate.reciprocity_acts, methodology),
        "partners": _certainly((partners >= gate.partners) & (tallies["partner_kinds"]["all"] >= gate.partner_kinds)),
        "network_role": _true_at_least(tallies["network_roles"], gate.network_roles, methodology),
        "not_dependent": _certainly(unknown | (readings.share <= gate.share_at_most)),
        "dependence_known": _on_record(tallies["shares_known"], methodology),
        "not_listed": _certainly(count_of(tallies["abnormal_listings"]) == 0),
        "payment_kept": np.where(payment.present, kept, 1.0),
        "enough_facts": _certainly(sufficiency.facts >= gate.facts),
    }


def _certainly(holds: Bools) -> Floats:
    return holds.astype(np.float64)


def _reaches(readings: Readings, dimension: str, floor: float, decisive: Bools) -> Floats:
    """Chance that a dimension reaches its floor: integrated in the decisive rows, fitted in the others."""
    total, (mean, deviation) = readings.dimensions[dimension], readings.dimension_moments[dimension]
    reached = fitted_survival(mean, deviation, total.lowest(), total.highest(), np.full_like(mean, floor))
    rows = np.flatnonzero(decisive)
    reached[rows] = weighted_sum_survival(total.rows(rows), np.full(len(rows), floor))
    return reached


def _true_at_least(tally: Tally, required: int | Ints, methodology: Methodology) -> Floats:
    """Chance that at least so many of the facts are true; one side's documented word counts once at most."""
    rules = methodology.verification
    levels = list(tally)
    counts = np.stack(
        [np.minimum(tally[level], 1) if level in rules.single_source else tally[level] for level in levels], axis=1
    )
    return poisson_binomial_at_least(counts, np.array([rules.validity[level] for level in levels]), required)


def _certain(tally: Tally, methodology: Methodology) -> Ints:
    """How many of the records need no probability."""
    valid = methodology.verification.record_validity
    return np.asarray(sum(count for level, count in tally.items() if valid[level] >= 1.0))


def _on_record(tally: Tally, methodology: Methodology, required: int = 1) -> Floats:
    """Chance that so many records exist; one side's documented word can stand for one of them."""
    valid = methodology.verification.record_validity
    certain = _certain(tally, methodology)
    documented = np.zeros(len(certain))
    for level, count in tally.items():
        if valid[level] < 1.0:
            documented = np.maximum(documented, np.where(count > 0, valid[level], 0.0))
    return np.where(certain >= required, 1.0, np.where(certain == required - 1, documented, 0.0))


def _no_rupture(readings: Readings, ceiling: float, methodology: Methodology) -> Floats:
    """Chance that the eroding share of what culture rests on stays within the ceiling."""
    priors = methodology.priors
    prior = BeliefPrior(priors.belief_building, priors.belief_eroding, priors.belief_uncertainty)
    first, second = (_belief(readings, code) for code in RUPTURE_OF)
    return erosion_within(first.building + second.building, first.eroding + second.eroding, prior, ceiling)


def _belief(readings: Readings, code: str) -> Belief:
    posterior = readings.indicators[code].posterior
    if not isinstance(posterior, Belief):
        raise MethodologyError(f"[indicators.{code}] must have the shape 'belief': the gates read its rupture.")
    return posterior


def _resources_and_payment(readings: Readings, rows: Ints, methodology: Methodology) -> Floats:
    """P(resources >= floor and payment timeliness >= its floor) in the rows given."""
    total = readings.dimensions["resources"].rows(rows)
    payment = readings.indicators["R3"].posterior
    member = next(i for i, term in enumerate(readings.dimensions["resources"].terms) if term.indicator is payment)
    gates = methodology.gates
    return weighted_sum_joint_survival(
        total,
        np.full(len(rows), gates.contractual.resources_floor),
        member,
        np.full(len(rows), gates.equal.payment_floor),
    )
