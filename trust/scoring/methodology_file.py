"""Reads and checks a methodology file (TOML)."""

import hashlib
import json
import tomllib
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from .methodology import (
    DIMENSIONS,
    SHAPES,
    ContractRules,
    ContractualGate,
    DependenceGate,
    EqualGate,
    Flags,
    Gates,
    IndicatorSettings,
    Methodology,
    MethodologyError,
    Overrides,
    Persistence,
    Priors,
    Rule,
    States,
    Sufficiency,
    Table,
    Verification,
)

T = TypeVar("T")


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
    unknown = set(table) - {"event", "outcome", "unless", "building", "eroding", "half_life"}
    if unknown or "event" not in table or table.get("half_life") not in half_lives:
        raise MethodologyError(
            f"[indicators.{code}] rule {dict(table)!r}: needs event and a half_life of {sorted(half_lives)}; "
            f"unknown: {sorted(unknown)}."
        )
    return Rule(
        event=table["event"],
        outcome=table.get("outcome"),
        unless=table.get("unless"),
        building=float(table.get("building", 0)),
        eroding=float(table.get("eroding", 0)),
        half_life=table["half_life"],
    )


def _check_weights(methodology: Methodology) -> None:
    for name in DIMENSIONS:
        total = sum(settings.weight for settings in methodology.dimension(name))
        if round(total, 9) != 1:
            raise MethodologyError(f"The weights of dimension {name!r} must add up to 1, not {total}.")
