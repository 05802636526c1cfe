"""Recording an event by the keyboard alone, with and without JavaScript, and what both sides then do with it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from partnerships.models import InteractionEvent, Partnership
from tests.browser.conftest import Open
from tests.browser.keyboard import Keyboard
from tests.cast import Cast

NEW = "/events/new/"
SECONDS = 15


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def second(cast: Cast) -> Partnership:
    """A second partnership of the bureau, so that one has to be chosen."""
    return Partnership.objects.create(government=cast.bureau, ngo=cast.other_ngo)


def recorded(page: Page) -> InteractionEvent:
    """The event whose page is shown."""
    page.wait_for_url(re.compile(r"/records/interactionevent/\d+/$"))
    return InteractionEvent.objects.get(pk=page.url.rstrip("/").split("/")[-1])


@pytest.mark.parametrize(("language", "what"), [("en-GB", "visit"), ("zh-CN", "走访")])
def test_an_event_is_recorded_in_under_fifteen_seconds_by_the_keyboard_alone(
    cast: Cast, second: Partnership, open_as: Open, language: str, what: str
) -> None:
    page = open_as(cast.staff, language=language)
    page.goto(NEW)
    keyboard = Keyboard(page)
    keyboard.type("gongyi")
    expect(page.get_by_role("option")).to_have_count(1)
    keyboard.press("Tab")
    keyboard.type(what)
    keyboard.press("Tab")
    keyboard.type("-1")
    keyboard.press("Enter")
    event = recorded(page)
    print(f"{keyboard.seconds:.1f} seconds, {keyboard.keys} keystrokes")
    assert keyboard.seconds < SECONDS
    assert (event.partnership, event.type_id) == (cast.partnership, "CUL_OFFICIAL_VISIT")


def test_with_the_partnership_given_a_word_and_two_keys_are_enough(
    cast: Cast, second: Partnership, open_as: Open
) -> None:
    page = open_as(cast.staff)
    page.goto(f"{NEW}?partnership={second.pk}")
    keyboard = Keyboard(page)
    keyboard.type("visit")
    keyboard.press("Enter", "Enter")
    assert recorded(page).partnership == second
    print(f"{keyboard.seconds:.1f} seconds, {keyboard.keys} keystrokes")
    assert keyboard.seconds < SECONDS


def test_the_list_of_choices_is_moved_through_closed_and_announced(
    cast: Cast, second: Partnership, open_as: Open
) -> None:
    page = open_as(cast.staff)
    page.goto(NEW)
    who = page.get_by_role("combobox", name="Who")
    expect(who).to_be_focused()
    page.keyboard.type("linjiang")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(who).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    active = who.get_attribute("aria-activedescendant")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("id", active or "")
    page.keyboard.press("Escape")
    expect(who).to_have_attribute("aria-expanded", "false")
    page.keyboard.type(" nothing")
    expect(page.get_by_text("Nothing fits.")).to_be_visible()


def test_particulars_come_up_with_the_type_and_what_was_typed_survives_a_reload(
    cast: Cast, second: Partnership, open_as: Open
) -> None:
    page = open_as(cast.staff)
    page.goto(f"{NEW}?partnership={cast.partnership.pk}")
    page.keyboard.type("scope changed")
    page.keyboard.press("Tab")
    page.get_by_label("Amount").fill("12万")
    page.get_by_label("Note").fill("Typed with care")
    page.get_by_label("Note").press("Tab")
    page.reload()
    expect(page.get_by_text("What you typed here before is back.")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("Typed with care")
    expect(page.get_by_role("combobox", name="What happened")).to_have_value(re.compile("scope"))
    expect(page.get_by_label("Amount")).to_have_value("12万")
    page.get_by_role("button", name="Record").click()
    assert recorded(page).amount == 120_000


def test_without_javascript_names_are_typed_and_the_form_comes_back_with_what_is_missing(
    cast: Cast, second: Partnership, open_as: Open
) -> None:
    page = open_as(cast.staff, javascript=False)
    page.goto(NEW)
    page.get_by_label("Who").fill("gongyi")
    page.get_by_label("What happened").select_option("REC_PROPOSAL")
    page.get_by_role("button", name="Record").click()
    page.get_by_label("Outcome").select_option("adopted")
    page.get_by_role("button", name="Record").click()
    event = recorded(page)
    assert (event.partnership, event.outcome) == (cast.partnership, "adopted")


def test_the_ngo_submits_the_body_confirms_with_one_press(cast: Cast, open_as: Open) -> None:
    page = open_as(cast.ngo_manager)
    page.goto(NEW)
    page.keyboard.type("policy theme")
    page.keyboard.press("Tab")
    page.get_by_label("File").set_input_files(
        {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 minutes"}
    )
    page.get_by_role("button", name="Record").click()
    event = recorded(page)
    expect(page.locator(".notice.attention")).to_contain_text("Waiting for the other side")
    official = open_as(cast.staff)
    official.goto(reverse("record-detail", args=["interactionevent", event.pk]))
    with official.expect_download() as taken:
        official.get_by_role("link", name="minutes.pdf").click()
    assert Path(taken.value.path()).read_bytes() == b"%PDF-1.7 minutes"
    official.get_by_role("button", name="Confirm").click()
    expect(official.get_by_text("Both sides stand behind the entry now.")).to_be_visible()
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Waiting for the other side")


def test_an_entry_is_contested_and_ruled_on(cast: Cast, open_as: Open) -> None:
    event = InteractionEvent.objects.create(
        partnership=cast.partnership, type_id="RES_SCOPE_CUT", occurred_on="2025-04-02", verification="single",
        recorded_side="gov", recorded_by=cast.staff,
    )  # fmt: skip
    address = reverse("record-detail", args=["interactionevent", event.pk])
    manager = open_as(cast.ngo_manager)
    manager.goto(address)
    manager.get_by_role("link", name="Contest").click()
    manager.get_by_label("Grounds").fill("We agreed to it")
    manager.get_by_role("button", name="Contest").click()
    expect(manager.locator("main")).to_contain_text("The ruling is due by")
    judge = open_as(cast.administrator)
    judge.goto(address)
    judge.get_by_role("link", name="Rule on the objection").click()
    judge.get_by_label("Ruling").select_option("upheld")
    judge.get_by_label("Reasons").fill("The minutes agree")
    judge.get_by_role("button", name="Record the ruling").click()
    expect(judge.locator("main")).to_contain_text("upheld: the fact is voided")


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of, but for two things that are as they should be.

    A form that comes back with HTTP 422 is an answer, and a check on its way is given up when the page is left.
    """
    return _Complaints()


class _Complaints(list[str]):
    def append(self, complaint: str) -> None:
        """Notes the complaint."""
        expected = "422" in complaint or complaint.endswith(NEW) or complaint.startswith("htmx:")
        if not expected:
            super().append(complaint)
