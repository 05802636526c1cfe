"""The methodology: every number of the method, read from a TOML file into frozen dataclasses.

Ages and half-lives are kept in days. The digest is the SHA-256 of the file's content in canonical JSON, so that
comments and layout do not change it and every number does.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

DIMENSIONS = ("culture", "resources", "network", "reciprocity")
SHAPES = ("belief", "rate", "balance", "power", "measure")
NEVER_FADES = float("inf")

Table = Mapping[str, Any]
T = TypeVar("T")


class MethodologyError(ValueError):
    """The file does not hold a complete methodology; the message names the table and the key."""


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
    """What one event type (with one outcome, or any) adds to an indicator, and how fast that fades."""

    event: str
    outcome: str | None
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


def load_methodology(path: Path) -> Methodology:
    """Reads a methodology file. Raises MethodologyError naming file, table and key when it is incomplete."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise MethodologyError(f"{path.name} is not valid TOML: {error}") from error
    try:
        return parse_methodology(content)
    except MethodologyError as error:
        raise MethodologyError(f"{path.name}: {error}") from error


def parse_methodology(content: Table) -> Methodology:
    """Builds a methodology from parsed TOML."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    half_lives = _section(content, "half_life_months")
    methodology = Methodology(
        version=_section(content, "version"),
        method=_section(content, "method"),
        effective_on=_section(content, "effective_on"),
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
        half_life_months=MappingProxyType(half_lives),
        verification=_build(Verification, content, "verification"),
        priors=_build(Priors, content, "priors"),
        contract_method=MappingProxyType(_section(content, "contract_method")),
        contract=_build(ContractRules, content, "contract"),
        currency_in_cny=MappingProxyType(_section(content, "currency_in_cny")),
        indicators=MappingProxyType(_indicators(_section(content, "indicators"), half_lives)),
        states=_build(States, content, "states"),
        gates=_gates(_section(content, "gates")),
        sufficiency=_build(Sufficiency, content, "sufficiency"),
        persistence=_build(Persistence, content, "persistence"),
        overrides=_build(Overrides, content, "overrides"),
        flags=_build(Flags, content, "flags"),
        interval=MappingProxyType(_section(content, "interval")),
        **_section(content, "time"),
    )
    _check_weights(methodology)
    return methodology


def _section(content: Table, name: str) -> Any:
    if name not in content:
        raise MethodologyError(f"{name!r} is missing.")
    return content[name]


def _build(kind: type[T], content: Table, name: str) -> T:
    """A dataclass from a table with exactly its fields; lists become tuples, tables read-only."""
    table = _section(content, name)
    wanted = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if set(table) != wanted:
        raise MethodologyError(
            f"[{name}] missing: {sorted(wanted - set(table))}, unknown: {sorted(set(table) - wanted)}."
        )
    return kind(**{key: _frozen(value) for key, value in table.items()})


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    return value


def _gates(table: Table) -> Gates:
    return Gates(
        dependence=_build(DependenceGate, table, "dependence"),
        contractual=_build(ContractualGate, table, "contractual"),
        equal=_build(EqualGate, table, "equal"),
    )


def _indicators(tables: Table, half_lives: Table) -> dict[str, IndicatorSettings]:
    return {code: _indicator(code, table, half_lives) for code, table in tables.items()}


def _indicator(code: str, table: Table, half_lives: Table) -> IndicatorSettings:
    options = dict(table)
    settings = IndicatorSettings(
        code=code,
        dimension=options.pop("dimension", ""),
        weight=options.pop("weight", -1.0),
        shape=options.pop("shape", ""),
        rules=tuple(_rule(code, rule, half_lives) for rule in options.pop("rules", [])),
        options=_frozen(options),
    )
    if settings.dimension not in DIMENSIONS or settings.shape not in SHAPES or settings.weight < 0:
        raise MethodologyError(
            f"[indicators.{code}] needs a dimension of {DIMENSIONS}, a shape of {SHAPES} and a weight from 0."
        )
    return settings


def _rule(code: str, table: Table, half_lives: Table) -> Rule:
    unknown = set(table) - {"event", "outcome", "building", "eroding", "half_life"}
    if unknown or "event" not in table or table.get("half_life") not in half_lives:
        raise MethodologyError(
            f"[indicators.{code}] rule {dict(table)!r}: needs event and a half_life of {sorted(half_lives)}; "
            f"unknown: {sorted(unknown)}."
        )
    return Rule(
        event=table["event"],
        outcome=table.get("outcome"),
        building=float(table.get("building", 0)),
        eroding=float(table.get("eroding", 0)),
        half_life=table["half_life"],
    )


def _check_weights(methodology: Methodology) -> None:
    for name in DIMENSIONS:
        total = sum(settings.weight for settings in methodology.dimension(name))
        if round(total, 9) != 1:
            raise MethodologyError(f"The weights of dimension {name!r} must add up to 1, not {total}.")
