"""What a record looks like: money as text with its currency, ISO days and moments, both languages, a fact's state."""

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from partnerships.models import NetworkMembership
from tests.api.evidence import CONFIRMED, RECORDED_AT, Both
from tests.api.test_fuzzing import keys
from tests.cast import Cast

__all__ = ["keys"]

ROOT = "/api/v1/"


def test_a_contract_comes_with_everything_under_it(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.ngo_manager)
    contract = client.get(f"{ROOT}contracts/{both.bureau.contract.pk}/").json()
    assert (contract["value"], contract["currency"]) == ("250000.50", "CNY")
    assert (contract["title"], contract["title_en"]) == ("居家养老服务", "Home care")
    assert contract["partnership"]["ngo"] == {
        "id": cast.ngo.pk, "name": cast.ngo.name, "name_en": "Gongyi Social Work Centre"
    }  # fmt: skip
    assert contract["ended_early"] is None
    (payment,) = contract["payments"]
    assert (payment["amount_paid"], payment["currency"], payment["paid_on"]) == ("100000.00", "CNY", "2025-03-20")
    assert [len(contract[part]) for part in ("amendments", "milestones", "evaluations")] == [1, 1, 1]
    assert contract["amendments"][0]["new_ends_on"] == "2026-01-31"


def test_an_early_ending_says_when_by_whom_and_through_whose_fault(client: Client, cast: Cast, both: Both) -> None:
    contract = both.bureau.contract
    contract.terminated_on, contract.termination_recorded_at = date(2025, 7, 1), datetime(2025, 7, 2, tzinfo=UTC)
    contract.termination_party = contract.termination_fault = "government"
    contract.termination_verification, contract.termination_side = "dual", "gov"
    contract.save()
    client.force_login(cast.staff)
    shown = client.get(f"{ROOT}contracts/{contract.pk}/").json()["ended_early"]
    assert shown == {
        "on": "2025-07-01",
        "party": "government",
        "fault": "government",
        "reason": "",
        "verification": "dual",
        "recorded_side": "gov",
        "recorded_at": "2025-07-02T08:00:00+08:00",
        "confirmed_at": None,
    }
    assert client.get(f"{ROOT}contracts/?ended_early=true").json()["count"] == 1


def test_a_fact_shows_who_stands_behind_it_and_when_it_was_recorded(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    event = client.get(f"{ROOT}events/{both.bureau.event.pk}/").json()
    assert event["type"]["code"] == "REC_JOINT_PLAN"
    assert (event["verification"], event["recorded_side"], event["contested"]) == ("dual", "gov", False)
    assert datetime.fromisoformat(event["recorded_at"]) == RECORDED_AT
    assert event["recorded_at"].endswith("+08:00")
    assert (event["voided_at"], event["void_reason"]) == (None, "")


def test_an_event_of_the_ngo_itself_has_no_partnership(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.ngo_manager)
    event = client.get(f"{ROOT}events/{both.bureau.ngo_event.pk}/").json()
    assert (event["partnership"], event["organization"]["id"]) == (None, cast.ngo.pk)


def test_an_organization_comes_with_identifiers_names_and_standings(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.ngo_manager)
    shown = client.get(f"{ROOT}organizations/{cast.ngo.pk}/").json()
    assert shown["identifiers"] == [{"scheme": "LOCAL", "value": f"NGO-{cast.ngo.pk}"}]
    assert shown["jurisdiction"] == {"code": "990101", "name": "临江区", "name_en": "Linjiang"}
    assert [(standing["kind"], standing["level"]) for standing in shown["standings"]] == [("CUL_RATING", 4)]
    assert shown["other_names"][0]["used_until"] == "2012-03-01"


def test_a_network_shows_only_the_members_the_reader_may_see(client: Client, cast: Cast, both: Both) -> None:

    NetworkMembership.objects.create(
        network=both.bureau.network, organization=cast.other_ngo, started_on=date(2024, 5, 1), **CONFIRMED
    )
    address = f"{ROOT}networks/{both.bureau.network.pk}/"
    client.force_login(cast.staff)
    assert {row["organization"]["id"] for row in client.get(address).json()["memberships"]} == {
        cast.ngo.pk, cast.other_ngo.pk
    }  # fmt: skip
    client.force_login(cast.ngo_manager)
    shown = client.get(address).json()
    assert [row["organization"]["id"] for row in shown["memberships"]] == [cast.ngo.pk]
    assert [row["organization"]["id"] for row in shown["ties"]] == [cast.ngo.pk]


def test_addresses_lead_to_the_records_they_stand_beside(client: Client, cast: Cast, keys: dict[str, Any]) -> None:
    client.force_login(cast.administrator)
    named = client.get(ROOT).json()
    others = {name for name in named if name in {"changes", "reference", "schema"} or name.startswith("statistics/")}
    assert {client.get(named.pop(name)).status_code for name in others} == {200}
    assert (len(others), len(named)) == (8, 33)
    for address in named.values():
        row = client.get(address, {"page_size": 1}).json()["results"][0]
        if "url" in row:
            assert client.get(row["url"]).json()["id"] == row["id"]
