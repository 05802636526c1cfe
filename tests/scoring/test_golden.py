"""The prototype's readings on the case files, where the method has not been changed since."""

from datetime import date
from typing import Any

import pytest

from tests.scoring.vignettes import METHODOLOGY, evidence_of, first_day, joined, load_cases, load_golden, month_ends
from trust.scoring.engine import Assessments, assess
from trust.scoring.facts import day_number
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import DIMENSIONS
from trust.scoring.methodology_file import load_methodology
from trust.scoring.stages import REASONS

METHOD = load_methodology(METHODOLOGY)
TOLERANCE = 0.02
DRAWN = 0.06  # the prototype's 512 draws, in odds and conditions, and floors fitted where they decide nothing
Checkpoint = tuple[tuple[str, str], dict[str, Any], Assessments]  # (case and date, prototype's reading, engine's row)
STAGES = ("none", "dependence", "contractual", "equal")
LETTERS = dict(zip("CRNM", DIMENSIONS, strict=True))

RECOGNITION = "recognition by a contract is cancelled from the day it was ended early"
RATES_CAPPED = "one side's word is capped in rates too"
CULTURE = ("C2", "C", "no_rupture", "no_rupture3", "recognised", "P1")
CHANGED = {
    ("v04_government_withdraws", "2021-12-31"): {**dict.fromkeys(CULTURE, RECOGNITION), "M4": RATES_CAPPED},
    ("v05_scandal", "2022-06-30"): dict.fromkeys(CULTURE, RECOGNITION),
    ("v05_scandal", "2023-12-31"): dict.fromkeys(CULTURE, RECOGNITION),
    ("v05_scandal", "2025-09-30"): dict.fromkeys(CULTURE, RECOGNITION),
    ("v10_arrears_exit", "2021-06-30"): dict.fromkeys((*CULTURE, "stage"), RECOGNITION),
    ("v10_arrears_exit", "2023-12-31"): dict.fromkeys(CULTURE, RECOGNITION),
}


def readings() -> list[Checkpoint]:
    """Every checkpoint, assessed as known on its own date."""
    cases, golden = load_cases(), load_golden()
    days = [date.fromisoformat(reading["as_of"]) for reading in golden]
    parts = [
        evidence_of(cases[reading["vignette"]], day, partnership=key)
        for key, (reading, day) in enumerate(zip(golden, days, strict=True), start=1)
    ]
    found = assess(joined(parts), METHOD, month_ends(min(map(first_day, cases.values())), max(days)))
    return [
        (
            (reading["vignette"], reading["as_of"]),
            reading,
            found.take((found.partnership == key) & (found.as_of == day_number(day))),
        )
        for key, (reading, day) in enumerate(zip(golden, days, strict=True), start=1)
    ]


@pytest.fixture(scope="module")
def checkpoints() -> list[Checkpoint]:
    """All checkpoints, read once."""
    return readings()


def compared(
    checkpoints: list[Checkpoint], tolerance: float, kind: str
) -> dict[tuple[str, str, str], tuple[float | None, float | None]]:
    """(engine, prototype) where they are further apart than tolerated, leaving out what the method has changed."""
    apart = {}
    for place, golden, row in checkpoints:
        engine, prototype = ENGINE[kind](row), PROTOTYPE[kind](golden)
        for name in engine.keys() - CHANGED.get(place, {}).keys():
            if not _close(engine[name], prototype[name], tolerance):
                apart[*place, name] = engine[name], prototype[name]
    return apart


def _close(left: float | None, right: float | None, tolerance: float) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) <= tolerance


ENGINE = {
    "indicators": lambda row: {
        code: None if value != value else float(value)  # noqa: PLR0124 - NaN marks an indicator left out
        for code, value in zip(METHOD.indicators, row.indicator_values[0].tolist(), strict=True)
    },
    "dimensions": lambda row: dict(zip(LETTERS, row.dimension_means[0].tolist(), strict=True)),
    "conditions": lambda row: dict(zip(CONDITION_CODES, row.conditions[0].tolist(), strict=True)),
    "odds": lambda row: dict(zip(("P1", "P2", "P3"), row.at_least[0].tolist(), strict=True)),
}
PROTOTYPE = {
    "indicators": lambda golden: golden["indicators"],
    "dimensions": lambda golden: {letter: values[0] for letter, values in golden["dims"].items()},
    "conditions": lambda golden: {name: chance for of in golden["conditions"].values() for name, chance in of.items()},
    "odds": lambda golden: dict(zip(("P1", "P2", "P3"), golden["p_at_least"][1:], strict=True)),
}


@pytest.mark.parametrize(
    ("kind", "tolerance"),
    [("indicators", TOLERANCE), ("dimensions", TOLERANCE), ("conditions", DRAWN), ("odds", DRAWN)],
)
def test_readings_equal_the_prototypes_where_the_method_is_unchanged(
    checkpoints: list[Checkpoint], kind: str, tolerance: float
) -> None:
    assert compared(checkpoints, tolerance, kind) == {}


def test_stages_and_reasons_equal_the_prototypes_where_the_method_is_unchanged(
    checkpoints: list[Checkpoint],
) -> None:
    apart = [
        place
        for place, golden, row in checkpoints
        if (STAGES[int(row.stage[0])], REASONS[int(row.reason[0])]) != (golden["model"], golden["reason"] or "")
    ]

    assert apart == [place for place, changed in CHANGED.items() if "stage" in changed]


def test_what_is_marked_as_changed_has_changed(
    checkpoints: list[Checkpoint],
) -> None:
    still_equal = [
        place
        for place, golden, row in checkpoints
        if place in CHANGED and _close(ENGINE["indicators"](row)["C2"], golden["indicators"]["C2"], TOLERANCE)
    ]

    assert still_equal == []
