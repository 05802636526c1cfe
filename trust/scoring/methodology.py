"""The methodology: every number of the method, in frozen dataclasses read from a TOML file.

Ages and half-lives are kept in days. The digest is the SHA-256 of the file's content in canonical JSON, so that
comments and layout do not change it and every number does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DIMENSIONS = ("culture", "resources", "network", "reciprocity")
SHAPES = ("belief", "rate", "balance", "power", "measure")
NEVER_FADES = float("inf")

Table = Mapping[str, Any]


class MethodologyError(ValueError):
    """The file does not hold a complete methodology; the message names the table and the key.

    `problems`: everything that is wrong, as `methodology_checks.Problem`; empty where the file is no TOML at all.
    """

    def __init__(self, message: str, problems: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Verification:
    """Who stands behind a fact, as weights and probabilities by verification level."""

    single_source: tuple[str, ...]
    single_cap_share: float
    single_cap_base: float
    solid_weight: float
    counted_weight: float
    weight: Table
    validity: Table
    record_validity: Table


@dataclass(frozen=True)
class Priors:
    """Shapes added to the evidence of each kind of indicator."""

    rate_strength: float
    belief_uncertainty: float
    belief_building: float
    belief_eroding: float
    balance: float
    power_concentration: float


@dataclass(frozen=True)
class ContractRules:
    """Which ways of awarding open no gate, and which are competitive."""

    opens_no_gate: tuple[str, ...]
    competitive: tuple[str, ...]


@dataclass(frozen=True)
class States:
    """Open mutual states (joint body, agreement) and what closes them."""

    closed_by_exit: tuple[str, ...]
    closed_by_termination: tuple[str, ...]
    exit_event: str
    termination_event: str


@dataclass(frozen=True)
class DependenceGate:
    """Stage 1: alignment and recognition without rupture."""

    alignment_acts: int
    alignment_months: float
    alignment_events: tuple[str, ...]
    recognition_acts: int
    recognition_months: float
    recognition_events: tuple[str, ...]
    recognition_rating_from: int
    rupture_at_most: float


@dataclass(frozen=True)
class ContractualGate:
    """Stage 2: an exchange in force in which both sides performed."""

    ended_months: float
    terminated_months: float
    payments: int
    performance_months: float
    evaluations: int
    running_months: float
    resources_floor: float


@dataclass(frozen=True)
class EqualGate:
    """Stage 3: mutual mechanisms, a network of its own, limited dependence."""

    joint_acts: int
    joint_months: float
    joint_events: tuple[str, ...]
    state_events: tuple[str, ...]
    reciprocity_acts: int
    reciprocity_months: float
    reciprocity_events: tuple[str, ...]
    reciprocity_adopted: str
    partners: int
    partner_kinds: int
    network_roles: int
    network_role_months: float
    network_role_events: tuple[str, ...]
    share_at_most: float
    payment_floor: float
    rupture_at_most: float
    facts: int
    network_floor: float
    reciprocity_floor: float


@dataclass(frozen=True)
class Gates:
    """The conditions of the three stages."""

    dependence: DependenceGate
    contractual: ContractualGate
    equal: EqualGate


@dataclass(frozen=True)
class Sufficiency:
    """How much must be on record before any stage is assigned."""

    facts: int
    span_days: int
    lapse_months: float
    not_dyadic: tuple[str, ...]


@dataclass(frozen=True)
class Persistence:
    """How long the odds must hold before the stage follows them."""

    odds_decimals: int
    up_probability: float
    up_months: tuple[int, ...]
    down_probability: float
    down_months: int
    down_target_probability: float


@dataclass(frozen=True)
class Overrides:
    """Registry facts that act at once."""

    suspending_list: str
    suspending_registration: str
    capping_list: str
    cap_stage: int


@dataclass(frozen=True)
class Flags:
    """Thresholds of the flags shown beside the stage."""

    eroding_fall: float
    eroding_months: int
    severe_events: tuple[str, ...]
    severe_months: float
    one_sided_signs: int
    one_sided_reading: float
    one_sided_extra_tasks: int
    one_sided_cuts: int
    one_sided_share: float
    one_sided_months: float
    mutual_probability: float


@dataclass(frozen=True)
class Rule:
    """What one event type (with one outcome, or any but one) adds to an indicator, and how fast that fades."""

    event: str
    outcome: str | None
    unless: str | None
    building: float
    eroding: float
    half_life: str


@dataclass(frozen=True)
class IndicatorSettings:
    """One indicator's numbers. `options` holds what only this indicator uses."""

    code: str
    dimension: str
    weight: float
    shape: str
    rules: tuple[Rule, ...]
    options: Table

    def number(self, name: str) -> float:
        """A number only this indicator uses; MethodologyError if the file lacks it."""
        value = self.option(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise MethodologyError(f"[indicators.{self.code}] {name}: a number is needed, found {value!r}.")
        return float(value)

    def option(self, name: str) -> Any:
        """Anything only this indicator uses; MethodologyError if the file lacks it."""
        if name not in self.options:
            raise MethodologyError(f"[indicators.{self.code}] lacks {name!r}.")
        return self.options[name]


@dataclass(frozen=True)
class Methodology:
    """One version of the method, complete and validated."""

    version: str
    method: str
    effective_on: date
    digest: str
    days_per_month: float
    window_months: float
    half_life_months: Table
    verification: Verification
    priors: Priors
    contract_method: Table
    contract: ContractRules
    currency_in_cny: Table
    indicators: Mapping[str, IndicatorSettings]
    states: States
    gates: Gates
    sufficiency: Sufficiency
    persistence: Persistence
    overrides: Overrides
    flags: Flags
    interval: Table

    def days(self, months: float) -> float:
        """Months in days; an age limit holds up to and including it."""
        return months * self.days_per_month

    def half_life_days(self, name: str) -> float:
        """A named half-life in days."""
        return self.days(self.half_life_months[name])

    def dimension(self, name: str) -> tuple[IndicatorSettings, ...]:
        """The indicators of one dimension, in the order of the file."""
        return tuple(settings for settings in self.indicators.values() if settings.dimension == name)
