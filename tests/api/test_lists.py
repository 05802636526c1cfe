"""Lists: filters narrow, orders are total, pages meet each row once, and the number of queries does not grow."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import (
    Contest,
    Contract,
    InteractionEvent,
    NetworkMembership,
    Organization,
    Partnership,
    Request,
    ServiceTie,
    Standing,
)
from tests.api.evidence import (
    CONFIRMED,
    Both,
    record_contract,
    record_event,
    record_everything,
    record_payment,
)
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast

ROOT = "/api/v1/"

FILTERS: list[tuple[str, str, int]] = [
    ("contracts/", "", 2),
    ("contracts/", "partnership={bureau}", 1),
    ("contracts/", "organization={ngo}", 1),
    ("contracts/", "government={office}", 1),
    ("contracts/", "ngo={ngo}", 1),
    ("contracts/", "jurisdiction=990101", 2),
    ("contracts/", "jurisdiction=990101001", 1),
    ("contracts/", "method=open_tender&method=venture", 2),
    ("contracts/", "method=venture", 0),
    ("contracts/", "signed_from=2025-01-10", 2),
    ("contracts/", "signed_from=2025-01-11", 0),
    ("contracts/", "signed_before=2025-01-10", 0),
    ("contracts/", "signed_before=2025-01-11", 2),
    ("contracts/", "in_force_on=2025-01-31", 0),
    ("contracts/", "in_force_on=2025-02-01", 2),
    ("contracts/", "ended_early=true", 0),
    ("contracts/", "ended_early=false", 2),
    ("contracts/", "value_from=250000.50", 2),
    ("contracts/", "value_below=250000.50", 0),
    ("contracts/", "currency=CNY", 2),
    ("contracts/", "currency=EUR", 0),
    ("contracts/", "verification=dual", 2),
    ("contracts/", "verification=official", 0),
    ("contracts/", "recorded_side=ngo", 0),
    ("contracts/", "recorded_from=2025-07-01T09:30:00%2B08:00", 2),
    ("contracts/", "recorded_before=2025-07-01T09:30:00%2B08:00", 0),
    ("contracts/", "contested=true", 0),
    ("contracts/", "q=养老", 2),
    ("contracts/", "q=home CARE", 2),
    ("contracts/", "q=2025-{bureau}", 1),
    ("organizations/", "q=Gongyi", 1),
    ("organizations/", "q=NGO-{ngo}", 1),
    ("organizations/", "q=(筹)", 2),
    ("organizations/", "identifier=NGO-{ngo}", 1),
    ("organizations/", "identifier=NGO", 0),
    ("organizations/", "sector=ngo", 2),
    ("organizations/", "kind=social_group", 1),
    ("organizations/", "jurisdiction=990101001&sector=ngo", 1),
    ("organizations/", "service_field=elderly care", 4),
    ("organizations/", "registered_before=2012-03-01", 0),
    ("partnerships/", "q=Gongyi", 1),
    ("partnerships/", "organization={office}", 1),
    ("partnerships/", "jurisdiction=990101001", 1),
    ("partnerships/", "service_field=elderly care", 2),
    ("events/", "type=NET_LEAD", 2),
    ("events/", "type=NET_LEAD&type=REC_JOINT_PLAN", 4),
    ("events/", "ngo={ngo}", 2),
    ("events/", "government={bureau_body}", 1),
    ("events/", "occurred_from=2025-04-03", 2),
    ("events/", "occurred_before=2025-04-03", 2),
    ("event-types/", "stored_as=event&scope=organization&q=network", 1),
    ("event-types/", "", 45),
    ("requests/", "answered=false", 2),
    ("requests/", "answered=true", 0),
    ("requests/", "kind=complaint", 0),
    ("requests/", "opened_from=2025-05-06&opened_before=2025-05-07", 2),
    ("networks/", "member={ngo}", 1),
    ("networks/", "q=care", 2),
    ("networks/", "founded_before=2024-01-01", 0),
    ("memberships/", "network={network}", 1),
    ("memberships/", "role=member", 0),
    ("memberships/", "open_on=2023-12-31", 0),
    ("memberships/", "open_on=2024-01-01", 2),
    ("ties/", "organization={ngo}", 1),
    ("ties/", "kind=referral", 0),
    ("ties/", "ended=true", 0),
    ("jurisdictions/", "within=990101", 2),
    ("jurisdictions/", "level=street", 1),
    ("jurisdictions/", "q=Linj", 1),
    ("indicators/", "", 21),
    ("indicators/", "dimension=network", 5),
    ("indicators/", "dimension=network&accountable=both", 1),
    ("indicators/", "methodology=2026.1", 21),
    ("assessments/", "", 2),
    ("assessments/", "stage=contractual", 2),
    ("assessments/", "stage=none&stage=equal", 0),
    ("assessments/", "reason=lapsed", 0),
    ("assessments/", "flag=one_sided", 2),
    ("assessments/", "flag=eroding&flag=capped", 0),
    ("assessments/", "jurisdiction=990101001", 1),
    ("assessments/", "as_of=2025-06-30", 2),
    ("assessments/", "as_of_before=2025-06-30", 0),
    ("assessments/", "as_of_from=2025-06-30&partnership={bureau}", 1),
]


@pytest.mark.parametrize("path", sorted({path for path, _query, _expected in FILTERS}))
def test_a_filter_narrows_the_list(path: str, client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    keys = {
        "bureau": cast.partnership.pk,
        "bureau_body": cast.bureau.pk,
        "office": cast.street_office.pk,
        "ngo": cast.ngo.pk,
        "network": both.bureau.network.pk,
    }
    cases = [(query.format(**keys), expected) for each, query, expected in FILTERS if each == path]
    found = [(query, client.get(f"{ROOT}{path}?{query}").json().get("count")) for query, _expected in cases]
    assert found == cases


def test_voided_facts_are_listed_only_when_asked_for(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    contract = both.bureau.contract
    payment = contract.payments.get()
    for fact in (payment, contract):
        fact.voided_at, fact.void_reason = timezone.now(), "Entered twice"
        fact.save()
    assert client.get(f"{ROOT}contracts/").json()["count"] == 1
    assert client.get(f"{ROOT}contracts/?include_voided=true").json()["count"] == 2
    shown = client.get(f"{ROOT}contracts/{contract.pk}/").json()
    assert (shown["void_reason"], shown["payments"]) == ("Entered twice", [])
    assert shown["voided_at"] is not None
    assert len(client.get(f"{ROOT}contracts/{contract.pk}/?include_voided=true").json()["payments"]) == 1


def test_a_contested_fact_says_so_until_the_ruling(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    address = f"{ROOT}events/{both.bureau.event.pk}/"
    assert client.get(address).json()["contested"] is False
    contest = Contest.objects.create(
        content_type=ContentType.objects.get_for_model(InteractionEvent),
        object_id=both.bureau.event.pk,
        opened_by=cast.ngo_manager,
        grounds="It never took place",
    )
    assert client.get(address).json()["contested"] is True
    assert client.get(f"{ROOT}events/?contested=true").json()["count"] == 1
    contest.closed_at, contest.outcome = timezone.now(), "dismissed"
    contest.save()
    assert client.get(address).json()["contested"] is False


def _walk(client: Client, address: str) -> list[int]:
    keys: list[int] = []
    following: str | None = address
    while following:
        body = client.get(following).json()
        keys += [row["id"] for row in body["results"]]
        following = body["next"]
    return keys


@pytest.mark.parametrize("ordering", ["id", "-id", "signed_on", "-value", "signed_on,-value"])
def test_walking_the_pages_meets_each_row_once_whatever_the_order(
    ordering: str, client: Client, cast: Cast, both: Both
) -> None:
    for _number in range(9):
        record_contract(cast.partnership)
    client.force_login(cast.staff)
    met = _walk(client, f"{ROOT}contracts/?page_size=3&ordering={ordering}")
    assert sorted(met) == sorted(Contract.objects.values_list("pk", flat=True))


def test_rows_that_are_equal_in_the_order_come_by_id(client: Client, cast: Cast, both: Both) -> None:
    for _number in range(5):
        record_contract(cast.partnership)
    first = Contract.objects.order_by("pk").first()
    first.title = "Moved to the end of the table by writing it anew"
    first.save()
    client.force_login(cast.staff)
    met = _walk(client, f"{ROOT}contracts/?ordering=signed_on&page_size=3")
    assert met == sorted(met)


def test_a_row_added_during_the_walk_neither_repeats_nor_hides_another(client: Client, cast: Cast, both: Both) -> None:
    for _number in range(4):
        record_contract(cast.partnership)
    there = set(Contract.objects.values_list("pk", flat=True))
    client.force_login(cast.staff)
    first = client.get(f"{ROOT}contracts/?page_size=3").json()
    record_contract(cast.partnership)
    met = [row["id"] for row in first["results"]] + _walk(client, first["next"])
    assert len(met) == len(set(met))
    assert there <= set(met)


def test_an_order_puts_the_rows_in_it(client: Client, cast: Cast, both: Both) -> None:
    small = record_contract(cast.partnership, value=Decimal(1))
    client.force_login(cast.staff)
    rising = _walk(client, f"{ROOT}contracts/?ordering=value")
    assert rising[0] == small.pk
    assert _walk(client, f"{ROOT}contracts/?ordering=-value")[-1] == small.pk


def _more_organizations(both: Both, cast: Cast) -> None:
    Standing.objects.create(organization=cast.ngo, kind="CMP_ANNUAL", result="pass", effective_on=date(2025, 5, 1),
                            **CONFIRMED)  # fmt: skip
    _more_partnerships(both, cast)


def _more_partnerships(both: Both, cast: Cast) -> Partnership:
    ngo = Organization.objects.create(name="新机构", sector="ngo", kind="social_group", jurisdiction=cast.street)
    return Partnership.objects.create(government=cast.street_office, ngo=ngo)


def _more_contracts(both: Both, cast: Cast) -> None:
    contract = record_contract(_more_partnerships(both, cast), renews=None)
    record_payment(contract)
    record_payment(both.street.contract)


def _more_networks(both: Both, cast: Cast) -> None:
    record_everything(_more_partnerships(both, cast), cast.bureau)


def _more_ties(both: Both, cast: Cast) -> None:
    since = {"started_on": date(2024, 3, 1), **CONFIRMED}
    ServiceTie.objects.create(organization=cast.other_ngo, partner=cast.bureau, kind="contact", **since)
    NetworkMembership.objects.create(network=both.bureau.network, organization=cast.other_ngo, **since)


def _more_judgements(both: Both, cast: Cast) -> None:
    judge(run_known_at(), _more_partnerships(both, cast), date(2025, 6, 30))


def _more_months(_both: Both, cast: Cast) -> None:
    judge(run_known_at(), cast.street_partnership, date(2025, 5, 31))


GROW: list[tuple[str, Callable[[Both, Cast], Any], int]] = [
    ("organizations/?sector=ngo", _more_organizations, 13),
    ("partnerships/", _more_partnerships, 8),
    ("contracts/", _more_contracts, 13),
    ("events/", lambda both, cast: record_event(_more_partnerships(both, cast)), 11),
    ("requests/", lambda both, cast: Request.objects.create(
        partnership=_more_partnerships(both, cast), opened_on=date(2025, 5, 7), **CONFIRMED), 8),
    ("networks/", _more_networks, 14),
    ("memberships/", _more_ties, 8),
    ("ties/", _more_ties, 8),
    ("assessments/", _more_judgements, 13),
    ("assessments/?history=true", _more_judgements, 13),
    ("partnerships/{street}/assessments/", _more_months, 14),
    ("organizations/{office}/stages/", _more_judgements, 10),
]  # fmt: skip
"""Address, what makes its list longer, and the most queries it may take."""


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("person", ["staff", "analyst"])
@pytest.mark.parametrize(("path", "grow", "budget"), GROW)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    path: str, grow: Callable[[Both, Cast], Any], budget: int, person: str, client: Client, cast: Cast, both: Both
) -> None:
    client.force_login(getattr(cast, person))
    address = ROOT + path.format(street=cast.street_partnership.pk, office=cast.street_office.pk)
    _queries(client, address)  # content types are read once per process
    before = _queries(client, address)
    grow(both, cast)
    assert _queries(client, address) == before
    assert before <= budget
