"""axe finds nothing on any page (WCAG 2.2, levels A and AA), and every page fits every screen."""

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.api.evidence import AS_OF, Both
from tests.browser.conftest import WIDTHS, Open
from tests.browser.test_pages import every_address, profile_address, surveyed
from tests.cast import Cast
from trust.services import assess_partnerships

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds on the page, with everything unfolded: rule and element."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def is_too_wide(page: Page, width: int) -> bool:
    """Whether a window of the width has to be scrolled sideways, once the drawings have followed it."""
    page.set_viewport_size({"width": width, "height": 900})
    until = time.monotonic() + PATIENCE
    while too_wide := page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        if time.monotonic() > until:
            break
        page.wait_for_timeout(50)
    return bool(too_wide)


PATIENCE = 3  # seconds
PARTS = 3  # so that two cores share the pages


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make install-dev.")
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_no_page_complains_or_is_wider_than_the_screen_and_axe_finds_nothing(
    cast: Cast, both: Both, open_as: Open, language: str, part: int
) -> None:
    assess_partnerships(by=None, partnerships=[both.bureau.partnership.pk], as_of=AS_OF)
    page = open_as(cast.administrator, language=language)
    found = []
    for address in every_address(both)[part::PARTS]:
        page.goto(address)
        found += [f"{address} {each}" for each in violations(page)]
        found += [f"{address} at {width}" for width in reversed(WIDTHS.values()) if is_too_wide(page, width)]
    assert found == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make install-dev.")
def test_axe_finds_nothing_on_a_phone_nor_before_one_has_signed_in(cast: Cast, both: Both, open_as: Open) -> None:
    assess_partnerships(by=None, partnerships=[both.bureau.partnership.pk], as_of=AS_OF)
    page = open_as(cast.administrator, width="phone")
    found = []
    for address in (reverse("contract-list"), profile_address(both)):
        page.goto(address)
        found += [f"{address} {each}" for each in violations(page)]
    page.context.clear_cookies()
    for name in ("sign-in", "account_reset_password", "account_reset_password_done", "account_inactive"):
        page.goto(reverse(name))
        found += [f"{name} {each}" for each in violations(page)]
    assert found == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make install-dev.")
def test_one_side_answers_the_survey_and_axe_finds_nothing_on_its_pages(cast: Cast, both: Both, open_as: Open) -> None:
    asked = surveyed(both.bureau.partnership)
    page = open_as(cast.staff, width="phone")
    page.goto(reverse("survey-answer", args=[asked.pk]))
    found = [*violations(page), *(each for each in WIDTHS.values() if is_too_wide(page, each))]
    for statement in page.locator("fieldset").all():
        statement.get_by_label("agree", exact=True).check()
    page.get_by_role("button", name="Give this answer").click()
    expect(page.get_by_text("Your side answered on")).to_be_visible()
    found += [*violations(page), *(each for each in WIDTHS.values() if is_too_wide(page, each))]
    assert found == []
