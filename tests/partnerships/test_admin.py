"""The administration: for administrators only, and facts are read and voided, not edited."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from partnerships.models import (
    Contest,
    Contract,
    Fact,
    InteractionEvent,
    Organization,
    OrganizationIdentifier,
    Partnership,
    User,
)
from partnerships.services.documents import attach_document
from partnerships.services.verification import confirm_fact, contest_fact, void_fact
from tests import facts
from tests.cast import PASSWORD, Cast
from tests.facts import FACTS

REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "partnerships"]
# Shown under the row they belong to.
INLINE_ONLY = {"MergedRow", "OrganizationIdentifier", "OrganizationName", "IncomeLine", "DocumentLink"}
# A person's own notes and kept answers, and counts of a minute: of no concern to an administrator.
PERSONAL = {"SavedView", "StoredAnswer", "RequestCount", "DataPackage", "Webhook", "WebhookMessage"}
# For the two sides of a partnership alone.
CONFIDENTIAL = {"SurveyAnswer"}
# What the database writes for the feed of changes: numbers of rows, which the feed tells in words.
INNER = {"FeedEntry"}
# What an import's own page shows.
ON_THE_IMPORTS_PAGE = {"ImportProgress", "ImportedOrganization"}


def address(model: type, page: str, *args: Any) -> str:
    """The address of an admin page of the model."""
    return reverse(f"admin:partnerships_{model._meta.model_name}_{page}", args=args)  # type: ignore[attr-defined]


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def world(cast: Cast) -> Cast:
    """One fact of each kind, one of them voided, one contested, one confirmed and documented."""
    for make in FACTS.values():
        row = make(cast.partnership)
        if not type(row).objects.exists():
            row.save()
    event = InteractionEvent.objects.get()
    InteractionEvent.objects.filter(pk=event.pk).update(verification="single", recorded_side="ngo")
    attach_document(by=None, fact=event, title="Minutes", url="https://example.org/minutes")
    confirm_fact(by=cast.staff, fact=event)
    contest_fact(by=cast.ngo_manager, fact=event, grounds="It was another day.")
    void_fact(by=None, fact=facts.standing(cast.partnership).__class__.objects.get(), reason="Entered twice")
    return cast


def test_every_model_of_the_records_is_in_the_administration() -> None:
    names = {model.__name__ for model in apps.get_app_config("partnerships").get_models()}
    elsewhere = INLINE_ONLY | PERSONAL | CONFIDENTIAL | INNER | ON_THE_IMPORTS_PAGE
    assert {model.__name__ for model in REGISTERED} == names - elsewhere


def test_only_administrators_get_in(cast: Cast, client: Client) -> None:
    for person in ("staff", "ngo_manager", "analyst"):
        client.login(username=person, password=PASSWORD)
        assert client.get(reverse("admin:index")).status_code == 302
    client.login(username="administrator", password=PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_every_list_and_every_page_opens_and_every_search_answers(model: Any, world: Cast, office: Client) -> None:
    page = office.get(address(model, "changelist"), {"q": "共益"} if model is Organization else {})
    assert page.status_code == 200
    row = model._default_manager.first()
    if row is not None:
        assert office.get(address(model, "change", row.pk)).status_code == 200
    assert office.get(address(model, "changelist"), {"q": "nothing like it"}).status_code == 200


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_facts_are_not_added_changed_or_deleted_here(model: type[Fact], world: Cast, office: Client) -> None:
    key = model._default_manager.first().pk  # type: ignore[union-attr]
    assert office.get(address(model, "add")).status_code == 403
    assert office.post(address(model, "change", key), {"verification": "official"}).status_code == 403
    assert office.post(address(model, "delete", key), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=key).exists()


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_list_of_facts_costs_the_same_number_of_queries_whatever_its_length(
    model: type[Fact], cast: Cast, office: Client, django_assert_max_num_queries: Any
) -> None:
    for number in (0, 1, 2):
        FACTS[model](cast.partnership, number).save()
    with django_assert_max_num_queries(12):
        office.get(address(model, "changelist"))


def test_a_list_shows_voided_and_contested_facts_and_can_leave_the_voided_out(world: Cast, office: Client) -> None:
    event = InteractionEvent.objects.get()
    assert "contested" in office.get(address(InteractionEvent, "changelist")).content.decode()
    void_fact(by=None, fact=event, reason="It was another day")
    everything = office.get(address(InteractionEvent, "changelist")).content.decode()
    assert "voided: It was another day" in everything
    standing = office.get(address(InteractionEvent, "changelist"), {"state": "stands"}).content.decode()
    assert "0 interaction events" in standing
    voided = office.get(address(InteractionEvent, "changelist"), {"state": "voided"}).content.decode()
    assert "1 interaction event" in voided


def act(office: Client, model: type, name: str, keys: list[int], **form: str) -> Any:
    """Chooses rows in a list and an action for them."""
    return office.post(address(model, "changelist"), {"action": name, "_selected_action": keys, **form})


def test_facts_are_voided_with_a_reason_that_is_asked_for(world: Cast, office: Client) -> None:
    event = InteractionEvent.objects.get()
    asked = act(office, InteractionEvent, "void", [event.pk])
    assert "Reason" in asked.content.decode()
    missing = act(office, InteractionEvent, "void", [event.pk], apply="yes", reason="")
    assert "This field is required" in missing.content.decode()
    assert not InteractionEvent.objects.get().is_voided
    act(office, InteractionEvent, "void", [event.pk], apply="yes", reason="Wrong partnership")
    stored = InteractionEvent.objects.get()
    assert (stored.void_reason, stored.voided_by) == ("Wrong partnership", world.administrator)
    again = act(office, InteractionEvent, "void", [event.pk], apply="yes", reason="Once more")
    assert "Record a new one instead" in again.content.decode()


def test_objections_are_upheld_or_dismissed_with_reasons(world: Cast, office: Client) -> None:
    contest = Contest.objects.get()
    act(office, Contest, "dismiss", [contest.pk], apply="yes", reason="The minutes say so.")
    assert Contest.objects.get().outcome == "dismissed"
    second = contest_fact(by=world.ngo_manager, fact=InteractionEvent.objects.get(), grounds="See the diary.")
    act(office, Contest, "uphold", [second.pk], apply="yes", reason="The diary is right.")
    assert InteractionEvent.objects.get().void_reason == "The diary is right."


def organization_form(organization: Organization, **changes: Any) -> dict[str, Any]:
    """The organization's form as a browser sends it back."""
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    inlines = {
        f"{name}-{key}": value for name in ("identifiers", "other_names", "standings") for key, value in empty.items()
    }
    fields = {
        "name": organization.name,
        "name_en": organization.name_en,
        "sector": organization.sector,
        "kind": organization.kind,
        "jurisdiction": organization.jurisdiction_id,
    }
    return inlines | fields | changes


def test_a_renamed_organization_keeps_its_former_name(cast: Cast, office: Client) -> None:
    former = cast.ngo.name
    office.post(address(Organization, "change", cast.ngo.pk), organization_form(cast.ngo, name="共信中心"))
    assert Organization.objects.get(pk=cast.ngo.pk).name == "共信中心"
    assert cast.ngo.other_names.get().name == former


def test_a_number_with_an_error_is_refused_in_the_form(cast: Cast, office: Client) -> None:
    number = {"identifiers-TOTAL_FORMS": 1, "identifiers-0-scheme": "CN-USCC", "identifiers-0-value": "123"}
    page = office.post(address(Organization, "change", cast.ngo.pk), organization_form(cast.ngo, **number))
    assert "has 3 characters" in page.content.decode()
    number["identifiers-0-value"] = " 5233 0106 MJ8765432T "
    office.post(address(Organization, "change", cast.ngo.pk), organization_form(cast.ngo, **number))
    assert OrganizationIdentifier.objects.get().value == "52330106MJ8765432T"


def test_a_partnership_is_opened_once_and_only_between_a_body_and_an_ngo(cast: Cast, office: Client) -> None:
    pair = {"government": cast.bureau.pk, "ngo": cast.other_ngo.pk}
    office.post(address(Partnership, "add"), pair)
    assert Partnership.objects.count() == 3
    again = office.post(address(Partnership, "add"), pair)
    assert "have a partnership already" in again.content.decode()
    wrong = office.post(address(Partnership, "add"), {"government": cast.other_ngo.pk, "ngo": cast.bureau.pk})
    assert wrong.status_code == 200
    assert "Choose another organization" in wrong.content.decode()
    assert Partnership.objects.count() == 3


def test_an_administrator_opens_an_account_with_its_role(cast: Cast, office: Client) -> None:
    form = {
        "username": "lin",
        "role": "staff",
        "organization": cast.street_office.pk,
        "usable_password": "true",
        "password1": "eleven plum trees",
        "password2": "eleven plum trees",
        **{f"grants-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")},
    }
    office.post(address(User, "add"), form)
    lin = User.objects.get(username="lin")
    assert (lin.role, lin.organization, lin.is_staff) == ("staff", cast.street_office, False)
    refused = office.post(address(User, "add"), form | {"username": "wu", "organization": ""})
    assert "need an organization" in refused.content.decode()


def test_a_new_administrator_gets_in_by_role_alone(cast: Cast, office: Client, client: Client) -> None:
    form = {
        "username": "wu",
        "role": "administrator",
        "usable_password": "true",
        "password1": "eleven plum trees",
        "password2": "eleven plum trees",
        **{f"grants-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")},
    }
    office.post(address(User, "add"), form)
    client.force_login(User.objects.get(username="wu"))
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_contract_shows_what_happened_under_it(world: Cast, office: Client) -> None:
    contract = Contract.objects.get()
    page = office.get(address(Contract, "change", contract.pk)).content.decode()
    for heading in ("Amendments", "Milestones", "Payments", "Evaluations"):
        assert heading.lower() in page.lower()
    assert contract.signed_on == date(2022, 12, 20)
