"""What waits, settled by keyboard alone."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from partnerships.models import Request
from tests.browser.conftest import Open
from tests.cast import Cast
from tests.facts import FACTS


def _tab_to(page: Page, label: str) -> None:
    """Goes on with the Tab key until the link or button is reached."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.innerText")).startswith(label):
            return
    raise AssertionError(f"{label} cannot be reached with the Tab key")


def test_a_request_is_answered_from_the_list_by_keyboard_and_leaves_it(cast: Cast, open_as: Open) -> None:
    opened_on = timezone.localdate() - timedelta(days=4000)
    columns = {"subject": "Rooms", "answered_on": None, "answer": "", "answer_recorded_at": None}
    request = FACTS[Request](cast.partnership, opened_on=opened_on, **columns)
    request.save()
    page = open_as(cast.staff)
    page.goto(reverse("account"))
    expect(page.locator(".duty-mark")).to_contain_text("things wait")
    page.goto(reverse("todo"))
    _tab_to(page, "Answer")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/requests/{request.pk}/answer/")
    page.keyboard.press("Tab")
    page.locator("[name=answer]").focus()
    page.keyboard.type("You may use the hall.")
    _tab_to(page, "Record")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/request/**")
    page.goto(reverse("todo"))
    expect(page.get_by_text("Rooms")).to_have_count(0)


def test_a_calendar_address_is_made_and_read(cast: Cast, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(reverse("account"))
    page.get_by_role("button", name="Make a calendar address").click()
    address = page.get_by_label("Address of your calendar").input_value()
    path = address.partition("/calendar/")[1] + address.partition("/calendar/")[2]
    answer = page.request.get(path)
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
