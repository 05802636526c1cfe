"""The studies of the method card in words: every number with its date, its n and its command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trust.models import MethodStudy

from .figures import certainty
from .stages import STAGES, Mark, Words, mark_of

# What the method asks for before agreement may be called good (section 10).
ENOUGH_EXPERTS, ENOUGH_CASES = 3, 60
GOOD_KAPPA, WITHIN_OF_EXPERTS = 0.70, 0.10

FACTOR_WORDS: Mapping[str, Words] = {
    "resources_floor": gettext_lazy("Floor of resources (± 10 points)"),
    "network_floor": gettext_lazy("Floor of network (± 10 points)"),
    "reciprocity_floor": gettext_lazy("Floor of reciprocity (± 10 points)"),
    "payment_floor": gettext_lazy("Floor of payment timeliness (± 10 points)"),
    "half_lives": gettext_lazy("All half-lives together (× 0.67 to 1.5)"),
    "resources_weights": gettext_lazy("Heaviest weight in resources (× 0.67 to 1.5)"),
    "network_weights": gettext_lazy("Heaviest weight in network (× 0.67 to 1.5)"),
    "reciprocity_weights": gettext_lazy("Heaviest weight in reciprocity (× 0.67 to 1.5)"),
}


@dataclass(frozen=True)
class KeptOutcome:
    """How one outcome fares under perturbation; without numbers where few partnerships have it."""

    mark: Mark
    partnerships: int | None
    kept: str
    nearly_always: int | None


@dataclass(frozen=True)
class Robustness:
    """The study, the share of runs that keep the outcome, and the same by outcome."""

    study: MethodStudy
    runs: int
    kept: str
    nearly_always: int
    outcomes: Sequence[KeptOutcome]


@dataclass(frozen=True)
class BorderlineCase:
    """One case: the stage in question and its odds."""

    stage: Mark
    odds: str


@dataclass(frozen=True)
class Sensitivity:
    """The study, its cases, and of every factor its total index per case."""

    study: MethodStudy
    draws: int
    evaluations: int
    cases: Sequence[BorderlineCase]
    rows: Sequence[tuple[Words, Sequence[str]]]


@dataclass(frozen=True)
class RaterAgreement:
    """The study and its numbers; kappa as text, a dash where it cannot be computed."""

    study: MethodStudy
    experts: int
    judgements: int
    cases: int
    kappa: str
    staged: int
    exact: int
    with_alternatives: int
    abstention: int
    expert_kappa: str
    expert_staged: int
    expert_pairs: int
    expert_abstention: int
    says: str


def robustness_view(study: MethodStudy, told: Sequence[int | None]) -> Robustness:
    """Shares of runs in whole percent, never 0% or 100%. `told`: the partnerships of each outcome that may be told."""
    result = study.result
    return Robustness(
        study=study,
        runs=result["runs"],
        kept="" if result["kept"] is None else certainty(result["kept"]),
        nearly_always=result["nearly_always"],
        outcomes=[_outcome(row, number) for row, number in zip(result["outcomes"], told, strict=True)],
    )


def _outcome(row: Mapping[str, Any], told: int | None) -> KeptOutcome:
    mark = mark_of(row["stage"], row["reason"])
    if told is None:
        return KeptOutcome(mark, None, "", None)
    return KeptOutcome(mark, told, certainty(row["kept"]), row["nearly_always"])


def sensitivity_view(study: MethodStudy) -> Sensitivity:
    """Total Sobol indices with two decimals; a dash where nothing that was varied moves the odds."""
    cases = study.result["cases"]
    rows = [
        (FACTOR_WORDS[factor], [_index(case["total"][position]) for case in cases])
        for position, factor in enumerate(study.result["factors"])
    ]
    return Sensitivity(
        study=study,
        draws=study.result["draws"],
        evaluations=study.result["evaluations"],
        cases=[BorderlineCase(STAGES[case["stage"] - 1], certainty(case["odds"])) for case in cases],
        rows=rows,
    )


def _index(value: float | None) -> str:
    """An index is a share of variance; what the draw leaves below 0 is its error."""
    return "–" if value is None else f"{max(value, 0.0):.2f}"


def agreement_view(study: MethodStudy) -> RaterAgreement:
    """The method against the panel and experts against each other, and what may be said of it."""
    result, panel = study.result, study.result["panel"]
    return RaterAgreement(
        study=study,
        experts=result["experts"],
        judgements=result["judgements"],
        cases=study.subjects,
        kappa=_kappa(panel["kappa"]),
        staged=result["panel_staged"],
        exact=panel["exact"],
        with_alternatives=panel["with_alternatives"],
        abstention=panel["abstention"],
        expert_kappa=_kappa(result["expert_kappa"]),
        expert_staged=result["expert_staged"],
        expert_pairs=result["expert_pairs"],
        expert_abstention=result["expert_abstention"],
        says=_says(result, study.subjects),
    )


def _kappa(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _says(result: Mapping[str, Any], cases: int) -> str:
    kappa, among = result["panel"]["kappa"], result["expert_kappa"]
    if result["experts"] < ENOUGH_EXPERTS or cases < ENOUGH_CASES or kappa is None or among is None:
        return _(
            "Too few to conclude from: the method asks for %(experts)s independent experts and %(cases)s cases or more."
        ) % {"experts": ENOUGH_EXPERTS, "cases": ENOUGH_CASES}
    if kappa >= GOOD_KAPPA and kappa >= among - WITHIN_OF_EXPERTS:
        return _("The bar the method sets itself is reached: kappa 0.70 or more, and within 0.10 of the experts'.")
    return _("The bar the method sets itself is not reached: kappa 0.70 or more, and within 0.10 of the experts'.")
