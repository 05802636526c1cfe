"""Contracts in a browser: entered by the keyboard alone, changed by two people at once, ended and confirmed."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from partnerships.models import Contract
from partnerships.services.corrections import correct_contract
from tests.api.evidence import Both
from tests.browser.conftest import Open
from tests.browser.keyboard import Keyboard
from tests.browser.test_accessibility import violations
from tests.cast import Cast

NEW = "/contracts/new/"
SECONDS = 60
OPTIONS = ".combobox-list [role=option]"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def recorded(page: Page) -> Contract:
    """The contract whose page is shown."""
    page.wait_for_url(re.compile(r"/contracts/\d+/(#\w+)?$"))
    return Contract.objects.get(pk=page.url.split("#")[0].rstrip("/").split("/")[-1])


def fill_in(keyboard: Keyboard, title: str = "Day care for elders") -> None:
    """The fields of a contract of 2026 from the NGO on, by the keyboard; ends in the value."""
    keyboard.type("gongyi")
    expect(keyboard.page.locator(OPTIONS)).to_have_count(1)
    keyboard.press("Tab")
    keyboard.type(title)
    keyboard.press("Tab")
    keyboard.type("HT-2026-01")
    keyboard.press("Tab")
    keyboard.type("op")  # open tender
    keyboard.press("Tab")
    for day in ("20260105", "20260110", "20261231"):
        keyboard.type(day)
        keyboard.press("Tab")
    keyboard.type("28")
    keyboard.page.keyboard.insert_text("万")
    keyboard.keys += 1


def test_a_contract_is_recorded_in_under_a_minute_by_the_keyboard_alone(cast: Cast, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(NEW)
    keyboard = Keyboard(page)
    fill_in(keyboard)
    keyboard.press("Enter")
    contract = recorded(page)
    print(f"{keyboard.seconds:.1f} seconds, {keyboard.keys} keystrokes")
    assert keyboard.seconds < SECONDS
    assert (contract.partnership, contract.method, contract.value) == (cast.partnership, "open_tender", 280_000)
    assert (str(contract.signed_on), str(contract.starts_on), str(contract.ends_on)) == (
        "2026-01-05",
        "2026-01-10",
        "2026-12-31",
    )


def test_a_schedule_of_payments_is_typed_in_the_same_form(cast: Cast, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(NEW)
    keyboard = Keyboard(page, keys_a_second=25)
    fill_in(keyboard)
    page.locator("#id_schedule-0-stage").focus()
    for stage, day, amount in (("f", "20260115", "140000"), ("i", "20260701", "70000"), ("b", "20261231", "70000")):
        keyboard.type(stage)
        keyboard.press("Tab")
        keyboard.type(day)
        keyboard.press("Tab")
        keyboard.type(amount)
        keyboard.press("Tab")
    keyboard.press("Enter")  # on “One more instalment”
    expect(page.locator("#id_schedule-3-stage")).to_be_focused()
    page.locator("#id_schedule-2-amount_due").focus()
    keyboard.press("Enter")
    assert recorded(page).payments.count() == 3
    print(f"with a schedule: {keyboard.keys} keystrokes")


def test_what_was_typed_comes_back_when_the_page_was_left(cast: Cast, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(NEW)
    page.locator("#id_title").fill("Day care")
    page.get_by_role("button", name="One more instalment").click()
    page.locator("#id_schedule-3-amount_due").fill("70000")
    page.reload()
    expect(page.locator("#id_title")).to_have_value("Day care")
    expect(page.locator("#id_schedule-3-amount_due")).to_have_value("70000")
    expect(page.locator(".draft-notice")).to_be_visible()


def test_without_javascript_a_contract_is_recorded_too(cast: Cast, open_as: Open) -> None:
    page = open_as(cast.staff, javascript=False)
    page.goto(NEW)
    page.locator("#id_ngo").fill("Gongyi")
    page.locator("#id_title").fill("Day care")
    page.locator("#id_method").select_option("direct_below_threshold")
    for field, day in (("signed_on", "2026-01-05"), ("starts_on", "2026-01-10"), ("ends_on", "2026-12-31")):
        page.locator(f"#id_{field}").fill(day)
    page.get_by_role("button", name="One more instalment").click()
    expect(page.locator("#id_schedule-3-stage")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Day care")
    page.locator("#id_title").press("Enter")
    assert recorded(page).title == "Day care"


def test_a_likely_duplicate_is_warned_of_while_somebody_types(
    cast: Cast, both: Both, open_as: Open, complaints: list[str]
) -> None:
    page = open_as(cast.staff)
    page.goto(NEW)
    box = page.get_by_label("It is another contract")
    expect(box).not_to_be_visible()
    keyboard = Keyboard(page)
    keyboard.type("gongyi")
    expect(page.locator(OPTIONS)).to_have_count(1)
    keyboard.press("Tab")
    page.locator("#id_title").fill("Home care, entered again")
    page.locator("#id_number").fill(both.bureau.contract.number)
    page.locator("#id_method").select_option("open_tender")
    for field, day in (("signed_on", "2025-01-10"), ("starts_on", "2025-02-01"), ("ends_on", "2025-12-31")):
        page.locator(f"#id_{field}").fill(day)
    page.locator("#id_value").fill("25万")
    expect(page.get_by_text("This is probably on record already")).to_be_visible()
    expect(page.get_by_role("link", name=str(both.bureau.contract))).to_be_visible()
    page.locator("#id_value").press("Enter")
    expect(box).to_be_visible()
    complaints.clear()  # the refusal answers with 422
    box.check()
    page.get_by_role("button", name="Record the contract").click()
    assert recorded(page).title == "Home care, entered again"


def own_contract(cast: Cast, both: Both) -> Contract:
    """The bureau's contract, entered by its own staff."""
    Contract.objects.filter(pk=both.bureau.contract.pk).update(recorded_by=cast.staff)
    return Contract.objects.get(pk=both.bureau.contract.pk)


@pytest.mark.parametrize("goes_on", ["mine", "theirs"])
def test_two_people_change_one_contract_and_neither_loses_a_word(
    cast: Cast, both: Both, open_as: Open, complaints: list[str], goes_on: str
) -> None:
    contract = own_contract(cast, both)
    first, second = open_as(cast.staff), open_as(cast.staff)
    for page in (first, second):
        page.goto(reverse("contract-correct", args=[contract.pk]))
    first.locator("#id_number").fill("HT-FIRST")
    first.locator("#id_reason").fill("The number of the first")
    first.get_by_role("button", name="Record the correction").click()
    theirs = recorded(first)
    second.locator("#id_number").fill("HT-SECOND")
    second.locator("#id_reason").fill("The number of the second")
    expect(second.locator("#form-problems")).to_contain_text("Somebody else has changed this contract")
    second.get_by_role("button", name="Record the correction").click()
    expect(second.locator("#theirs")).to_contain_text("HT-FIRST")
    expect(second.locator("#theirs")).to_contain_text("Linjiang Civil Affairs Bureau")
    expect(second.locator("#yours")).to_contain_text("HT-SECOND")
    assert violations(second) == []
    complaints.clear()  # the conflict answers with 409
    if goes_on == "theirs":
        second.get_by_role("link", name="Take theirs").click()
        assert recorded(second) == theirs
        return
    second.get_by_role("button", name="Go on with mine").click()
    last = recorded(second)
    assert (last.number, last.corrects) == ("HT-SECOND", theirs)
    second.get_by_role("link", name="The earlier record").click()
    expect(second.locator("main")).to_contain_text("HT-FIRST")


def test_a_button_pressed_twice_is_no_conflict_with_oneself(cast: Cast, both: Both, open_as: Open) -> None:
    contract = own_contract(cast, both)
    page = open_as(cast.staff)
    page.goto(reverse("contract-correct", args=[contract.pk]))
    page.locator("#id_number").fill("HT-9")
    page.locator("#id_reason").fill("A slip")
    page.get_by_role("button", name="Record the correction").dblclick()
    assert recorded(page).number == "HT-9"
    assert Contract.objects.filter(number="HT-9").count() == 1


def test_a_draft_on_an_older_version_is_not_written_over_what_came_since(
    cast: Cast, both: Both, open_as: Open, complaints: list[str]
) -> None:
    contract = own_contract(cast, both)
    page = open_as(cast.staff)
    page.goto(reverse("contract-correct", args=[contract.pk]))
    page.locator("#id_number").fill("HT-DRAFT")
    page.locator("#id_reason").fill("Typed yesterday")
    page.goto("/")
    contract.payments.update(amount_due=7)
    page.goto(reverse("contract-correct", args=[contract.pk]))
    expect(page.locator("#id_number")).to_have_value("HT-DRAFT")
    page.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_role("heading", name="Two versions")).to_be_visible()
    complaints.clear()  # the conflict answers with 409


def test_one_side_ends_a_contract_and_the_other_confirms_it(cast: Cast, both: Both, open_as: Open) -> None:
    contract = both.bureau.contract
    page = open_as(cast.staff)
    page.goto(reverse("contract-detail", args=[contract.pk]))
    page.get_by_role("link", name="End early").click()
    page.locator("#id_terminated_on").fill("2025-07-01")
    page.locator("#id_party").select_option("government")
    page.locator("#id_fault").select_option("none")
    page.locator("#id_reason").fill("The budget was cut")
    page.get_by_role("button", name="End the contract").click()
    assert recorded(page).termination_verification == "single"
    ended = page.locator("#ended")
    expect(ended).to_contain_text("The budget was cut")
    expect(ended).to_contain_text("one side, no document")
    manager = open_as(cast.ngo_manager)
    manager.goto(reverse("contract-detail", args=[contract.pk]))
    manager.get_by_role("link", name="Confirm the ending").click()
    expect(manager.locator("main")).to_contain_text("The budget was cut")
    manager.get_by_role("button", name="Confirm the ending").click()
    assert recorded(manager).ending_verification == "dual"
    expect(manager.locator("#ended")).to_contain_text("confirmed by both sides")


def test_the_old_address_of_a_corrected_contract_leads_on(cast: Cast, both: Both, open_as: Open) -> None:
    contract = own_contract(cast, both)
    corrected = correct_contract(by=cast.staff, contract=contract, changes={"number": "HT-9"}, reason="A slip")
    page = open_as(cast.staff)
    page.goto(reverse("contract-detail", args=[contract.pk]))
    page.get_by_role("link", name="The contract as it stands now").click()
    assert recorded(page) == corrected
