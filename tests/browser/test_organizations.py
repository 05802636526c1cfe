"""Entering an organization by its code, with the keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Organization
from tests.api.evidence import Both
from tests.browser.conftest import Open
from tests.cast import Cast

CODE = "52990101MJ00000174"


def test_staff_enter_an_organization_by_its_code_with_the_keyboard(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(reverse("organization-new"))
    expect(page.locator("#id_value")).to_be_focused()
    page.keyboard.type("52990101mj0000017")
    expect(page.locator("#reading")).to_contain_text("has 17 characters")
    page.keyboard.type("4")
    expect(page.locator("#reading")).to_contain_text("Civil affairs")
    expect(page.locator("#reading")).to_contain_text("Linjiang")
    page.keyboard.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.locator("#id_kind")).to_have_value("social_service")
    expect(page.locator("#id_another")).to_be_hidden()
    page.keyboard.type("阳光社工站")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("阳光社工站")
    assert Organization.objects.get(name="阳光社工站").identifiers.get().value == CODE


def test_a_similar_name_is_said_while_it_is_typed(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(reverse("organization-new") + f"?scheme=CN-USCC&value={CODE}")
    page.locator("#id_name").fill("共益社工服务中心")
    warning = page.locator("#id_name-problems")
    expect(warning.get_by_role("link", name=cast.ngo.name)).to_be_visible()
    page.locator("#id_another").check()
    expect(warning.get_by_role("link")).to_have_count(0)
    page.get_by_role("button", name="Record the organization").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共益社工服务中心")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_code_on_record_leads_to_its_organization(cast: Cast, both: Both, open_as: Open, javascript: bool) -> None:
    cast.ngo.identifiers.create(scheme="CN-USCC", value=CODE)
    page = open_as(cast.staff, javascript=javascript)
    page.goto(reverse("organization-new"))
    page.locator("#id_value").fill(CODE)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gongyi Social Work Centre")
    expect(page.get_by_role("status").first).to_contain_text("on record already")


def test_staff_merge_a_duplicate_and_undo_it(cast: Cast, both: Both, open_as: Open) -> None:
    double = Organization.objects.create(
        name="共益社工服务中心", sector="ngo", kind="social_service", jurisdiction=cast.district
    )
    page = open_as(cast.staff)
    page.goto(reverse("organization-detail", args=[cast.ngo.pk]))
    page.get_by_role("link", name="Merge with another").click()
    page.get_by_role("combobox", name="The other organization").fill("共益社工服务")
    page.get_by_role("option", name="共益社工服务中心").click()
    page.get_by_role("button", name="See what would move").click()
    expect(page.get_by_role("cell", name="共益社工服务中心")).to_be_visible()
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gongyi Social Work Centre")
    page.goto(reverse("organization-detail", args=[double.pk]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gongyi Social Work Centre")
    page.get_by_role("link", name="What moved, and undo").click()
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_role("link", name="共益社工服务中心").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("共益社工服务中心")


def test_a_network_is_drawn_around_one_and_a_sign_leads_to_the_next(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(reverse("network-detail", args=[both.bureau.network.pk]))
    drawing = page.locator("[data-network]")
    expect(drawing.locator("canvas")).to_be_visible()
    expect(drawing).to_have_attribute("aria-label", re.compile("in the middle"))
    page.locator("#id_centre").select_option(index=0)
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("centre="))
    page.get_by_role("link", name="The whole network").click()
    expect(page.get_by_role("heading", name="The whole network")).to_be_visible()


def test_without_javascript_the_table_stands_alone(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff, javascript=False)
    page.goto(reverse("network-detail", args=[both.bureau.network.pk]))
    expect(page.locator("figure.network")).to_be_hidden()
    expect(page.get_by_role("table", name="Organizations in the drawing")).to_be_visible()
