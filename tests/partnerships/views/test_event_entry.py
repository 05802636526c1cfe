"""The quick form of events: what it offers, asks for, records and refuses."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.forms.events import UNDER_CONTRACT, WITH_AMOUNT
from partnerships.models import Contract, Document, EventType, InteractionEvent, User
from partnerships.services.event_rules import ENTERED_AS_EVENTS
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of, pdf

NEW = "/events/new/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def typed(cast: Cast, kind: str = "CUL_OFFICIAL_VISIT", /, **further: Any) -> dict[str, Any]:
    """An event as it is typed."""
    return {"partnership": str(cast.partnership), "type": kind, "occurred_on": "-1", "press": "1", **further}


def send(user: User, given: dict[str, Any]) -> Any:
    """The answer to the form."""
    return browser_of(user).post(NEW, given)


def offered(user: User) -> set[str]:
    """The codes of the types the person is offered."""
    form = browser_of(user).get(NEW).context["form"]
    return {code for _concept, kinds in form.fields["type"].choices[1:] for code, _name in kinds}


def fields(user: User, given: dict[str, Any]) -> set[str]:
    """The particulars the form asks for when it comes back."""
    return set(browser_of(user).get(NEW, given, headers=HTMX).context["form"].fields) & {
        "outcome", "party", "amount", "contract", "closes", "everywhere",
    }  # fmt: skip


def test_who_what_and_when_are_enough(cast: Cast) -> None:
    response = send(cast.staff, typed(cast))
    event = InteractionEvent.objects.get()
    assert response["Location"] == reverse("record-detail", args=["interactionevent", event.pk])
    assert (event.partnership, event.type_id) == (cast.partnership, "CUL_OFFICIAL_VISIT")
    assert event.occurred_on == timezone.localdate() - timedelta(days=1)
    assert (event.verification, event.recorded_side, event.recorded_by) == ("single", "gov", cast.staff)


def test_the_page_that_follows_says_what_was_recorded_and_leads_to_another_with_the_same_parties(cast: Cast) -> None:
    page = browser_of(cast.staff).post(NEW, typed(cast), follow=True).content.decode()
    assert "Recorded: Visit or field study by officials" in page
    assert f'href="{NEW}?partnership={cast.partnership.pk}"' in page
    again = browser_of(cast.staff).get(f"{NEW}?partnership={cast.partnership.pk}").content.decode()
    assert f'value="{cast.partnership}"' in again


def test_pressing_twice_records_once(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    places = {browser.post(NEW, typed(cast))["Location"] for _press in range(2)}
    assert len(places) == InteractionEvent.objects.count() == 1


def test_whoever_sees_one_partnership_finds_it_filled_in(cast: Cast) -> None:
    assert f'value="{cast.partnership}"' in browser_of(cast.ngo_manager).get(NEW).content.decode()
    assert f'value="{cast.partnership}"' not in browser_of(cast.staff).get(NEW).content.decode()


def test_each_side_is_offered_what_it_may_record_and_told_where_the_rest_is(cast: Cast) -> None:
    events = set(EventType.objects.filter(stored_as__in=ENTERED_AS_EVENTS).values_list("code", flat=True))
    assert offered(cast.staff) == events - {"CUL_CHARTER"}
    assert offered(cast.ngo_manager) == events
    page = browser_of(cast.staff).get(NEW).content.decode()
    elsewhere = page[page.index("What is entered elsewhere") :]
    assert "By the NGO itself: Charter or mission aligned" in " ".join(elsewhere.split()).replace("&#x27;", "'")
    refused = send(cast.staff, typed(cast, "CUL_CHARTER"))
    assert (refused.status_code, InteractionEvent.objects.count()) == (422, 0)


def test_a_type_says_what_it_counts_for_and_is_found_in_both_languages(cast: Cast) -> None:
    page = browser_of(cast.staff).get(NEW).content.decode()
    start = page.index('value="CUL_OFFICIAL_VISIT"')
    option = page[start : page.index("</option>", start)]
    assert "counts for: Attention and recognition (C2) · builds · recorded by either side" in option
    assert "领导调研走访" in option
    assert '<optgroup label="Reciprocity">' in page


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("CUL_OFFICIAL_VISIT", set()),
        ("REC_PROPOSAL", {"outcome"}),
        ("RES_TERMINATION", {"outcome", "party"}),
        ("RES_INKIND_NGO", {"amount", "contract"}),
        ("NET_EXIT", {"closes", "everywhere"}),
        ("NET_LEAD", {"everywhere"}),
        ("nothing", set()),
    ],
)
def test_only_the_particulars_of_the_type_are_asked_for(cast: Cast, kind: str, asked: set[str]) -> None:
    FACTS[Contract](cast.partnership).save()
    FACTS[InteractionEvent](cast.partnership, type_id="REC_JOINT_BODY").save()
    assert fields(cast.ngo_manager, {"type": kind, "partnership": str(cast.partnership)}) == asked


def test_types_named_in_the_form_exist() -> None:
    from partnerships.taxonomy import read_event_types

    assert {row["code"] for row in read_event_types()} >= WITH_AMOUNT | UNDER_CONTRACT


def test_without_javascript_a_type_comes_back_once_with_its_particulars_and_everything_typed(cast: Cast) -> None:
    given = typed(cast, "RES_SCOPE_CUT", note="Typed with care")
    back = send(cast.staff, given)
    assert (back.status_code, InteractionEvent.objects.count()) == (422, 0)
    page = back.content.decode()
    assert "asks for a little more" in page
    assert "Typed with care" in page
    assert 'name="amount"' in page
    assert 'name="details_of" value="RES_SCOPE_CUT"' in page
    send(cast.staff, given | {"details_of": "RES_SCOPE_CUT", "amount": "３万"})
    assert InteractionEvent.objects.get().amount == 30_000


def test_an_outcome_a_party_and_what_ends_are_recorded(cast: Cast) -> None:
    body = FACTS[InteractionEvent](cast.partnership, type_id="REC_JOINT_BODY")
    body.save()
    send(cast.staff, typed(cast, "RES_TERMINATION", details_of="RES_TERMINATION", outcome="none", party="both"))
    ended = InteractionEvent.objects.get(type="RES_TERMINATION")
    assert (ended.outcome, ended.party) == ("none", "both")
    send(cast.staff, typed(cast, "NET_EXIT", details_of="NET_EXIT", closes=body.pk))
    assert InteractionEvent.objects.get(type="NET_EXIT").closes == body


def test_what_holds_of_the_ngo_everywhere_is_recorded_on_the_ngo(cast: Cast) -> None:
    send(cast.ngo_manager, typed(cast, "CUL_CHARTER", details_of="CUL_CHARTER", everywhere="on"))
    event = InteractionEvent.objects.get()
    assert (event.partnership, event.organization) == (None, cast.ngo)


def test_a_missing_outcome_is_asked_for_beside_its_field(cast: Cast) -> None:
    response = send(cast.staff, typed(cast, "REC_PROPOSAL", details_of="REC_PROPOSAL"))
    assert response.status_code == 422
    assert response.context["form"].errors["outcome"]


def test_what_a_register_says_needs_the_document_and_stands_on_it(cast: Cast) -> None:
    given = typed(cast, "RES_SUBSIDY", details_of="RES_SUBSIDY")
    refused = send(cast.staff, given)
    assert "Attach the document" in str(refused.context["form"].errors["file"])
    send(cast.staff, given | {"file": pdf()})
    assert InteractionEvent.objects.get().verification == "single_doc"
    assert Document.objects.get().links.get().fact == InteractionEvent.objects.get()


def test_a_file_that_is_refused_leaves_no_event(cast: Cast) -> None:
    response = send(cast.staff, typed(cast, file=pdf(b"<html>")))
    assert (response.status_code, InteractionEvent.objects.count()) == (422, 0)


def test_a_check_while_typing_speaks_of_touched_fields_records_nothing_and_wants_no_file(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    given = typed(cast, "RES_SUBSIDY", occurred_on="2099-01-01", touched="type occurred_on")
    answer = browser.post(NEW, given, headers=HTMX).content.decode()
    assert "Attach the document" not in answer
    assert "asks for a little more" not in answer
    given = typed(cast, occurred_on="2099-01-01", touched="type occurred_on")
    assert "lies after the day" in browser.post(NEW, given, headers=HTMX).content.decode()
    assert not InteractionEvent.objects.exists()


def test_a_contract_of_another_partnership_is_no_choice(cast: Cast) -> None:
    foreign = FACTS[Contract](cast.street_partnership)
    foreign.save()
    FACTS[Contract](cast.partnership).save()
    given = typed(cast, "RES_SCOPE_CUT", details_of="RES_SCOPE_CUT", contract=foreign.pk)
    response = send(cast.staff, given)
    assert "contract" in response.context["form"].errors


def test_nobody_records_in_a_foreign_partnership_or_without_the_role(cast: Cast) -> None:
    for stranger in (cast.other_manager, cast.street_staff):
        assert send(stranger, typed(cast)).status_code == 422
        key = {"partnership-key": str(cast.partnership.pk)}
        assert send(stranger, typed(cast) | key).status_code == 422
        page = browser_of(stranger).get(f"{NEW}?partnership={cast.partnership.pk}").content.decode()
        assert "Gongyi" not in page
    assert browser_of(cast.analyst).get(NEW).status_code == 403
    assert browser_of(cast.analyst).post(NEW, typed(cast)).status_code == 403
    assert not InteractionEvent.objects.exists()


def test_the_page_of_a_partnership_leads_to_the_form_with_the_partnership_filled_in(cast: Cast) -> None:
    page = reverse("partnership-detail", args=[cast.partnership.pk])
    form = f'href="{NEW}?partnership={cast.partnership.pk}"'
    assert form in browser_of(cast.staff).get(page).content.decode()
    cast.analyst.grants.update(jurisdiction=cast.district)
    assert form not in browser_of(cast.analyst).get(page).content.decode()


def test_the_form_costs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = browser_of(cast.staff)
    browser.get(NEW)
    with django_assert_max_num_queries(8):
        browser.get(f"{NEW}?partnership={cast.partnership.pk}&type=RES_SCOPE_CUT")


def test_an_event_of_the_same_kind_and_day_is_pointed_out_and_no_other(cast: Cast) -> None:
    first = browser_of(cast.staff).post(NEW, typed(cast), follow=True).content.decode()
    assert "was on record already" not in first
    earlier = InteractionEvent.objects.get()
    again = browser_of(cast.staff).post(NEW, typed(cast, note="Once more"), follow=True).content.decode()
    assert "was on record already" in again
    assert f'href="{reverse("record-detail", args=["interactionevent", earlier.pk])}"' in again
    other_day = browser_of(cast.staff).post(NEW, typed(cast, occurred_on="-2"), follow=True).content.decode()
    assert "was on record already" not in other_day
