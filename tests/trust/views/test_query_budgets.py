"""Pages ask the database a fixed number of questions, however much is on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import NetworkMembership, Organization, Partnership, ServiceTie
from tests.api.evidence import AS_OF, Both, record_contract, record_event, record_payment
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.facts import PROVENANCE
from tests.trust.views.conftest import SignIn

BEFORE = datetime(2025, 6, 1, tzinfo=UTC)

# page: most queries it may take
BUDGETS = {
    "home": 20,
    "organization-detail": 26,
    "network-detail": 16,
    "organization-list": 11,
    "partnership-list": 9,
    "dashboards": 11,
    "methodology": 7,
    "methodology-card": 6,
    "contract-list": 10,
    "event-list": 10,
    "network-list": 8,
    "payment-list": 11,
    "request-list": 9,
    "partnership-detail": 31,
    "partnership-assessments": 10,
    "partnership-assessment-reasons": 26,
    "partnership-conduct": 20,
    "organization-conduct": 14,
    "indicator-evidence": 24,
    "contract-detail": 12,
}


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """Counts queries, without those that fill caches of the process."""
    with CaptureQueriesContext(connection) as queries:
        yield queries


def address_of(page: str, both: Both) -> str:
    """One address of the page."""
    partnership = both.bureau.partnership
    arguments = {
        "organization-detail": [partnership.ngo_id],
        "network-detail": [both.bureau.network.pk],
        "partnership-detail": [partnership.pk],
        "partnership-assessments": [partnership.pk],
        "partnership-assessment-reasons": [partnership.pk, both.bureau.assessment.pk],
        "partnership-conduct": [partnership.pk, "delay"],
        "organization-conduct": [partnership.government_id],
        "indicator-evidence": [partnership.pk, "R3"],
        "contract-detail": [both.bureau.contract.pk],
    }
    return reverse(page, args=arguments.get(page, []))


def queries_of(client: Client, address: str) -> int:
    """How many queries the page takes, once the process is warm."""
    client.get(address)
    with counted() as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def add_more(cast: Cast, both: Both) -> None:
    """Twelve more NGOs with partnerships and stages, and twelve more facts of each kind in the bureau's partnership."""
    run = run_known_at()
    for number in range(12):
        ngo = Organization.objects.create(
            name=f"机构{number:02}", sector="ngo", kind="charity", jurisdiction=cast.district
        )
        partnership = Partnership.objects.create(government=cast.bureau, ngo=ngo)
        judge(run, partnership, AS_OF, stage=number % 3 + 1)
        contract = record_contract(both.bureau.partnership, number=f"more-{number}")
        record_payment(contract)
        record_payment(both.bureau.contract, stage="interim")
        record_event(both.bureau.partnership, occurred_on=date(2025, 3, 1 + number), contract=both.bureau.contract)
        judge(run, both.bureau.partnership, date(2024, 1 + number, 28))
        since = {"started_on": date(2024, 2, 1), **PROVENANCE}
        NetworkMembership.objects.create(network=both.bureau.network, organization=ngo, **since)
        ServiceTie.objects.create(organization=cast.ngo, partner=ngo, network=both.bureau.network, **since)


@pytest.mark.parametrize("page", BUDGETS)
def test_a_page_takes_as_many_queries_for_much_as_for_little(
    cast: Cast, both: Both, signed_in: SignIn, page: str
) -> None:
    judge(run_known_at(BEFORE), both.bureau.partnership, AS_OF)  # so that the month was judged anew
    client, address = signed_in(cast.staff), address_of(page, both)
    if page == "home":
        add_more(cast, both)  # a kind of duty brings its query with it when it comes up
    little = queries_of(client, address)
    add_more(cast, both)
    assert queries_of(client, address) == little
    assert little <= BUDGETS[page]
