"""Statistics for programs: the numbers of the pages' files, and nothing from which a small one could be computed."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import ApiScope, Partnership
from partnerships.services.tokens import make_token
from tests.api.statistics import ENDPOINTS, ROOT, Rows, asked, grouped, many, staff
from tests.cast import Cast
from trust.presenters.curves import percent
from trust.presenters.dimensions import DIMENSION_WORDS
from trust.presenters.population import change_words, state_choices

__all__ = ["many", "staff"]

FEW = "left out (small number)"
ORDER = ("equal", "contractual", "dependence", "lapsed", "none")
STATES = ("none", "dependence", "contractual", "equal", "lapsed")
AGES = (0, 6, 12, 24, 36, 48, 60)


def filed(client: Client, page: str, name: str, **query: str) -> list[list[str]]:
    """The rows of a table of a page, from its file."""
    response = client.get(reverse(page), {**query, "download": name})
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert "to the nearest five" in lines[3][0]
    return lines[5:]


def word(state: str) -> str:
    return str(dict(state_choices())[state])


def shown(value: Any) -> str:
    return FEW if value is None else str(value)


def squared(rows: Rows, figure: str, told: Callable[[Any], str] = shown) -> list[list[str]]:
    """A table of outcomes before and after."""
    return [[word(before), *(told(row[figure]) for row in line)] for (before,), line in grouped(rows, "before").items()]


def test_stages_are_those_of_the_file(staff: Client, many: list[Partnership]) -> None:
    query = {"period_from": "2023-01-31", "period_until": "2025-06-30", "service_field": "elderly care"}
    answer = asked(staff, "stages", **query)
    numbers = {row["outcome"]: shown(row["partnerships"]) for row in answer["distribution"]}
    assert [[word(state), numbers[state]] for state in ORDER] == filed(staff, "dashboards", "distribution", **query)
    months = []
    for (day,), line in grouped(answer["months"], "month_end").items():
        numbers = {row["outcome"]: shown(row["partnerships"]) for row in line}
        months.append([day, *(numbers[state] for state in ORDER)])
    assert months == filed(staff, "dashboards", "months", **query)
    assert squared(answer["flows"], "partnerships") == filed(staff, "dashboards", "flows", **query)
    quarters = [
        [f"{year}, quarter {number}", *(shown(row["changes"]) for row in line)]
        for (year, number), line in grouped(answer["quarters"], "year", "quarter").items()
    ]
    assert quarters == filed(staff, "dashboards", "quarters", **query)
    assert any(row["suppressed"] for row in answer["quarters"])
    assert any(row["partnerships"] for row in answer["flows"])


def test_groups_are_those_of_the_file(staff: Client, many: list[Partnership]) -> None:
    answer = asked(staff, "groups")
    for kind, key, name in (("division", "divisions", "divisions"), ("service_field", "fields_of_service", "fields")):
        rows = [
            [_named(line[0]), *(shown(row["partnerships"]) for row in line)]
            for line in grouped(answer[key], kind, "together").values()
        ]
        assert rows == filed(staff, "dashboard-groups", name)
        medians = answer["division_dimensions" if kind == "division" else "field_dimensions"]
        codes = ["partnerships", *(words.code for words in DIMENSION_WORDS)]
        told = [[_named(row), *(shown(row[code]) for code in codes)] for row in medians]
        table = "division-dimensions" if kind == "division" else "field-dimensions"
        assert told == filed(staff, "dashboard-groups", table)
    arrears = [
        [
            _named(row, "no division"),
            *(shown(row[name]) for name in ("partnerships", "payments", "owed", "longest_delay_days")),
        ]
        for row in answer["arrears"]
    ]
    assert arrears == filed(staff, "dashboard-groups", "arrears")
    assert any(row["together"] for row in answer["divisions"])
    assert Decimal(answer["arrears"][0]["owed"]) > 0


def _named(row: dict[str, Any], unstated: str = "not stated") -> str:
    if row["together"]:
        return f"{row['together']} small groups together" if row["together"] > 1 else "1 small group"
    return row.get("name") or row.get("service_field") or unstated


@pytest.mark.parametrize("query", [{}, {"period_from": "2021-01-31", "period_until": "2025-03-31"}])
def test_times_are_those_of_the_file(staff: Client, many: list[Partnership], query: dict[str, str]) -> None:
    answer = asked(staff, "time", **query)
    lasting = [
        [word(row["stage"]), str(row["month"]), str(row["at_risk"]), *_percents(row, "share", "low", "high")]
        for row in answer["lasting"]
        if row["month"] in AGES
    ]
    assert lasting == filed(staff, "dashboard-time", "lasting", **query)
    endings = [
        [word(stage), str(month), *(FEW if row["share"] is None else percent(row["share"]) for row in line)]
        for (stage, month), line in sorted(
            grouped(answer["endings"], "stage", "month").items(), key=lambda each: STATES.index(each[0][0])
        )
        if month in AGES[1:]
    ]
    assert endings == filed(staff, "dashboard-time", "endings", **query)
    points = {(row["stage"], row["month"]): row for row in answer["lasting"]}
    times = [
        [
            word(row["stage"]),
            shown(row["spells"]),
            "more than observed" if row["median_months"] is None else str(row["median_months"]),
            *(_interval(points.get((row["stage"], month))) for month in (12, 24, 36)),
        ]
        for row in answer["stages"]
    ]
    assert times == filed(staff, "dashboard-time", "times", **query)
    assert {row["stage"] for row in answer["lasting"]} == set(STATES[1:4])
    assert answer["period_from"] == query.get("period_from")


def _percents(row: dict[str, Any], *names: str) -> list[str]:
    return [percent(row[name]) for name in names]


def _interval(row: dict[str, Any] | None) -> str:
    if row is None:
        return "–"
    share, low, high = _percents(row, "share", "low", "high")
    return share if row["low"] == row["high"] else f"{share} ({low}–{high})"


def test_curves_are_those_of_the_page_at_every_month(client: Client, cast: Cast, many: list[Partnership]) -> None:
    client.force_login(cast.analyst)
    pictures = {each.name: each for each in client.get(reverse("dashboard-time")).context["pictures"]}
    answer = asked(client, "time")
    curves = grouped(answer["lasting"], "stage")
    for line in pictures["lasting"].data["lines"]:
        rows = curves[line["slug"],]
        assert [row["month"] for row in rows] == line["months"]
        for name in ("share", "low", "high"):
            assert [percent(row[name]) for row in rows] == [percent(value) for value in line[name]]
    assert len(answer["lasting"]) > 100


@pytest.mark.parametrize("target", ["dependence", "equal"])
def test_cohorts_are_those_of_the_file(staff: Client, many: list[Partnership], target: str) -> None:
    answer = asked(staff, "cohorts", target=target)
    points = {(row["by"], row["cohort"], row["month"]): row for row in answer["reached"]}
    for by, name in (("year", "cohort-years"), ("level", "cohort-levels"), ("field", "cohort-fields")):
        told = [
            [str(row["partnerships"]), *(_interval(points.get((by, row["cohort"], month))) for month in (12, 24, 36))]
            for row in answer["cohorts"]
            if row["by"] == by
        ]
        rows = filed(staff, "dashboard-cohorts", name, target=target)
        assert told == [line[1:] for line in rows]
        assert len(rows) > 1
    assert answer["target"] == target


def test_rates_are_those_of_the_file(staff: Client, many: list[Partnership]) -> None:
    answer = asked(staff, "rates")
    matrix = squared(answer["matrix"], "chance", lambda chance: FEW if chance is None else percent(chance))
    assert matrix == filed(staff, "dashboard-rates", "matrix")
    assert squared(answer["moves"], "changes") == filed(staff, "dashboard-rates", "moves")
    kinds = dict(change_words())
    intensities = [
        [
            f"{word(row['stage'])} · {kinds[row['kind']]}",
            shown(row["changes"]),
            str(row["years"]),
            *(FEW if row[name] is None else f"{row[name]:.3f}" for name in ("rate", "low", "high")),
        ]
        for row in answer["intensities"]
    ]
    assert intensities == filed(staff, "dashboard-rates", "intensities")
    assert len(intensities) == 9


def test_managers_are_told_why_there_is_nothing_for_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.ngo_manager)
    response = client.get(f"{ROOT}stages/")
    assert response.status_code == 403
    assert "your own organization only" in response.json()["detail"]


@pytest.mark.parametrize(
    ("of", "query"),
    [
        ("stages", {"ordering": "since"}),
        ("stages", {"period_from": "31.01.2024"}),
        ("time", {"period_from": "2025-01-31", "period_until": "2024-01-31"}),
        ("rates", {"period_from": "2025-01-31"}),
        ("cohorts", {"target": "none"}),
        ("groups", {"was": "equal"}),
        ("groups", {"download": "arrears"}),
    ],
)
def test_what_is_not_understood_is_refused(staff: Client, of: str, query: dict[str, str]) -> None:
    response = staff.get(f"{ROOT}{of}/", query)
    assert response.status_code == 400
    assert {error["field"] for error in response.json()["errors"]} & {*query, "period_until"}


def test_statistics_are_of_what_the_reader_may_see(client: Client, cast: Cast, many: list[Partnership]) -> None:
    client.force_login(cast.street_staff)
    mine = sum(each.government_id == cast.street_office.pk for each in many)
    told = asked(client, "stages")["distribution"]
    assert 0 < sum(row["partnerships"] or 0 for row in told) <= mine + 10
    assert next(row["name"] for row in asked(client, "groups")["divisions"]) == "Anhe"


def test_what_to_mind_is_told_in_the_readers_language_with_the_version_of_the_method(staff: Client) -> None:
    english = asked(staff, "rates")
    assert english["methodology"] == "2026.1"
    assert any("never entered the records" in caveat for caveat in english["caveats"])
    chinese = staff.get(f"{ROOT}rates/", headers={"Accept-Language": "zh-hans"}).json()
    assert len(chinese["caveats"]) == len(english["caveats"]) == 3
    assert not set(chinese["caveats"]) & set(english["caveats"])


def test_a_token_needs_to_be_good_for_assessments(client: Client, cast: Cast) -> None:
    for scope, status in ((ApiScope.READ_ASSESSMENTS, 200), (ApiScope.READ_CONTRACTS, 403)):
        _token, secret = make_token(by=cast.staff, name="report", scopes=[scope], days=1)
        answer = client.get(f"{ROOT}stages/", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == status


def test_the_root_names_them(staff: Client) -> None:
    root = staff.get("/api/v1/").json()
    assert root["statistics/time"].endswith("/api/v1/statistics/time/")
    assert {f"statistics/{of}" for of in ENDPOINTS} <= set(root)
