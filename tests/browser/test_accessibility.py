"""axe finds nothing on any page (WCAG 2.2, levels A and AA)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from tests.api.evidence import AS_OF, Both
from tests.browser.conftest import Open
from tests.browser.test_pages import every_address, profile_address
from tests.cast import Cast
from trust.services import assess_partnerships

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds on the page, with everything unfolded: rule and element."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make install-dev.")
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_axe_finds_nothing_on_any_page(cast: Cast, both: Both, open_as: Open, width: str) -> None:
    assess_partnerships(by=None, partnerships=[both.bureau.partnership.pk], as_of=AS_OF)
    page = open_as(cast.administrator, width=width)
    found = []
    addresses = every_address(both)
    for address in addresses if width == "desk" else [reverse("contract-list"), profile_address(both)]:
        page.goto(address)
        found += [f"{address} {each}" for each in violations(page)]
    page.context.clear_cookies()
    for name in ("sign-in", "account_reset_password", "account_reset_password_done", "account_inactive"):
        page.goto(reverse(name))
        found += [f"{name} {each}" for each in violations(page)]
    assert found == []
