"""A person's own account: language, reminders, calendar."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from partnerships.calendars import calendar_of
from partnerships.models import CalendarAddress, Change, Contract, Payment, Request, User
from partnerships.services.account import make_calendar_address
from tests.cast import Cast
from tests.facts import FACTS

TODAY = date(2026, 3, 18)


def browser_of(person: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def payment(cast: Cast) -> Payment:
    """An instalment of the bureau, due next week."""
    title = "居家养老服务项目，含助餐、助浴、助洁；以及为失能老人提供的康复护理与精神慰藉服务（第二个三年期）"
    contract = FACTS[Contract](cast.partnership, title=title, title_en="")
    contract.save()
    columns: dict[str, Any] = {"contract": contract, "paid_on": None, "amount_paid": None, "paid_recorded_at": None}
    payment = FACTS[Payment](cast.partnership, due_on=timezone.localdate() + timedelta(days=7), **columns)
    payment.save()
    assert isinstance(payment, Payment)
    return payment


def events_of(content: bytes) -> dict[str, Any]:
    """The events of a calendar, by the kind that begins their identifier."""
    calendar: Any = Calendar.from_ical(content)
    return {str(event["uid"]).partition("-")[0]: event for event in calendar.walk("VEVENT")}


def test_preferences_are_kept_and_pages_speak_the_language(cast: Cast) -> None:
    client = browser_of(cast.staff)
    response = client.post(reverse("account-preferences"), {"language": "zh-hans", "reminders": "daily"})
    assert response["Location"] == reverse("account")
    person = User.objects.get(pk=cast.staff.pk)
    assert (person.language, person.reminders) == ("zh-hans", "daily")
    assert "我的账号" in client.get(reverse("account")).content.decode()
    assert "我的账号" in browser_of(cast.staff).get(reverse("account")).content.decode()
    change = Change.objects.of(person).filter(act="update").latest("pk")
    assert (change.actor, change.columns["language"]) == (person, ["", "zh-hans"])


def test_a_browser_in_which_somebody_chose_another_language_keeps_it(cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(language="zh-hans")
    client = browser_of(cast.staff)
    client.cookies["django_language"] = "en"
    assert "My account" in client.get(reverse("account")).content.decode()


def test_the_switch_in_the_header_is_remembered(cast: Cast) -> None:
    browser_of(cast.staff).post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    assert User.objects.get(pk=cast.staff.pk).language == "zh-hans"
    browser_of(cast.staff).post(reverse("set_language"), {"language": "xx", "next": "/"})
    assert User.objects.get(pk=cast.staff.pk).language == "zh-hans"


def test_reminders_without_an_address_are_refused_and_the_choice_is_kept(cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(email="")
    response = browser_of(User.objects.get(pk=cast.staff.pk)).post(
        reverse("account-preferences"), {"language": "zh-hans", "reminders": "weekly"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "There is no mail address on your account" in html
    assert '<option value="zh-hans" selected>' in html
    assert User.objects.get(pk=cast.staff.pk).language == ""


def test_analysts_have_no_calendar(cast: Cast) -> None:
    assert "account/calendar" not in browser_of(cast.analyst).get(reverse("account")).content.decode()


def new_address(client: Client) -> str:
    """The path of a new calendar address, from the page that shows it."""
    html = client.post(reverse("account-calendar-new")).content.decode()
    return html.partition('value="http://127.0.0.1:8000')[2].partition('"')[0]


def test_a_calendar_is_read_without_signing_in_by_whoever_knows_its_address(payment: Payment, cast: Cast) -> None:
    client = browser_of(cast.staff)
    address = new_address(client)
    response = Client().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    event = events_of(response.content)["payment"]
    assert event["dtstart"].dt == payment.due_on
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
    assert str(event["uid"]) == f"payment-payment-{payment.pk}@127.0.0.1"
    assert payment.contract.title in str(event["description"])
    assert str(event["url"]).endswith(f"/contracts/{payment.contract_id}/#payment-{payment.pk}")


def test_the_address_is_shown_once_and_kept_as_a_digest(cast: Cast) -> None:
    client = browser_of(cast.staff)
    token = new_address(client).removeprefix("/calendar/").removesuffix(".ics")
    kept = CalendarAddress.objects.get(user=cast.staff)
    assert token not in kept.token_digest
    assert token not in client.get(reverse("account")).content.decode()
    assert Change.objects.of(kept).get().columns["token_digest"] == [None, None]


def test_a_new_address_ends_the_old_one_and_an_address_can_be_taken_away(cast: Cast) -> None:
    client = browser_of(cast.staff)
    old, new = new_address(client), new_address(client)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    client.post(reverse("account-calendar-remove"))
    assert Client().get(new).status_code == 404
    assert Client().get("/calendar/guess.ics").status_code == 404


def test_a_closed_account_has_no_calendar(cast: Cast) -> None:
    address = reverse("calendar-feed", args=[make_calendar_address(by=cast.staff)])
    assert Client().get(address).status_code == 200
    User.objects.filter(pk=cast.staff.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_calendar_shows_what_its_owner_may_see_now(payment: Payment, cast: Cast) -> None:
    address = reverse("calendar-feed", args=[make_calendar_address(by=cast.staff)])
    assert "payment" in events_of(Client().get(address).content)
    User.objects.filter(pk=cast.staff.pk).update(organization=cast.street_office)
    assert "payment" not in events_of(Client().get(address).content)


def test_managers_see_the_payments_they_wait_for(payment: Payment, cast: Cast) -> None:
    found = events_of(calendar_of(cast.ngo_manager, timezone.localdate()))
    assert str(found["expected"]["summary"]) == "Payments expected: First instalment"
    assert "payment" not in found
    assert "expected" not in events_of(calendar_of(cast.other_manager, timezone.localdate()))


def test_lines_are_folded_within_75_bytes_and_chinese_survives(payment: Payment, cast: Cast) -> None:
    content = calendar_of(cast.staff, timezone.localdate())
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert payment.contract.title in str(events_of(content)["payment"]["description"])


def test_an_event_keeps_its_identifier_and_leaves_when_it_is_settled(payment: Payment, cast: Cast) -> None:
    before = events_of(calendar_of(cast.staff, timezone.localdate()))["payment"]
    Payment.objects.update(due_on=payment.due_on + timedelta(days=3))
    after = events_of(calendar_of(cast.staff, timezone.localdate()))["payment"]
    assert before["uid"] == after["uid"]
    assert before["dtstart"].dt != after["dtstart"].dt
    Payment.objects.update(paid_on=TODAY, amount_paid=1, paid_recorded_at=timezone.now())
    assert "payment" not in events_of(calendar_of(cast.staff, timezone.localdate()))


def test_a_request_stands_on_the_last_day_for_its_answer(cast: Cast) -> None:
    FACTS[Request](cast.partnership, opened_on=TODAY, answered_on=None, answer="", answer_recorded_at=None).save()
    assert events_of(calendar_of(cast.staff, TODAY))["request"]["dtstart"].dt == date(2026, 4, 8)
