"""Assessments, their history, an organization's stages, the indicators."""

from datetime import UTC, date, datetime

from django.test import Client

from partnerships.models import AnnualFinance, IncomeLine, Organization, Partnership
from tests.api.evidence import Both
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from trust.models import Assessment
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.registry import INDICATOR_CODES
from trust.services import current_methodology

ROOT = "/api/v1/"


def test_a_judgement_comes_with_everything_it_was_made_of(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.ngo_manager)
    shown = client.get(f"{ROOT}assessments/{both.bureau.assessment.pk}/").json()
    assert (shown["stage"], shown["reason"], shown["flags"]) == ("contractual", None, ["one_sided"])
    assert shown["odds"] == {
        "at_least_dependence": 0.96, "at_least_contractual": 0.875, "at_least_equal": 0.25
    }  # fmt: skip
    assert list(shown["dimensions"]) == ["culture", "resources", "network", "reciprocity"]
    resources = shown["dimensions"]["resources"]
    assert (resources["mean"], resources["deviation"]) == (0.6, 0.05)
    assert 0.5 < resources["low"] < 0.6 < resources["high"] < 0.7
    assert tuple(shown["indicators"]) == INDICATOR_CODES
    assert shown["indicators"]["M6"]["facts"] == 20
    assert tuple(shown["conditions"]) == CONDITION_CODES
    assert shown["run"]["methodology"]["digest"] == current_methodology().digest
    assert shown["run"]["known_at"] == "2025-08-01T08:00:00+08:00"
    assert shown["evidence_digest"] == str(both.bureau.assessment.evidence_digest)


def test_a_missing_reading_is_null_and_not_a_number(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.ngo_manager)
    shown = client.get(f"{ROOT}assessments/{both.bureau.assessment.pk}/").json()
    assert shown["indicators"]["C1"] == {"mean": None, "deviation": None, "low": None, "high": None, "facts": 0}


def test_no_stage_comes_with_its_reason(client: Client, cast: Cast, both: Both) -> None:
    judge(run_known_at(), cast.partnership, date(2025, 7, 31), stage=0, reason=3)
    client.force_login(cast.ngo_manager)
    (shown,) = client.get(f"{ROOT}assessments/?stage=none&reason=lapsed").json()["results"]
    assert (shown["stage"], shown["reason"]) == ("none", "lapsed")


def _months(client: Client, address: str) -> list[tuple[str, str]]:
    return [(row["as_of"], row["stage"]) for row in client.get(ROOT + address).json()["results"]]


def test_the_history_reads_as_it_was_known_at_any_moment(client: Client, cast: Cast, both: Both) -> None:
    """The June judgement of the cast was made on 1 August; May's is corrected on 1 October."""
    judge(run_known_at(), cast.partnership, date(2025, 5, 31), stage=1)
    judge(run_known_at(datetime(2025, 10, 1, tzinfo=UTC)), cast.partnership, date(2025, 5, 31), stage=2)
    client.force_login(cast.ngo_manager)
    corrected = [("2025-05-31", "contractual"), ("2025-06-30", "contractual")]
    before = [("2025-05-31", "dependence"), ("2025-06-30", "contractual")]
    path, history = f"partnerships/{cast.partnership.pk}/assessments/?", "assessments/?history=true&ordering=as_of&"
    for address in (path, history):
        assert _months(client, address.rstrip("?&")) == corrected
        assert _months(client, f"{address}known_at=2025-10-01T00:00:00Z") == corrected
        assert _months(client, f"{address}known_at=2025-09-30T23:59:59Z") == before
        assert _months(client, f"{address}known_at=2025-07-31T00:00:00Z") == []
        assert _months(client, f"{address}stage=dependence") == []
        assert _months(client, f"{address}as_of=2025-05-31") == corrected[:1]
        assert _months(client, f"{address}as_of_from=2025-06-01&as_of_before=2025-07-01") == corrected[1:]


def test_of_two_runs_that_knew_the_same_the_later_one_stands(client: Client, cast: Cast, both: Both) -> None:
    judge(run_known_at(), cast.partnership, date(2025, 6, 30), stage=1)
    judge(run_known_at(datetime(2025, 7, 31, tzinfo=UTC)), cast.partnership, date(2025, 6, 30), stage=3)
    client.force_login(cast.ngo_manager)
    rows = client.get(f"{ROOT}assessments/?history=true").json()["results"]
    now = datetime(2025, 12, 1, tzinfo=UTC)
    assert [row["id"] for row in rows] == [row.pk for row in Assessment.objects.path(cast.partnership, now)]
    assert [row["stage"] for row in rows] == ["dependence"]


def test_the_list_holds_one_judgement_for_each_partnership(client: Client, cast: Cast, both: Both) -> None:
    judge(run_known_at(), cast.partnership, date(2025, 7, 31), stage=3)
    client.force_login(cast.ngo_manager)
    assert _months(client, "assessments/") == [("2025-07-31", "equal")]


def test_a_judgement_of_the_past_keeps_its_address(client: Client, cast: Cast, both: Both) -> None:
    judge(run_known_at(), cast.partnership, date(2025, 7, 31), stage=3)
    client.force_login(cast.ngo_manager)
    assert client.get(f"{ROOT}assessments/{both.bureau.assessment.pk}/").json()["as_of"] == "2025-06-30"


def test_an_organization_is_shown_as_a_distribution_over_outcomes(client: Client, cast: Cast, both: Both) -> None:
    second = Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    third = Partnership.objects.create(
        government=Organization.objects.create(name="区残联", sector="government", kind="mass_organization"),
        ngo=cast.ngo,
    )
    judge(run_known_at(), third, date(2025, 6, 30), stage=0, reason=1)
    client.force_login(cast.ngo_manager)
    shown = client.get(f"{ROOT}organizations/{cast.ngo.pk}/stages/").json()
    assert shown["partnerships"] == 3
    assert {code: count for code, count in shown["distribution"].items() if count} == {
        "contractual": 1, "no_evidence": 1, "not_assessed": 1
    }  # fmt: skip
    assert shown["headline"]["partnership"]["id"] == cast.partnership.pk
    assert (shown["headline"]["outcome"], shown["headline"]["income_share"]) == ("contractual", "0.4000")
    client.force_login(cast.street_staff)
    seen = client.get(f"{ROOT}organizations/{cast.ngo.pk}/stages/").json()
    assert (seen["partnerships"], seen["headline"]["partnership"]["id"]) == (1, second.pk)


def test_the_headline_is_the_partnership_with_the_largest_part_of_the_income(
    client: Client, cast: Cast, both: Both
) -> None:
    larger = Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    IncomeLine.objects.create(
        finance=AnnualFinance.objects.get(organization=cast.ngo), partnership=larger, amount=500000
    )
    client.force_login(cast.ngo_manager)
    headline = client.get(f"{ROOT}organizations/{cast.ngo.pk}/stages/").json()["headline"]
    assert (headline["partnership"]["id"], headline["outcome"]) == (larger.pk, "not_assessed")
    assert (headline["income_year"], headline["income_share"]) == (2024, "0.5000")


def test_accounts_nobody_stands_behind_make_no_headline(client: Client, cast: Cast, both: Both) -> None:
    Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    AnnualFinance.objects.filter(organization=cast.ngo).update(verification="single")
    client.force_login(cast.ngo_manager)
    assert client.get(f"{ROOT}organizations/{cast.ngo.pk}/stages/").json()["headline"] is None


def test_a_government_body_has_a_distribution_and_no_headline(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    shown = client.get(f"{ROOT}organizations/{cast.bureau.pk}/stages/").json()
    assert (shown["partnerships"], shown["headline"]) == (1, None)


def test_the_indicators_are_those_of_the_method_with_its_numbers(client: Client, cast: Cast) -> None:
    client.force_login(cast.analyst)
    shown = client.get(f"{ROOT}indicators/").json()["results"]
    assert [row["code"] for row in shown] == list(INDICATOR_CODES)
    for dimension in ("culture", "resources", "network", "reciprocity"):
        assert round(sum(row["weight"] for row in shown if row["dimension"] == dimension), 9) == 1
    for row in shown:
        assert row["question"].endswith("?")
        assert row["unit"]
        assert row["source"]
        assert (row["minimum"], row["maximum"], row["methodology"]) == (0, 1, "2026.1")
    first = shown[0]
    assert (first["name_en"], first["name_zh"], first["accountable"]) == ("Alignment", "理念契合", "ngo")
    assert first["window"] == "60 months"
    assert {
        "event": "CUL_CHARTER",
        "outcome": None,
        "building": 1.0,
        "eroding": 0.0,
        "half_life_months": 48.0,
    } in first["rules"]


def test_indicators_can_be_put_in_order(client: Client, cast: Cast) -> None:
    client.force_login(cast.analyst)
    weights = [row["weight"] for row in client.get(f"{ROOT}indicators/?ordering=-weight").json()["results"]]
    assert weights == sorted(weights, reverse=True)
    page = client.get(f"{ROOT}indicators/?page_size=20&page=2").json()
    assert [row["code"] for row in page["results"]] == ["M6"]


def test_an_indicator_that_is_not_there_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.analyst)
    assert client.get(f"{ROOT}indicators/C9/").status_code == 404
