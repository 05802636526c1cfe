"""Invitations and second factors in a browser, by keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.api.evidence import Both
from tests.browser.conftest import Open
from tests.cast import PASSWORD, Cast


@pytest.fixture
def required(settings: Any) -> None:
    """An installation that asks for second factors."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Page]:
    """A browser nobody has used yet, at a name for which browsers allow security keys."""
    context = chromium.new_context(base_url=site.replace("127.0.0.1", "localhost"), locale="en-GB")
    yield context.new_page()
    context.close()


def type_in(page: Page, *texts: str) -> None:
    """Types into the fields one after the other, from the one that has the focus, and sends the form."""
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Signs in by keyboard: the first field has the focus."""
    page.goto("/sign-in/")
    type_in(page, name, password)


def confirm_password(page: Page) -> None:
    """Gives the password once more, where it is asked for."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it still you?")
    type_in(page, PASSWORD)


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_manager_invites_a_colleague_who_opens_an_account_and_signs_in(
    cast: Cast, both: Both, open_as: Open, visitor: Page
) -> None:
    manager = open_as(cast.ngo_manager)
    manager.locator(".account summary").click()
    manager.get_by_role("link", name="People").click()
    manager.get_by_role("link", name="Invite somebody").click()
    manager.get_by_role("button", name="Make the invitation").click()
    link = manager.get_by_role("textbox", name="Link").input_value()
    visitor.goto(link)
    expect(visitor.get_by_text("Gongyi Social Work Centre")).to_be_visible()
    visitor.keyboard.type("wang.wei")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type("王伟")
    visitor.get_by_label("Password").fill("eleven plum trees")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/sign-in/")
    expect(visitor.get_by_text("Your account is open")).to_be_visible()
    type_in(visitor, "wang.wei", "eleven plum trees")
    expect(visitor.locator(".account summary")).to_have_text("王伟")


def test_an_official_sets_up_an_app_before_anything_else_and_signs_in_with_it(
    cast: Cast, both: Both, open_as: Open, visitor: Page, required: None
) -> None:
    page = open_as(cast.staff)
    page.wait_for_url("**/second-factor/")
    page.goto(reverse("contract-list"))
    expect(page.get_by_text("Your role needs a second factor")).to_be_visible()
    page.get_by_role("link", name="Set up an authenticator app").click()
    confirm_password(page)
    expect(page.locator("img.code-square")).to_be_visible()
    secret = page.locator("code.long-code").inner_text()
    type_in(page, code(secret))
    expect(page.locator(".codes-of-recovery li")).to_have_count(10)
    spare = page.locator(".codes-of-recovery li").first.inner_text()
    page.get_by_role("link", name="I have kept them; go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Linjiang Civil Affairs Bureau")
    sign_in(visitor, "staff")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("The second step")
    type_in(visitor, spare)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Linjiang Civil Affairs Bureau")


def test_an_official_sets_up_a_security_key_and_signs_in_with_it(
    cast: Cast, both: Both, visitor: Page, required: None
) -> None:
    device = visitor.context.new_cdp_session(visitor)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False,
               "isUserVerified": False, "automaticPresenceSimulation": True}  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(visitor, "staff")
    visitor.get_by_role("link", name="Set up a security key").click()
    confirm_password(visitor)
    visitor.get_by_role("button", name="Set up the key").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    visitor.goto(reverse("home"))
    visitor.locator(".account summary").click()
    visitor.get_by_role("button", name="Sign out").click()
    sign_in(visitor, "staff")
    visitor.get_by_role("button", name="Use a security key").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Linjiang Civil Affairs Bureau")


def test_a_key_that_does_not_answer_is_told_on_the_page(cast: Cast, both: Both, visitor: Page) -> None:
    sign_in(visitor, "ngo_manager")
    visitor.goto(reverse("mfa_add_webauthn"))
    confirm_password(visitor)
    visitor.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no key')); }")
    visitor.get_by_role("button", name="Set up the key").click()
    expect(visitor.get_by_role("alert").get_by_text("The key was not read")).to_be_visible()


def test_a_closed_account_is_signed_out_while_at_work(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    cast.staff.is_active = False
    cast.staff.save()
    page.get_by_role("link", name="Organizations").click()
    page.wait_for_url("**/sign-in/**")
