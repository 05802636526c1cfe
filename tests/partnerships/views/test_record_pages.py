"""Pages of single facts and of contracts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.addresses import address_of
from partnerships.descriptions import DESCRIBERS, FACT_MODELS, RELATED, describe
from partnerships.models import Fact, Payment
from partnerships.services.verification import contest_fact, void_fact
from tests.cast import Cast
from tests.facts import FACTS


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of the bureau's staff."""
    client = Client()
    client.force_login(cast.staff)
    return client


def test_every_kind_of_fact_can_be_described() -> None:
    assert set(DESCRIBERS) == set(FACTS) == set(RELATED) == set(FACT_MODELS.values())


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_every_fact_has_a_page_that_says_what_happened(cast: Cast, client: Client, model: type[Fact]) -> None:
    fact = FACTS[model](cast.partnership)
    fact.save()
    response = client.get(reverse("record-detail", args=[model._meta.model_name, fact.pk]), follow=True)
    assert response.status_code == 200
    assert describe(fact).kind.casefold() in response.content.decode().replace("&#x27;", "'").casefold()


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_description_asks_the_database_nothing(cast: Cast, model: type[Fact], django_assert_num_queries: Any) -> None:
    fact = FACTS[model](cast.partnership)
    fact.save()
    manager: Any = model.objects  # type: ignore[attr-defined]
    found = manager.select_related(*RELATED[model]).get(pk=fact.pk)
    with django_assert_num_queries(0):
        describe(found)
        address_of(found)


def test_what_happens_under_a_contract_is_shown_on_its_page(cast: Cast, client: Client) -> None:
    payment = FACTS[Payment](cast.partnership)
    payment.save()
    address = reverse("contract-detail", args=[payment.contract_id])
    page = reverse("record-detail", args=["payment", payment.pk])
    assert f'href="{address}#payment-{payment.pk}"' in client.get(page).content.decode()
    assert f'href="{page}"' in client.get(address).content.decode()
    assert f'id="payment-{payment.pk}" class="late"' in client.get(address).content.decode()


def test_a_voided_fact_stays_readable_with_its_reason(cast: Cast, client: Client) -> None:
    fact = FACTS[FACT_MODELS["interactionevent"]](cast.partnership)
    fact.save()
    void_fact(by=None, fact=fact, reason="Entered for the wrong NGO")
    content = client.get(reverse("record-detail", args=["interactionevent", fact.pk])).content.decode()
    assert "Entered for the wrong NGO" in content


def test_a_contested_fact_says_that_it_counts_for_nothing(cast: Cast, client: Client) -> None:
    fact = FACTS[FACT_MODELS["interactionevent"]](cast.partnership)
    fact.save()
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="It did not happen")
    content = client.get(reverse("record-detail", args=["interactionevent", fact.pk])).content.decode()
    assert "It did not happen" in content
    assert "counts for nothing until it is ruled on" in content


def test_a_note_is_shown_as_text(cast: Cast, client: Client) -> None:
    fact = FACTS[FACT_MODELS["interactionevent"]](cast.partnership, note="<script>alert(1)</script>")
    fact.save()
    content = client.get(reverse("record-detail", args=["interactionevent", fact.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in content
    assert "<script>alert" not in content
