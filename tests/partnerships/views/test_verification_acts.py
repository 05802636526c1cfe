"""Acts of verification on every kind of fact: effect, trace, refusal, pressing twice, and who finds no form."""

import html
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Contest, DocumentLink, Fact, InteractionEvent, Standing, User, VerificationChange
from partnerships.services.verification import contest_fact
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of, pdf

CONFIRMABLE = [model for model in FACTS if model is not Standing]
ACTS = ["record-confirm", "record-contest", "contest-grounds", "contest-rule", "record-void", "document-attach"]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def by_ngo(cast: Cast, model: type[Fact] = InteractionEvent, **columns: Any) -> Any:
    """A fact the NGO entered, without a document."""
    given = {"verification": "single", "recorded_side": "ngo", "recorded_by": cast.ngo_manager}
    fact = FACTS[model](cast.partnership, **given | columns)
    fact.save()
    return fact


def by_staff(cast: Cast, model: type[Fact] = InteractionEvent, **columns: Any) -> Any:
    """A fact the bureau entered."""
    return by_ngo(cast, model, **{"recorded_side": "gov", "recorded_by": cast.staff} | columns)


def address(name: str, fact: Any) -> str:
    """Where the act on the fact is."""
    return reverse(name, args=[fact._meta.model_name, fact.pk])


def page_of(user: User, fact: Any) -> str:
    """The fact's page as the person reads it."""
    return browser_of(user).get(address("record-detail", fact)).content.decode()


@pytest.mark.parametrize("model", CONFIRMABLE, ids=lambda model: model.__name__)
def test_what_the_ngo_entered_waits_until_the_body_confirms_with_one_press(cast: Cast, model: type[Fact]) -> None:
    fact = by_ngo(cast, model)
    for person in (cast.staff, cast.ngo_manager):
        assert "Waiting for the other side" in page_of(person, fact)
    form = f'action="{address("record-confirm", fact)}"'
    assert form in page_of(cast.staff, fact)
    assert form not in page_of(cast.ngo_manager, fact)
    response = browser_of(cast.staff).post(address("record-confirm", fact), {"note": "We were there"})
    assert response["Location"] == address("record-detail", fact)
    fact.refresh_from_db()
    assert fact.verification == "dual"
    step = VerificationChange.objects.get()
    assert (step.from_level, step.to_level, step.changed_by, step.note) == (
        "single",
        "dual",
        cast.staff,
        "We were there",
    )
    assert "Waiting for the other side" not in page_of(cast.ngo_manager, fact)


def test_confirming_twice_is_refused_and_changes_nothing(cast: Cast) -> None:
    fact = by_ngo(cast)
    browser = browser_of(cast.staff)
    browser.post(address("record-confirm", fact))
    second = browser.post(address("record-confirm", fact))
    assert second.status_code == 422
    assert "needs no confirmation" in second.content.decode()
    assert VerificationChange.objects.count() == 1


def test_the_manager_confirms_what_the_body_entered_and_nobody_their_own(cast: Cast) -> None:
    fact = by_staff(cast)
    own = browser_of(cast.staff).post(address("record-confirm", fact))
    assert (own.status_code, VerificationChange.objects.count()) == (422, 0)
    assert "Your own side recorded this" in own.content.decode()
    browser_of(cast.ngo_manager).post(address("record-confirm", fact))
    fact.refresh_from_db()
    assert fact.verification == "dual"


def test_what_a_register_says_waits_for_nobody(cast: Cast) -> None:
    fact = by_staff(cast, Standing)
    assert "aiting for the other side" not in page_of(cast.ngo_manager, fact)
    assert address("record-confirm", fact) not in page_of(cast.ngo_manager, fact)
    assert address("record-contest", fact) in page_of(cast.ngo_manager, fact)


def test_an_act_leads_back_to_where_somebody_came_from_but_never_to_another_site(cast: Cast) -> None:
    home = browser_of(cast.staff).post(f"{address('record-confirm', by_ngo(cast))}?next=/")
    assert home["Location"] == "/"
    fact = by_ngo(cast)
    away = browser_of(cast.staff).post(f"{address('record-confirm', fact)}?next=//evil.example/")
    assert away["Location"] == address("record-detail", fact)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_party_contests_with_grounds_and_a_document(cast: Cast, model: type[Fact]) -> None:
    fact = by_staff(cast, model)
    assert address("record-contest", fact) in page_of(cast.ngo_manager, fact)
    assert address("record-contest", fact) not in page_of(cast.staff, fact)
    given = {"grounds": "It was another day", "file": pdf()}
    response = browser_of(cast.ngo_manager).post(address("record-contest", fact), given)
    assert response["Location"] == address("record-detail", fact)
    objection = Contest.objects.get()
    assert (objection.grounds, objection.opened_by) == ("It was another day", cast.ngo_manager)
    assert DocumentLink.objects.get().object_id == fact.pk
    for person in (cast.staff, cast.ngo_manager):
        page = page_of(person, fact)
        assert "It was another day" in page
        assert "The ruling is due by" in page
        assert "in 30 days" in page


def test_contesting_twice_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    fact = by_staff(cast)
    browser = browser_of(cast.ngo_manager)
    browser.post(address("record-contest", fact), {"grounds": "First"})
    second = browser.post(address("record-contest", fact), {"grounds": "Typed with care"})
    assert (second.status_code, Contest.objects.count()) == (422, 1)
    assert "Typed with care" in second.content.decode()


def test_an_objection_without_grounds_says_when_it_lapses_and_takes_them_later(cast: Cast) -> None:
    fact = by_staff(cast)
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="")
    Contest.objects.update(opened_at=timezone.now() - timedelta(days=29))
    page = page_of(cast.ngo_manager, fact)
    assert "Lapses without grounds on" in page
    assert "in 1 day." in page
    assert address("contest-grounds", fact) in page
    assert address("contest-grounds", fact) not in page_of(cast.staff, fact)
    browser = browser_of(cast.ngo_manager)
    assert browser.post(address("contest-grounds", fact), {"grounds": " "}).status_code == 422
    browser.post(address("contest-grounds", fact), {"grounds": "Nobody came"})
    assert Contest.objects.get().grounds == "Nobody came"


def test_a_ruling_that_is_late_is_said_to_be_late(cast: Cast) -> None:
    fact = by_staff(cast)
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="Nobody came")
    Contest.objects.update(opened_at=timezone.now() - timedelta(days=33))
    assert "3 days ago" in page_of(cast.ngo_manager, fact)


@pytest.mark.parametrize(("outcome", "is_voided"), [("upheld", True), ("dismissed", False)])
def test_an_outsider_rules_with_reasons(cast: Cast, outcome: str, is_voided: bool) -> None:
    fact = FACTS[InteractionEvent](cast.street_partnership, recorded_by=cast.street_staff, recorded_side="gov")
    fact.save()
    contest_fact(by=cast.other_manager, fact=fact, grounds="Nobody came")
    assert address("contest-rule", fact) in page_of(cast.staff, fact)
    for party in (cast.street_staff, cast.other_manager):
        assert address("contest-rule", fact) not in page_of(party, fact)
        assert browser_of(party).post(address("contest-rule", fact)).status_code == 403
    browser = browser_of(cast.staff)
    assert browser.post(address("contest-rule", fact), {"outcome": outcome, "ruling": ""}).status_code == 422
    browser.post(address("contest-rule", fact), {"outcome": outcome, "ruling": "The minutes say so"})
    objection = Contest.objects.get()
    assert (objection.outcome, objection.closed_by) == (outcome, cast.staff)
    fact.refresh_from_db()
    assert fact.is_voided is is_voided
    assert "The minutes say so" in page_of(cast.other_manager, fact)


def test_ruling_twice_says_that_nothing_is_open(cast: Cast) -> None:
    fact = by_staff(cast)
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="Nobody came")
    browser = browser_of(cast.administrator)
    given = {"outcome": "dismissed", "ruling": "It is in the minutes"}
    browser.post(address("contest-rule", fact), given)
    again = browser.post(address("contest-rule", fact), given | {"outcome": "upheld"}, follow=True)
    assert "No objection to this entry is open" in again.content.decode()
    assert Contest.objects.get().outcome == "dismissed"


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_the_side_that_recorded_takes_back_with_a_reason(cast: Cast, model: type[Fact]) -> None:
    fact = by_staff(cast, model)
    assert address("record-void", fact) in page_of(cast.staff, fact)
    assert address("record-void", fact) not in page_of(cast.ngo_manager, fact)
    browser = browser_of(cast.staff)
    refused = browser.post(address("record-void", fact), {"reason": ""})
    assert refused.status_code == 422
    browser.post(address("record-void", fact), {"reason": "Entered for the wrong NGO"})
    fact.refresh_from_db()
    assert (fact.voided_by, fact.void_reason) == (cast.staff, "Entered for the wrong NGO")
    again = browser.post(address("record-void", fact), {"reason": "Once more"})
    assert again.status_code == 422
    assert "Entered for the wrong NGO" in again.content.decode()


def test_a_voided_event_is_recorded_anew_from_what_it_said(cast: Cast) -> None:
    fact = by_staff(cast, type_id="REC_PROPOSAL", outcome="adopted", note="In the hall & outside")
    page = browser_of(cast.staff).post(address("record-void", fact), {"reason": "Wrong day"}, follow=True)
    link = re.search(r'href="(/events/new/[^"]+)">Record it anew', page.content.decode())
    assert link is not None
    form = browser_of(cast.staff).get(html.unescape(link[1])).context["form"]
    assert form["partnership"].value() == (str(cast.partnership), str(cast.partnership.pk))
    shown = [form[name].value() for name in ("type", "occurred_on", "outcome", "note")]
    assert shown == ["REC_PROPOSAL", "2023-04-01", "adopted", "In the hall & outside"]


def test_a_voided_entry_offers_no_acts(cast: Cast) -> None:
    fact = by_ngo(cast, voided_at=timezone.now(), void_reason="Wrong")
    for person in (cast.staff, cast.ngo_manager):
        assert 'class="act' not in page_of(person, fact)


@pytest.mark.parametrize("name", ACTS)
def test_nobody_finds_a_form_for_what_they_do_not_see_nor_for_what_their_role_may_not_do(cast: Cast, name: str) -> None:
    fact = by_staff(cast)
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="Nobody came")
    for stranger in (cast.other_manager, cast.street_staff):
        assert browser_of(stranger).get(address(name, fact)).status_code == 404
        assert browser_of(stranger).post(address(name, fact)).status_code == 404
    cast.analyst.grants.update(jurisdiction=cast.district)
    assert browser_of(cast.analyst).get(address(name, fact)).status_code == 403
    assert browser_of(cast.administrator).get(reverse(name, args=["user", 1])).status_code == 404


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("record-confirm", {"staff", "ngo_manager"}),
        ("record-contest", {"staff", "ngo_manager", "administrator"}),
        ("contest-grounds", {"staff", "ngo_manager", "administrator"}),
        ("contest-rule", {"administrator"}),
        ("record-void", {"staff", "administrator"}),
        ("document-attach", {"staff", "ngo_manager", "administrator"}),
    ],
)
def test_each_role_reaches_the_acts_of_the_table_and_no_others(cast: Cast, name: str, allowed: set[str]) -> None:
    fact = by_staff(cast)
    contest_fact(by=cast.ngo_manager, fact=fact, grounds="Nobody came")
    opened = {
        role for role, user in cast.per_role().items() if browser_of(user).get(address(name, fact)).status_code == 200
    }
    assert opened == allowed


def test_a_form_about_an_entry_shows_it_and_the_page_of_it_costs_few_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    fact = by_ngo(cast, note="In the hall")
    assert "In the hall" in browser_of(cast.staff).get(address("record-confirm", fact)).content.decode()
    browser = browser_of(cast.staff)
    browser.get(address("record-detail", fact))
    with django_assert_max_num_queries(9):
        browser.get(address("record-detail", fact))
