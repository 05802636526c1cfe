"""Statistics of many partnerships, against examples worked out by hand and against brute force."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Partnership
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from trust.models import StageSpell
from trust.services.population import (
    Flow,
    Quarter,
    Spells,
    endings,
    flows,
    intensities,
    now_and_then,
    read_spells,
    suppressed,
    time_in_stage,
    transitions_by_quarter,
    yearly_matrix,
)
from trust.services.population.spells import joined
from trust.services.spells import rebuild_spells

Row = tuple[int, int, str, str | None, str]


def spells(*rows: Row) -> Spells:
    """Partnership, state, first day, last day or None, observed until."""
    keys, states, started, ended, last = zip(*rows, strict=True)
    days = [np.array([day or "NaT" for day in each], dtype="datetime64[D]") for each in (started, ended, last)]
    return joined(np.array(keys), np.array(states), *days)


TWO = spells(
    (1, 1, "2023-01-31", "2024-01-31", "2024-01-31"),
    (1, 2, "2024-01-31", None, "2025-01-31"),
    (2, 2, "2023-01-31", "2024-05-31", "2024-05-31"),
    (2, 4, "2024-05-31", None, "2025-01-31"),
)


def test_partnerships_are_counted_where_they_stand_on_a_day() -> None:
    assert now_and_then(TWO, [date(2024, 1, 30), date(2024, 1, 31), date(2024, 6, 1)]) == [
        [0, 1, 1, 0, 0],
        [0, 0, 2, 0, 0],
        [0, 0, 1, 0, 1],
    ]


def test_flows_lead_from_the_first_day_to_the_last() -> None:
    assert flows(TWO, date(2023, 6, 30), date(2024, 12, 31)) == [Flow(1, 2, 1), Flow(2, 4, 1)]


def test_changes_fall_in_the_quarter_of_their_first_month_end() -> None:
    assert transitions_by_quarter(TWO, date(2024, 1, 1), date(2024, 9, 30)) == [
        Quarter(2024, 1, 1, 0, 0),
        Quarter(2024, 2, 0, 0, 1),
        Quarter(2024, 3, 0, 0, 0),
    ]


def test_neighbouring_spells_of_one_state_are_one() -> None:
    found = spells(
        (1, 0, "2023-01-31", "2023-05-31", "2023-05-31"),
        (1, 0, "2023-05-31", "2023-08-31", "2023-08-31"),
        (1, 1, "2023-08-31", None, "2024-01-31"),
    )
    assert found.state.tolist() == [0, 1]
    assert found.following.tolist() == [1, -1]
    assert str(found.ended[0]) == "2023-08-31"


def test_intensities_are_occurrence_over_exposure() -> None:
    found = {(each.state, each.kind): each for each in intensities(TWO)}
    years = (366 + 486) / 365.25  # 2024-01-31 to 2025-01-31, 2023-01-31 to 2024-05-31
    assert found[2, "lapse"].occurred == 1
    assert found[2, "lapse"].rate == pytest.approx(1 / years)
    assert found[2, "lapse"].low < 1 / years < found[2, "lapse"].high


def test_the_yearly_matrix_is_the_twelfth_power_of_smoothed_months() -> None:
    monthly = np.full((5, 5), 0.2)
    monthly[1] = np.array([0.5, 11.5, 1.5, 0.5, 0.5]) / 14.5  # twelve months: eleven stayed, one went up
    monthly[2] = np.array([0.5, 0.5, 27.5, 0.5, 1.5]) / 30.5  # 12 months, and 15 and a lapse
    monthly[4] = np.array([0.5, 0.5, 0.5, 0.5, 8.5]) / 10.5
    assert np.allclose(yearly_matrix(TWO), np.linalg.matrix_power(monthly, 12))


FIVE = spells(
    (1, 2, "2020-01-31", "2020-07-31", "2020-07-31"),
    (1, 3, "2020-07-31", None, "2021-07-31"),
    (2, 2, "2020-01-31", "2021-01-31", "2021-01-31"),
    (2, 1, "2021-01-31", None, "2021-07-31"),
    (3, 2, "2020-01-31", None, "2021-07-31"),
    (4, 2, "2020-01-31", None, "2020-11-30"),
)


def test_time_in_stage_is_what_kaplan_and_meier_give_by_hand() -> None:
    curve = time_in_stage(FIVE, 2)
    assert curve is not None
    assert (curve.number, curve.events) == (4, 2)
    assert curve.share[5] == 1
    assert curve.share[6] == pytest.approx(3 / 4)
    assert curve.share[12] == pytest.approx(3 / 4 * 1 / 2)  # one was censored at ten months
    assert curve.median == 12


def test_endings_add_up_to_what_left() -> None:
    ways = endings(FIVE, 2, after=(6, 12))
    assert ways == {"up": pytest.approx([0.25, 0.25]), "down": pytest.approx([0, 0.375]), "lapse": [0, 0]}


def test_equal_times_are_no_tie_to_the_estimator() -> None:
    same = [(key, 2, "2020-01-31", "2020-07-31", "2020-07-31") for key in (1, 2)]
    after = [(key, 3, "2020-07-31", None, "2021-07-31") for key in (1, 2)]
    censored = (3, 2, "2020-01-31", None, "2020-07-31")
    ways = endings(spells(same[0], after[0], same[1], after[1], censored), 2, after=(5, 6))
    assert ways == {"up": pytest.approx([0, 2 / 3]), "down": [0, 0], "lapse": [0, 0]}


def test_spells_that_had_begun_enter_with_their_age() -> None:
    curve = time_in_stage(FIVE, 2, since=date(2020, 9, 30))
    assert curve is not None
    assert curve.number == 3  # the first had ended
    assert curve.share[12] == pytest.approx(1 / 2)


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_small_cell_follows_from_the_sums(table: list[list[int]]) -> None:
    shown = suppressed(table)
    for line, told in [
        *zip(table, shown, strict=True),
        *zip(zip(*table, strict=True), zip(*shown, strict=True), strict=True),
    ]:
        _gives_nothing_away(line, told)


def _gives_nothing_away(line: Sequence[int], told: Sequence[int | None]) -> None:
    hidden = [number for number, shown in zip(line, told, strict=True) if shown is None]
    assert all(shown is None or shown == 0 or shown >= 5 for shown in told)
    if hidden and len(hidden) < len(line):
        assert len(hidden) > 1
        assert sum(hidden) >= 5


def test_a_second_cell_goes_with_the_only_small_one() -> None:
    assert suppressed([[3, 20, 8]]) == [[None, 20, None]]
    assert suppressed([[5, 20, 0]]) == [[5, 20, 0]]


def test_spells_are_derived_from_the_newest_judgement_of_each_month(cast: Cast) -> None:
    partnership = cast.partnership
    first, second = run_known_at(), run_known_at()
    judge(first, partnership, date(2024, 1, 31), stage=1)
    judge(first, partnership, date(2024, 2, 29), stage=1)
    judge(first, partnership, date(2024, 3, 31), stage=2)
    judge(second, partnership, date(2024, 2, 29), stage=2)
    for _again in range(2):
        rebuild_spells([partnership.pk])
    rows = StageSpell.objects.order_by("started_on").values_list("stage", "started_on", "ended_on", "last_on")
    assert list(rows) == [
        (1, date(2024, 1, 31), date(2024, 2, 29), date(2024, 2, 29)),
        (2, date(2024, 2, 29), None, date(2024, 3, 31)),
    ]
    assert read_spells(Partnership.objects.all()).following.tolist() == [2, -1]
    assert StageSpell.objects.visible_to(cast.staff).count() == 2
    assert not StageSpell.objects.visible_to(cast.other_manager).exists()
