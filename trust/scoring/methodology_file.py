"""Reads and checks a methodology file (TOML)."""

import hashlib
import json
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from .methodology import (
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
from .methodology_checks import problems_of

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
        raise MethodologyError(f"{path.name}: {error}", error.problems) from error


def parse_methodology(content: Table) -> Methodology:
    """Builds a methodology from parsed TOML. Raises MethodologyError with everything that is wrong with it."""
    if problems := problems_of(content):
        raise MethodologyError(" ".join(map(str, problems)), problems)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return Methodology(
        version=content["version"],
        method=content["method"],
        effective_on=content["effective_on"],
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
        half_life_months=MappingProxyType(content["half_life_months"]),
        verification=_build(Verification, content, "verification"),
        priors=_build(Priors, content, "priors"),
        contract_method=MappingProxyType(content["contract_method"]),
        contract=_build(ContractRules, content, "contract"),
        currency_in_cny=MappingProxyType(content["currency_in_cny"]),
        indicators=MappingProxyType({code: _indicator(code, table) for code, table in content["indicators"].items()}),
        states=_build(States, content, "states"),
        gates=_gates(content["gates"]),
        sufficiency=_build(Sufficiency, content, "sufficiency"),
        persistence=_build(Persistence, content, "persistence"),
        overrides=_build(Overrides, content, "overrides"),
        flags=_build(Flags, content, "flags"),
        interval=MappingProxyType(content["interval"]),
        **content["time"],
    )


def _build(kind: type[T], content: Table, name: str) -> T:
    """A dataclass from a table with exactly its fields; lists become tuples, tables read-only."""
    return kind(**{key: _frozen(value) for key, value in content[name].items()})


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


def _indicator(code: str, table: Table) -> IndicatorSettings:
    options = dict(table)
    return IndicatorSettings(
        code=code,
        dimension=options.pop("dimension"),
        weight=options.pop("weight"),
        shape=options.pop("shape"),
        rules=tuple(map(_rule, options.pop("rules", []))),
        options=_frozen(options),
    )


def _rule(table: Table) -> Rule:
    return Rule(
        event=table["event"],
        outcome=table.get("outcome"),
        unless=table.get("unless"),
        building=float(table.get("building", 0)),
        eroding=float(table.get("eroding", 0)),
        half_life=table["half_life"],
    )
