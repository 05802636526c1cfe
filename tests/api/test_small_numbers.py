"""From nothing that statistics tell can a small number be computed: not from one answer, and not from two."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from django.test import Client
from scipy.optimize import linprog

from partnerships.models import Partnership
from tests.api.statistics import COUNTS, ENDPOINTS, Rows, all_rows, asked, grouped, many, staff
from tests.cast import Cast
from tests.trust.population import populate

__all__ = ["many", "staff"]


@pytest.mark.parametrize("of", ENDPOINTS)
@pytest.mark.parametrize("person", ["staff", "analyst", "administrator"])
def test_a_number_is_left_out_and_marked_or_to_the_nearest_five(
    client: Client, cast: Cast, many: list[Partnership], of: str, person: str
) -> None:
    client.force_login(getattr(cast, person))
    rows = list(all_rows(asked(client, of)))
    assert rows
    for name, row in rows:
        told = {field: row[field] for field in COUNTS if field in row}
        assert all(number is None or number % 5 == 0 for number in told.values()), (name, row)
        missing = [field for field, number in told.items() if number is None]
        assert not missing or row["suppressed"], (name, row)


def bounds_of(told: Any) -> tuple[float, float | None]:
    """What a cell can be, by what is told of it."""
    if told is None:
        return 0, None
    return {0: (0, 0), 5: (5, 7)}.get(told, (told - 2, told + 2))


def ranges(
    told: np.ndarray, true: np.ndarray, also: dict[tuple[int, int], tuple[float, float | None]]
) -> Iterator[float]:
    """How far apart the least and most are that each cell left out can be, by all that is told and all true sums."""
    height, width = told.shape
    sums, totals = [], []
    for line in range(height):
        sums.append([float(at // width == line) for at in range(told.size)])
        totals.append(true[line].sum())
    for column in range(width):
        sums.append([float(at % width == column) for at in range(told.size)])
        totals.append(true[:, column].sum())
    bounds = [bounds_of(cell) for cell in told.flatten()]
    for (y, x), (low, high) in also.items():
        mine = bounds[y * width + x]
        bounds[y * width + x] = (
            max(mine[0], low),
            min(each for each in (mine[1], high, 10**6) if each is not None),
        )
    for place in np.flatnonzero(told.flatten() == None):  # noqa: E711 (elementwise)
        aim = np.zeros(told.size)
        aim[place] = 1
        least, most = (
            linprog(sign * aim, A_eq=sums, b_eq=totals, bounds=bounds, method="highs").fun * sign for sign in (1, -1)
        )
        yield most - least


def table(rows: Rows, figure: str, line: tuple[str, ...]) -> np.ndarray:
    """The figures as a table with a line for each value of the fields."""
    return np.array([[row[figure] for row in each] for each in grouped(rows, *line).values()], dtype=object)


TABLES = (
    ("stages", "months", "partnerships", ("month_end",)),
    ("stages", "flows", "partnerships", ("before",)),
    ("stages", "quarters", "changes", ("year", "quarter")),
    ("groups", "divisions", "partnerships", ("division", "together")),
    ("groups", "fields_of_service", "partnerships", ("service_field", "together")),
    ("rates", "moves", "changes", ("before",)),
    ("rates", "intensities", "changes", ("stage",)),
)


@pytest.mark.parametrize("seed", [2, 3])
def test_no_number_that_is_left_out_follows_from_what_is_told_and_all_true_sums(
    staff: Client, cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    populate(cast, 90, seed)
    query = {"period_from": "2024-07-31", "period_until": "2025-06-30"}
    told = {of: asked(staff, of, **(query if of == "stages" else {})) for of in ("stages", "groups", "rates")}
    with monkeypatch.context() as whole:
        whole.setattr("trust.services.statistics.questions.suppressed", lambda rows: rows)
        true = {of: asked(staff, of, **(query if of == "stages" else {})) for of in ("stages", "groups", "rates")}
    checked = 0
    for of, name, figure, line in TABLES:
        cells, known = table(told[of][name], figure, line), table(true[of][name], figure, line).astype(int)
        also = {}
        if name == "months":  # the last of them is told a second time
            last = [row["partnerships"] for row in told[of]["distribution"]]
            also = {(len(cells) - 1, column): bounds_of(number) for column, number in enumerate(last)}
        for width in ranges(cells, known, also):
            assert width >= 1, name
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("number", "of", "name", "line"),
    [
        (26, "time", "endings", ("stage", "month")),
        (60, "rates", "matrix", ("before",)),
        (26, "rates", "intensities", ("stage",)),
    ],
)
def test_shares_that_add_up_with_others_are_never_left_out_alone(
    staff: Client, cast: Cast, number: int, of: str, name: str, line: tuple[str, ...]
) -> None:
    populate(cast, number)
    hidden = [sum(row["suppressed"] for row in rows) for rows in grouped(asked(staff, of)[name], *line).values()]
    assert any(hidden)
    assert 1 not in hidden


@pytest.mark.parametrize("of", ENDPOINTS)
def test_answers_that_differ_by_one_partnership_do_not_differ_by_a_small_number(
    staff: Client, many: list[Partnership], of: str
) -> None:
    whole = asked(staff, of)
    early = datetime(2020, 1, 1, tzinfo=UTC)
    Partnership.objects.update(created_at=early)
    for partnership in many[::40]:
        Partnership.objects.filter(pk=partnership.pk).update(created_at=datetime(2021, 1, 1, tzinfo=UTC))
        without = asked(staff, of, created_before="2020-06-01T00:00:00Z")
        Partnership.objects.filter(pk=partnership.pk).update(created_at=early)
        others = {_key(name, row): row for name, row in all_rows(without)}
        compared = 0
        for name, row in all_rows(whole):
            other = others.get(_key(name, row), {})
            for field in COUNTS:
                if row.get(field) is not None and other.get(field) is not None:
                    assert (row[field] - other[field]) % 5 == 0
                    compared += 1
        assert compared


def _key(name: str, row: dict[str, Any]) -> tuple[Any, ...]:
    fields = ("month_end", "outcome", "before", "after", "year", "quarter", "kind", "division", "service_field",
              "stage", "month", "by", "cohort")  # fmt: skip
    return (name, *(row.get(field) for field in fields))
