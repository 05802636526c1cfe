"""Statistics of many partnerships, against examples worked out by hand and against brute force."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Organization, Partnership
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from trust.models import StageSpell
from trust.services.population import (
    SMALLEST,
    Chosen,
    Flow,
    Leaving,
    Quarter,
    by_state,
    choose,
    endings,
    flows,
    intensities,
    kind_of,
    lasting,
    month_ends,
    read_cohorts,
    read_groups,
    read_leaving,
    read_moves,
    standing,
    suppressed,
    told_alone,
    transitions_by_quarter,
    yearly_matrix,
)
from trust.services.population.rates import monthly_counts
from trust.services.spells import rebuild_spells

Row = tuple[int, int, str, str | None, str]
TWO: tuple[Row, ...] = (
    (1, 1, "2023-01-31", "2024-01-31", "2024-01-31"),
    (1, 2, "2024-01-31", None, "2025-01-31"),
    (2, 2, "2023-01-31", "2024-05-31", "2024-05-31"),
    (2, 4, "2024-05-31", None, "2025-01-31"),
)
FIVE: tuple[Row, ...] = (
    (1, 2, "2020-01-31", "2020-07-31", "2020-07-31"),
    (1, 3, "2020-07-31", None, "2021-07-31"),
    (2, 2, "2020-01-31", "2021-01-31", "2021-01-31"),
    (2, 1, "2021-01-31", None, "2021-07-31"),
    (3, 2, "2020-01-31", None, "2021-07-31"),
    (4, 2, "2020-01-31", None, "2020-11-30"),
)
LATEST = date(2030, 1, 1)


def outcome(state: int) -> tuple[int, int]:
    """Stage and reason."""
    return (0, 3) if state == 4 else (state, 0 if state else 1)


def recorded(cast: Cast, *rows: Row) -> Chosen:
    """The spells on record, each of a partnership of the bureau: number, state, first day, last or None, seen until."""
    made: dict[int, Partnership] = {}
    for place, (key, state, started, ended, last) in enumerate(rows):
        if key not in made:
            ngo = Organization.objects.create(name=f"机构{key}", sector="ngo", kind="charity", service_field="为老")
            made[key] = Partnership.objects.create(government=cast.bureau, ngo=ngo)
        stage, reason = outcome(state)
        following = outcome(rows[place + 1][1]) if ended else (None, None)
        StageSpell.objects.create(
            partnership=made[key],
            stage=stage,
            reason=reason,
            started_on=started,
            ended_on=ended,
            last_on=last,
            next_stage=following[0],
            next_reason=following[1],
            dimension_means=None if ended else [0.1 * key, 0.2, 0.3, 0.4],
        )
    return choose(Partnership.objects.filter(pk__in=[each.pk for each in made.values()]))


def test_partnerships_are_counted_where_they_stand_on_a_day(cast: Cast) -> None:
    days = [date(2024, 1, 30), date(2024, 1, 31), date(2024, 6, 1)]
    found = by_state(standing(recorded(cast, *TWO), days), len(days))
    assert found == [[0, 1, 1, 0, 0], [0, 0, 2, 0, 0], [0, 0, 1, 0, 1]]


def test_all_partnerships_are_all_but_those_joined_to_another(cast: Cast) -> None:
    recorded(cast, *TWO)
    every = choose(Partnership.objects.visible_to(cast.administrator))
    assert sum(map(sum, standing(every, [date(2024, 6, 1)]).values())) == 2
    Partnership.objects.filter(spells__stage=2).update(joined_into=cast.partnership)
    assert standing(every, [date(2024, 6, 1)]) == {}


def test_month_ends_close_with_the_last_day() -> None:
    found = month_ends(date(2023, 11, 30), date(2024, 2, 15))
    assert [str(day) for day in found] == ["2023-11-30", "2023-12-31", "2024-01-31", "2024-02-15"]


def test_flows_lead_from_the_first_day_to_the_last(cast: Cast) -> None:
    assert flows(recorded(cast, *TWO), date(2023, 6, 30), date(2024, 12, 31)) == [Flow(1, 2, 1), Flow(2, 4, 1)]


def test_changes_fall_in_the_quarter_of_their_first_month_end(cast: Cast) -> None:
    found = transitions_by_quarter(recorded(cast, *TWO), date(2024, 1, 1), date(2024, 9, 30))
    assert found == [Quarter(2024, 1, 1, 0, 0), Quarter(2024, 2, 0, 0, 1), Quarter(2024, 3, 0, 0, 0)]
    assert (found[0].first, found[0].following) == (date(2024, 1, 1), date(2024, 4, 1))


@pytest.mark.parametrize(
    ("before", "after", "kind"), [(0, 1, 1), (2, 1, 2), (2, 4, 3), (4, 0, 0), (4, 2, 1), (1, 0, 2), (2, None, 0)]
)
def test_a_change_is_up_down_or_a_lapse(before: int, after: int | None, kind: int) -> None:
    assert kind_of(before, after) == kind


def test_intensities_are_occurrence_over_exposure(cast: Cast) -> None:
    found = {(each.state, each.kind): each for each in intensities(read_moves(recorded(cast, *TWO)))}
    years = (366 + 486) / 365.25  # 2024-01-31 to 2025-01-31, 2023-01-31 to 2024-05-31
    assert found[2, "lapse"].occurred == 1
    assert found[2, "lapse"].rate == pytest.approx(1 / years)
    assert found[2, "lapse"].low < 1 / years < found[2, "lapse"].high


def test_the_yearly_matrix_is_the_twelfth_power_of_smoothed_months(cast: Cast) -> None:
    monthly = np.full((5, 5), 0.2)
    monthly[1] = np.array([0.5, 11.5, 1.5, 0.5, 0.5]) / 14.5  # twelve months: eleven stayed, one went up
    monthly[2] = np.array([0.5, 0.5, 27.5, 0.5, 1.5]) / 30.5  # 12 months, and 15 and a lapse
    monthly[4] = np.array([0.5, 0.5, 0.5, 0.5, 8.5]) / 10.5
    moves = read_moves(recorded(cast, *TWO))
    assert monthly_counts(moves)[2].tolist() == [0, 0, 27, 0, 1]
    assert np.allclose(yearly_matrix(moves), np.linalg.matrix_power(monthly, 12))


def test_time_in_stage_is_what_kaplan_and_meier_give_by_hand(cast: Cast) -> None:
    curve = lasting(read_leaving(recorded(cast, *FIVE), None, LATEST)[2], least=1)
    assert curve is not None
    assert (curve.number, curve.events) == (4, 2)
    assert curve.share[5] == 1
    assert curve.share[6] == pytest.approx(3 / 4)
    assert curve.share[12] == pytest.approx(3 / 4 * 1 / 2)  # one was censored at ten months
    assert curve.at_risk[12] == 2
    assert curve.median == 12


def test_endings_add_up_to_what_left(cast: Cast) -> None:
    ways = endings(read_leaving(recorded(cast, *FIVE), None, LATEST)[2], least=1)
    assert ways is not None
    up, down, lapse = ways
    assert (up[6], up[12], down[6], down[12], lapse[12]) == pytest.approx((0.25, 0.25, 0, 0.375, 0))


def test_spells_that_had_begun_enter_with_their_age(cast: Cast) -> None:
    curve = lasting(read_leaving(recorded(cast, *FIVE), date(2020, 9, 30), LATEST)[2], least=1)
    assert curve is not None
    assert curve.number == 3  # the first had ended
    assert curve.months[0] == 9  # nobody is under observation before
    assert curve.share[curve.months.index(12)] == pytest.approx(1 / 2)


def test_what_happens_after_the_last_day_is_not_known(cast: Cast) -> None:
    leaving = read_leaving(recorded(cast, *FIVE), None, date(2020, 12, 31))[2]
    assert (len(leaving), int(leaving.ended(60).sum())) == (4, 1)


def test_a_curve_ends_where_too_few_are_under_observation(cast: Cast) -> None:
    leaving = read_leaving(recorded(cast, *FIVE), None, LATEST)[2]
    assert lasting(leaving, least=SMALLEST) is None
    curve = lasting(leaving, least=3)
    assert curve is not None
    assert curve.months[-1] == 10


@pytest.mark.parametrize("truncated", [False, True])
def test_curves_equal_those_of_lifelines(truncated: bool) -> None:
    from lifelines import AalenJohansenFitter, KaplanMeierFitter

    random = np.random.default_rng(7)
    entry = random.integers(0, 10, 400) * truncated
    leaving = Leaving(entry, entry + random.integers(1, 40, 400), random.integers(0, 4, 400), np.ones(400, dtype=int))
    curve, ways = lasting(leaving, least=20, months=60), endings(leaving, least=20, months=60)
    assert curve is not None
    assert ways is not None
    started = {"entry": entry} if truncated else {}
    fitter = KaplanMeierFitter().fit(leaving.exit, event_observed=leaving.kind > 0, **started)
    at = curve.months
    assert np.allclose(curve.share, fitter.survival_function_at_times(at))
    bounds = fitter.confidence_interval_.reindex(at, method="ffill")
    assert np.allclose(curve.low[1:], bounds.iloc[1:, 0])
    assert np.allclose(curve.high[1:], bounds.iloc[1:, 1])
    untied = leaving.exit + np.argsort(np.argsort(leaving.kind == 0, kind="stable")) * 1e-7
    for kind, shares in enumerate(ways, start=1):
        johansen = AalenJohansenFitter(calculate_variance=False)
        johansen.fit(untied, leaving.kind, event_of_interest=kind, entry=entry + 0.5 if truncated else None)
        table = johansen.cumulative_density_
        expected = [float(table[table.index <= month + 0.5].iloc[-1, 0]) for month in at]
        assert np.allclose(shares, expected)


def test_cohorts_count_from_the_first_contact_until_the_stage(cast: Cast) -> None:
    cohorts = read_cohorts(recorded(cast, *TWO), 2, LATEST)
    assert list(cohorts["year"]) == ["2023"]
    assert len(cohorts["field"]["为老"]) == 2
    curve = lasting(cohorts["year"]["2023"], least=1)
    assert curve is not None
    assert [round(1 - share, 2) for share in curve.share[:13]] == [0.5] * 12 + [
        1
    ]  # one stood there from the first month


def test_groups_are_told_by_division_and_by_field(cast: Cast) -> None:
    divisions, fields = read_groups(recorded(cast, *TWO))
    assert fields["为老"].states.tolist() == [0, 0, 1, 0, 1]
    assert divisions[cast.bureau.jurisdiction_id].medians() == pytest.approx([0.15, 0.2, 0.3, 0.4])


def test_readers_who_see_nothing_are_told_nothing() -> None:
    assert choose(Partnership.objects.visible_to(AnonymousUser())).condition == "FALSE"


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


@given(st.lists(st.integers(0, 12), max_size=6))
def test_rows_told_as_one_are_never_one_row_nor_fewer_than_five_unless_nothing_is_left(numbers: list[int]) -> None:
    alone = told_alone(numbers)
    together = [number for number, is_alone in zip(numbers, alone, strict=True) if not is_alone]
    assert all(number == 0 or number >= SMALLEST for number, is_alone in zip(numbers, alone, strict=True) if is_alone)
    if together and any(number for number, is_alone in zip(numbers, alone, strict=True) if is_alone):
        assert len(together) > 1
        assert sum(together) >= SMALLEST


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
    assert StageSpell.objects.filter(next_stage=2, dimension_means=None).exists()
    assert StageSpell.objects.get(ended_on=None).dimension_means == pytest.approx([0.5, 0.6, 0.2, 0.3])
    assert StageSpell.objects.visible_to(cast.staff).count() == 2
    assert not StageSpell.objects.visible_to(cast.other_manager).exists()
