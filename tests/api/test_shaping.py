"""How much of a record is shown, in which order it is walked, and what was known when."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from config import api
from partnerships.models import Contract, Payment
from tests.api.evidence import Both, record_contract
from tests.cast import Cast

ROOT = "/api/v1/"


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    client.force_login(cast.staff)
    return client


def test_only_the_fields_asked_for_are_shown(staff: Client, both: Both) -> None:
    for address in (f"{ROOT}contracts/{both.bureau.contract.pk}/", f"{ROOT}contracts/"):
        shown = staff.get(address, {"fields": "title,id"}).json()
        rows = shown.get("results", [shown])
        assert [set(row) for row in rows] == [{"id", "title"}] * len(rows)
    whole = staff.get(f"{ROOT}contracts/").json()["results"][0]
    assert {"payments", "partnership", "expanded"} - set(whole) == {"expanded"}


@pytest.mark.parametrize(
    "query", ["fields=colour", "fields=id,", "fields=id,password", "expand=partnership", "expand="]
)
def test_fields_that_are_not_there_are_refused(query: str, staff: Client, both: Both) -> None:
    for path in ("contracts/", f"contracts/{both.bureau.contract.pk}/"):
        answer = staff.get(f"{ROOT}{path}?{query}")
        assert answer.status_code == 400, path
        assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("prefix", [name for name, viewset, _name in api.router.registry if hasattr(viewset, "list")])
def test_every_list_of_records_takes_fields_and_order(prefix: str, staff: Client, both: Both) -> None:
    if prefix == "indicators":
        return  # no table: a card of the method, always whole
    first = staff.get(f"{ROOT}{prefix}/").json()["results"][0]
    name = next(name for name in first if name in {"id", "code", "version"})
    shown = staff.get(f"{ROOT}{prefix}/", {"fields": name, "page_size": 1}).json()["results"]
    assert shown == [{name: first[name]}]


def test_records_named_by_id_are_shown_beside_when_asked_for(staff: Client, both: Both) -> None:
    payment = both.bureau.contract.payments.get()
    shown = staff.get(f"{ROOT}payments/{payment.pk}/", {"expand": "contract", "fields": "id,contract"}).json()
    assert shown["contract"] == both.bureau.contract.pk
    assert shown["expanded"]["contract"]["title"] == "居家养老服务"
    renewed = record_contract(both.bureau.partnership, renews=both.bureau.contract)
    rows = staff.get(f"{ROOT}contracts/", {"expand": "renews,corrects"}).json()["results"]
    by_id = {row["id"]: row["expanded"] for row in rows}
    assert by_id[renewed.pk]["renews"]["id"] == both.bureau.contract.pk
    assert by_id[both.bureau.contract.pk] == {"renews": None, "corrects": None}


def walk(client: Client, query: str) -> list[int]:
    """The ids met by following `next` from the first page."""
    met: list[int] = []
    following: str | None = f"{ROOT}contracts/?page_size=2&{query}"
    while following:
        body = client.get(following).json()
        met += [row["id"] for row in body["results"]]
        following = body["next"]
    return met


@pytest.mark.parametrize("ordering", ["value", "-value", "-value,signed_on", "signed_on,-id", "recorded_at"])
def test_a_cursor_walks_in_order_past_rows_without_a_value(ordering: str, staff: Client, both: Both) -> None:
    for value in (None, Decimal("2.10"), None, Decimal("2.10"), Decimal(1)):
        record_contract(both.bureau.partnership, value=value)
    numbered: list[int] = []
    for page in range(1, 5):
        rows = staff.get(f"{ROOT}contracts/?page_size=2&page={page}&ordering={ordering}").json()["results"]
        numbered += [row["id"] for row in rows]
    assert walk(staff, f"ordering={ordering}") == numbered
    assert sorted(numbered) == sorted(Contract.objects.values_list("pk", flat=True))


def test_a_walk_by_cursor_neither_repeats_nor_loses_a_row_when_others_go(staff: Client, both: Both) -> None:
    for _number in range(5):
        record_contract(both.bureau.partnership)
    first = staff.get(f"{ROOT}contracts/?page_size=3").json()
    gone = first["results"][0]["id"]
    Contract.objects.filter(pk=gone).update(voided_at=timezone.now(), void_reason="x")
    met = [row["id"] for row in first["results"]]
    following = first["next"]
    while following:
        body = staff.get(following).json()
        assert body["count"] is None
        met += [row["id"] for row in body["results"]]
        following = body["next"]
    assert met == sorted(Contract.objects.values_list("pk", flat=True))


def test_a_cursor_is_good_for_its_own_list_and_order_only(staff: Client, both: Both) -> None:
    record_contract(both.bureau.partnership)
    cursor = staff.get(f"{ROOT}contracts/?page_size=1&ordering=value").json()["next"].partition("cursor=")[2]
    cursor = cursor.partition("&")[0].replace("%3A", ":")
    assert staff.get(f"{ROOT}contracts/", {"cursor": cursor, "ordering": "value"}).status_code == 200
    for wrong in ({"cursor": cursor}, {"cursor": "guess"}, {"cursor": cursor, "page": "1", "ordering": "value"},
                  {"cursor": cursor[:-1], "ordering": "value"}):  # fmt: skip
        answer = staff.get(f"{ROOT}contracts/", wrong)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "cursor"), wrong


def test_assessments_are_walked_by_their_chances_to_the_last_digit(staff: Client, both: Both) -> None:
    query: Any = {"ordering": "at_least_contractual", "page_size": 1}
    first = staff.get(f"{ROOT}assessments/", query).json()
    second = staff.get(first["next"]).json()
    assert {first["results"][0]["id"], second["results"][0]["id"]} == {
        both.bureau.assessment.pk, both.street.assessment.pk
    }  # fmt: skip
    assert second["next"] is None


def test_facts_are_listed_as_they_were_known_at_a_moment(staff: Client, both: Both) -> None:
    before = timezone.now()
    late = record_contract(both.bureau.partnership)
    Contract.objects.filter(pk=late.pk).update(recorded_at=before + timedelta(hours=1))
    Payment.objects.filter(contract=both.bureau.contract).update(voided_at=before + timedelta(hours=2), void_reason="x")

    def listed(path: str, moment: Any) -> list[int]:
        rows = staff.get(f"{ROOT}{path}/", {"known_at": moment.isoformat()}).json()["results"]
        return [row["id"] for row in rows]

    voided = both.bureau.contract.payments.get().pk
    assert late.pk not in listed("contracts", before)
    assert late.pk in listed("contracts", before + timedelta(hours=1))
    assert voided in listed("payments", before + timedelta(hours=1))
    assert voided not in listed("payments", before + timedelta(hours=2))
    assert listed("contracts", before - timedelta(days=3000)) == []


def test_the_spells_of_a_partnership_are_listed_with_what_came_after(staff: Client, cast: Cast, both: Both) -> None:
    from trust.services.spells import rebuild_spells

    rebuild_spells([both.bureau.partnership.pk, both.street.partnership.pk])
    rows = staff.get(f"{ROOT}spells/", {"partnership": both.bureau.partnership.pk}).json()["results"]
    assert [(row["stage"], row["started_on"], row["ended_on"], row["next_stage"]) for row in rows] == [
        ("contractual", "2025-06-30", None, None)
    ]
    stranger = Client()
    stranger.force_login(cast.other_manager)
    seen = {row["partnership"]["id"] for row in stranger.get(f"{ROOT}spells/").json()["results"]}
    assert seen == {both.street.partnership.pk}


def test_a_version_of_the_method_is_read_word_for_word(staff: Client) -> None:
    shown = staff.get(f"{ROOT}methodologies/2026.1/").json()
    assert "[gates" in shown["source"]
    assert len(shown["digest"]) == 64


def test_an_assessment_names_the_facts_it_rests_on(staff: Client, both: Both) -> None:
    shown = staff.get(f"{ROOT}assessments/{both.bureau.assessment.pk}/evidence/").json()
    assert shown["evidence_digest"] == str(both.bureau.assessment.evidence_digest)
    assert set(shown["indicators"]) >= {"C1", "R3", "N1"}
    facts = [fact for rows in shown["indicators"].values() for fact in rows]
    assert {fact["table"] for fact in facts} <= {model._meta.model_name for model in _fact_models()}
    assert any(fact["building"] > 0 for fact in facts)


def _fact_models() -> list[Any]:
    from partnerships.descriptions import FACT_MODELS

    return list(FACT_MODELS.values())
