"""What waits, on the home page and on a page of its own."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.duties import Desk, read_group
from partnerships.models import Contract, Payment, Role
from tests.api.evidence import both
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.facts import FACTS
from trust.duties import STAGE_CHANGED

__all__ = ["both"]


@pytest.fixture
def payment(cast: Cast) -> Payment:
    """An instalment of the bureau that is ten days late."""
    contract = FACTS[Contract](cast.partnership)
    contract.save()
    payment = FACTS[Payment](
        cast.partnership, due_on=timezone.localdate() - timedelta(days=10), paid_on=None, amount_paid=None,
        paid_recorded_at=None, contract=contract,
    )  # fmt: skip
    payment.save()
    assert isinstance(payment, Payment)
    return payment


def read(client: Client, cast: Cast, who: str, address: str) -> str:
    """The page as the person reads it."""
    client.force_login(getattr(cast, who))
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", ["home", "todo"])
def test_staff_find_what_is_late_with_its_record(page: str, payment: Payment, cast: Cast, client: Client) -> None:
    html = read(client, cast, "staff", reverse(page))
    assert '<li class="late">' in html
    assert "10 days late" in html
    assert f"/contracts/{payment.contract_id}/#payment-{payment.pk}" in html
    assert "<title>(" in html


def test_nobody_finds_what_is_not_theirs(payment: Payment, cast: Cast, client: Client) -> None:
    for who in ("street_staff", "other_manager", "ngo_manager", "analyst"):
        assert "days late" not in read(client, cast, who, "/todo/")


def test_managers_find_their_duties_above_their_profile(cast: Cast, client: Client) -> None:
    contract = FACTS[Contract](cast.partnership, ends_on=timezone.localdate())
    contract.save()
    html = read(client, cast, "ngo_manager", "/")
    assert "Contracts ending without a successor" in html
    assert html.index("Contracts ending") < html.index("Its partnerships")


def test_an_address_narrows_the_list_and_wrong_ones_are_named(payment: Payment, cast: Cast, client: Client) -> None:
    assert "10 days late" in read(client, cast, "staff", "/todo/?kind=payment&horizon=late")
    assert "Nothing waits here." in read(client, cast, "staff", "/todo/?kind=milestone")
    for wrong in ("kind=dreams", "horizon=8", "whose=mine", "color=red"):
        response = client.get(f"/todo/?{wrong}")
        assert response.status_code == 400
        assert wrong.partition("=")[0] in response.content.decode()


def test_the_mark_beside_home_counts(payment: Payment, cast: Cast, client: Client) -> None:
    assert read(client, cast, "staff", "/todo/count/").startswith("1<span")
    assert read(client, cast, "street_staff", "/todo/count/") == ""
    assert 'hx-get="/todo/count/"' in read(client, cast, "staff", f"/contracts/{payment.contract_id}/")
    assert 'hx-get="/todo/count/"' not in read(client, cast, "analyst", "/")


def test_a_changed_stage_is_news_for_thirty_days_and_counts_as_nothing(cast: Cast, client: Client) -> None:
    run = run_known_at()
    changed_on = date(2026, 1, 31)
    judge(run, cast.partnership, date(2025, 12, 31), stage=1)
    judge(run, cast.partnership, changed_on, stage=2)
    judge(run, cast.street_partnership, changed_on, stage=2)
    for days, seen in ((-1, 0), (0, 1), (29, 1), (30, 0)):
        group = read_group(Desk(cast.staff, changed_on + timedelta(days=days)), STAGE_CHANGED, 5)
        assert group.count == seen
    told = read_group(Desk(cast.ngo_manager, changed_on), STAGE_CHANGED, 5).duties[0].told
    assert (told.title, told.text) == (
        "Linjiang Civil Affairs Bureau",
        "The relationship now stands at: Contractual trust",
    )
    assert read_group(Desk(cast.analyst, changed_on), STAGE_CHANGED, 5).count == 0
    assert STAGE_CHANGED.is_news
    assert Role.ANALYST not in STAGE_CHANGED.roles
