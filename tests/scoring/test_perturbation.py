"""Versions a little off: what is drawn stays a methodology, and a seed gives the same one again."""

from pathlib import Path

import numpy as np
import pytest

from trust.scoring.methodology import DIMENSIONS
from trust.scoring.methodology_file import load_methodology
from trust.scoring.perturbation import FACTORS, perturbed, shifted

METHOD = load_methodology(Path(__file__).resolve().parents[2] / "trust" / "methodologies" / "2026.1.toml")
NEUTRAL = {name: 1.0 if high > 1 else 0.0 for name, (_low, high) in FACTORS.items()}


def test_perturbed_weights_add_up_to_one_and_half_lives_stay_in_range() -> None:
    drawn = [perturbed(METHOD, np.random.default_rng(seed)) for seed in range(50)]
    for version in drawn:
        for name in DIMENSIONS:
            assert sum(each.weight for each in version.dimension(name)) == pytest.approx(1)
        for name, months in version.half_life_months.items():
            assert 0.67 <= months / METHOD.half_life_months[name] <= 1.5
    weights = np.array([version.indicators["C2"].weight for version in drawn])
    # Of Dirichlet(30 w): mean w, variance w (1 - w) / 31.
    assert weights.mean() == pytest.approx(0.4, abs=0.04)
    assert weights.std() == pytest.approx((0.4 * 0.6 / 31) ** 0.5, rel=0.35)


def test_one_seed_gives_one_version_and_the_one_in_force_stays_as_it_is() -> None:
    first, again = (perturbed(METHOD, np.random.default_rng(7)) for _time in range(2))
    assert dict(first.half_life_months) == dict(again.half_life_months)
    assert [each.weight for each in first.indicators.values()] == [each.weight for each in again.indicators.values()]
    assert METHOD.half_life_months["standard"] == 24


def test_without_a_shift_nothing_moves() -> None:
    same = shifted(METHOD, NEUTRAL)
    assert same.gates == METHOD.gates
    for code, each in METHOD.indicators.items():
        assert same.indicators[code].weight == pytest.approx(each.weight)


def test_each_factor_moves_its_number_and_no_other() -> None:
    moved = shifted(METHOD, NEUTRAL | {"network_floor": 0.1, "resources_weights": 1.5, "half_lives": 0.67})
    assert moved.gates.equal.network_floor == pytest.approx(0.55)
    assert moved.gates.equal.reciprocity_floor == METHOD.gates.equal.reciprocity_floor
    assert moved.gates.contractual == METHOD.gates.contractual
    assert moved.indicators["R1"].weight == pytest.approx(0.25 * 1.5 / 1.125)
    assert moved.indicators["R2"].weight == pytest.approx(0.20 / 1.125)
    assert moved.indicators["M2"].weight == METHOD.indicators["M2"].weight
    assert moved.half_life_months["slow"] == pytest.approx(36 * 0.67)


def test_floors_stay_between_nothing_and_everything() -> None:
    low = shifted(METHOD, NEUTRAL | {"payment_floor": -0.9})
    high = shifted(METHOD, NEUTRAL | {"payment_floor": 0.9})
    assert (low.gates.equal.payment_floor, high.gates.equal.payment_floor) == (0.0, 1.0)
