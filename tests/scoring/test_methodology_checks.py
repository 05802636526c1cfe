"""A methodology file is checked value by value; everything that is wrong is said at once, with its place."""

import math
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from trust.scoring.methodology import MethodologyError
from trust.scoring.methodology_checks import problems_of
from trust.scoring.methodology_consistency import unknown_codes
from trust.scoring.methodology_file import load_methodology, parse_methodology
from trust.scoring.methodology_problems import SENTENCES
from trust.scoring.methodology_schema import INDICATORS
from trust.scoring.registry import INDICATOR_CODES

FILE = Path(__file__).resolve().parents[2] / "trust" / "methodologies" / "2026.1.toml"
Change = Callable[[dict[str, Any]], Any]


def content() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def at(path: str, value: Any) -> Change:
    """Puts a value at a dotted place."""

    def change(table: dict[str, Any]) -> None:
        *parts, key = path.split(".")
        for part in parts:
            table = table[int(part)] if isinstance(table, list) else table[part]
        table[key] = value

    return change


def without(path: str) -> Change:
    """Takes a place away."""

    def change(table: dict[str, Any]) -> None:
        *parts, key = path.split(".")
        for part in parts:
            table = table[part]
        del table[key]

    return change


WRONG: list[tuple[Change, str, str, str]] = [
    (without("version"), "", "version", "missing"),
    (without("gates.equal.partners"), "gates.equal", "partners", "missing"),
    (without("indicators.M5"), "indicators.M5", "", "missing"),
    (without("indicators"), "indicators", "", "missing"),
    (at("gates.equal.friends", 3), "gates.equal", "friends", "unknown"),
    (at("indicators.X1", {}), "indicators.X1", "", "unknown"),
    (at("gates", 3), "gates", "", "table"),
    (at("half_life_months", 3), "half_life_months", "", "table"),
    (at("priors.balance", "0.5"), "priors", "balance", "number"),
    (at("priors.balance", 0), "priors", "balance", "number"),
    (at("priors.balance", math.nan), "priors", "balance", "number"),
    (at("priors.balance", bool(1)), "priors", "balance", "number"),
    (at("half_life_months.slow", -1), "half_life_months", "slow", "number"),
    (at("currency_in_cny.USD", 0.0), "currency_in_cny", "USD", "number"),
    (without("currency_in_cny.CNY"), "currency_in_cny", "CNY", "missing"),
    (at("persistence.up_probability", 1.01), "persistence", "up_probability", "number"),
    (at("gates.equal.partners", 2.5), "gates.equal", "partners", "whole"),
    (at("overrides.cap_stage", 4), "overrides", "cap_stage", "whole"),
    (at("persistence.up_months", [1, 2]), "persistence", "up_months", "wholes"),
    (at("persistence.up_months", [3, 2, 1]), "persistence", "up_months", "order"),
    (at("states.exit_event", 3), "states", "exit_event", "word"),
    (at("indicators.R3.half_life", "short"), "indicators.R3", "half_life", "choice"),
    (at("indicators.R3.dimension", "culture"), "indicators.R3", "dimension", "choice"),
    (at("indicators.C1.shape", "rate"), "indicators.C1", "shape", "choice"),
    (at("contract.competitive", ["by lot"]), "contract", "competitive", "choice"),
    (at("gates.equal.joint_events", "REC_JOINT_PLAN"), "gates.equal", "joint_events", "words"),
    (at("effective_on", "2027-01-01"), "", "effective_on", "day"),
    (at("effective_on", datetime(2027, 1, 1)), "", "effective_on", "day"),  # noqa: DTZ001 (TOML knows such moments)
    (
        at("indicators.C2.contracts.cancelled_by_ending", "yes"),
        "indicators.C2.contracts",
        "cancelled_by_ending",
        "flag",
    ),
    (at("indicators.C1.rules", 3), "indicators.C1.rules", "", "rules"),
    (
        at("indicators.C1.rules", [{"event": "CUL_CHARTER", "half_life": "slow"}]),
        "indicators.C1.rules 1",
        "",
        "idle",
    ),
    (at("indicators.C2.rules.13.unless", "5"), "indicators.C2.rules 14", "", "both"),
    (at("indicators.C1.weight", 0.31), "indicators", "culture", "sum"),
    (at("persistence.down_probability", 0.55), "persistence", "down_target_probability", "order"),
    (at("verification.weight.single", 0.95), "verification.weight", "single_doc", "order"),
    (at("indicators.R4.highest_log10", 4.0), "indicators.R4", "highest_log10", "above"),
    (at("gates.dependence.alignment_months", 61), "gates.dependence", "alignment_months", "window"),
]


@pytest.mark.parametrize(("change", "table", "key", "kind"), WRONG)
def test_a_wrong_value_is_named_with_its_table_and_key(change: Change, table: str, key: str, kind: str) -> None:
    altered = content()
    change(altered)
    assert (table, key, kind) in [(each.table, each.key, each.kind) for each in problems_of(altered)]
    with pytest.raises(MethodologyError):
        parse_methodology(altered)


def test_every_kind_of_problem_has_been_seen() -> None:
    assert {kind for *_rest, kind in WRONG} | {"event", "outcome"} == set(SENTENCES)


def test_a_file_in_order_has_no_problem() -> None:
    assert problems_of(content()) == []


def test_everything_is_said_at_once() -> None:
    altered = content()
    for change in (at("priors.balance", 0), at("gates.equal.partners", -1), without("flags.severe_months")):
        change(altered)
    with pytest.raises(MethodologyError, match=r"\[priors\] balance.*\[gates.equal\] partners.*severe_months") as error:
        parse_methodology(altered)
    assert len(error.value.problems) == 3


def test_event_types_and_outcomes_that_do_not_exist_are_named_wherever_they_stand() -> None:
    altered = content()
    at("gates.equal.joint_events", ["REC_JOINT_PLAN", "REC_JOINED"])(altered)
    at("indicators.M2.states.0.event", "REC_BODY")(altered)
    at("indicators.R6.kinds", {"CUL_PRIZE": "legitimacy"})(altered)
    known: dict[str, list[str] | None] = {"REC_JOINT_PLAN": [], "RES_EVALUATION": ["excellent", "good", "pass"]}
    found = {(each.table, each.key, each.kind, each.found) for each in unknown_codes(altered, known)}
    assert ("gates.equal", "joint_events", "event", '"REC_JOINED"') in found
    assert ("indicators.M2.states 1", "event", "event", '"REC_BODY"') in found
    assert ("indicators.R6.kinds", "CUL_PRIZE", "event", '"CUL_PRIZE"') in found
    assert ("indicators.R2.rules 4", "outcome", "outcome", '"fail"') in found
    assert not [each for each in found if each[3] == '"REC_JOINT_PLAN"']


def test_the_schema_has_every_indicator_and_the_shape_the_registry_reads() -> None:
    assert tuple(INDICATORS) == INDICATOR_CODES
    settings = load_methodology(FILE).indicators
    assert {code: shape for code, (shape, _fields) in INDICATORS.items()} == {
        code: own.shape for code, own in settings.items()
    }


def test_a_text_that_is_no_toml_names_the_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("version = ", encoding="utf-8")
    with pytest.raises(MethodologyError, match=r"broken\.toml is not valid TOML"):
        load_methodology(broken)
