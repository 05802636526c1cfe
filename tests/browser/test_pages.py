"""What people do in a browser, role by role."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from partnerships.models import Partnership, Role, SurveyAnswer, SurveyResult, SurveyRound, User
from tests.api.evidence import AS_OF, Both
from tests.api.judgements import judge, run_known_at
from tests.browser.conftest import Open
from tests.cast import Cast
from tests.trust.contracts_of_today import contractual_partnership, next_version
from trust.models import RatingRound, RatingTask
from trust.services import assess_partnerships
from trust.services.methodology_drafts import submit_draft
from trust.services.studies import study_robustness


def profile_address(both: Both) -> str:
    """The page of the partnership that staff and the manager of the NGO see."""
    return reverse("partnership-detail", args=[both.bureau.partnership.pk])


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("staff", "Linjiang Civil Affairs Bureau"),
        ("ngo_manager", "Gongyi Social Work Centre"),
        ("analyst", "Data catalogue"),
        ("administrator", "All partnerships"),
    ],
)
def test_each_role_signs_in_to_its_own_home_and_out_again(
    cast: Cast, both: Both, open_as: Open, role: str, heading: str
) -> None:
    page = open_as(cast.per_role()[role])
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_manager_opens_the_profile_and_the_facts_behind_an_indicator(cast: Cast, both: Both, open_as: Open) -> None:
    assess_partnerships(by=None, partnerships=[both.bureau.partnership.pk], as_of=AS_OF)
    page = open_as(cast.ngo_manager)
    page.get_by_role("link", name="Linjiang Civil Affairs Bureau", exact=True).last.click()
    expect(page.locator("#stage-history canvas")).to_be_visible()
    page.get_by_text("The indicators behind “Resources”").first.click()
    page.get_by_role("row", name=re.compile("Payment timeliness")).get_by_role("link", name=re.compile("fact")).click()
    facts = page.locator("#evidence-resources")
    expect(facts).to_contain_text("33 days late")
    facts.get_by_role("link", name="First instalment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Home care")
    page.go_back()
    expect(page.locator("#stage-history canvas")).to_be_visible()


def test_whoever_is_no_longer_signed_in_is_sent_to_sign_in(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(profile_address(both))
    page.get_by_text("The indicators behind “Resources”").first.click()
    page.context.clear_cookies()
    page.get_by_role("row", name=re.compile("Payment timeliness")).get_by_role("link", name=re.compile("fact")).click()
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_everything_can_be_read_without_javascript(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff, javascript=False)
    page.goto(profile_address(both))
    expect(page.locator("#stage-history")).not_to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Contractual trust June 2025"))).to_be_visible()
    page.get_by_text("The indicators behind “Resources”").first.click()
    page.get_by_role("row", name=re.compile("Payment timeliness")).get_by_role("link", name=re.compile("fact")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment timeliness")
    expect(page.locator("main")).to_contain_text("33 days late")


def test_filters_left_open_stay_out_of_the_address(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(reverse("organization-list"))
    page.locator("#filter-q").fill("gongyi")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q=gongyi$"))
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_tab_key_reaches_the_content_first(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_on_paper_there_is_no_navigation_and_nothing_is_folded(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(profile_address(both))
    indicator = page.get_by_text("Payment timeliness", exact=False).first
    expect(indicator).not_to_be_visible()
    page.emulate_media(media="print")
    expect(indicator).to_be_visible()
    expect(page.locator(".site-nav")).not_to_be_visible()


ACCOUNT_PAGES = (
    "person-list",
    "invitation-list",
    "invitation-new",
    "account",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "usersessions_list",
)


def surveyed(partnership: Partnership) -> SurveyRound:
    """A round that waits for the body's answer, after one that was released; and what was told of a year."""
    day, rounds = timezone.localdate(), []
    for opened_on, released_at in ((day - timedelta(days=400), timezone.now()), (day, None)):
        rounds.append(
            SurveyRound.objects.create(
                partnership=partnership,
                questionnaire="2026.1",
                opened_on=opened_on,
                answer_by=opened_on + timedelta(days=30),
                released_at=released_at,
            )
        )
    for side, scores in (("ngo", [4, 2, 3, 1, None, 2, 4]), ("gov", [4, 5, 4, 4, 3, 4, 5])):
        SurveyAnswer.objects.create(round=rounds[0], side=side, scores=scores)
    SurveyResult.objects.create(
        body=partnership.government, year=day.year - 1, questionnaire="2026.1", ngos=6, means=[2, 3, None, 4, 3, 3, 3]
    )
    return rounds[1]


def method_addresses(both: Both) -> list[str]:
    """Pages on which the method is changed and studied: a draft that moves somebody, a case to rate.

    The preview runs in this process as soon as the draft is on record.
    """
    administrator = User.objects.get(role=Role.ADMINISTRATOR)
    contractual_partnership(both.street.partnership)
    source = next_version(("resources_floor = 0.45", "resources_floor = 0.99"))
    draft = submit_draft(by=administrator, source=source, purpose="The panel asks for it.")
    study_robustness(by=None, runs=1)
    opened = RatingRound.objects.create(purpose="Panel", as_of=AS_OF, opened_by=administrator, seed=1)
    task = RatingTask.objects.create(
        round=opened, expert=administrator, partnership=both.bureau.partnership, position=1
    )
    return [
        reverse("methodology-card"),
        reverse("rating-case", args=[task.pk]),
        reverse("methodology-draft-new"),
        reverse("methodology-draft", args=[draft.pk]),
    ]


def every_address(both: Both) -> list[str]:
    """One address of every kind of page."""
    partnership, contract = both.bureau.partnership, both.bureau.contract
    surveyed(partnership)
    anew = judge(run_known_at(timezone.now()), partnership, AS_OF)
    return [
        reverse("home"),
        reverse("todo"),
        reverse("account"),
        reverse("api-token-list"),
        reverse("api:reference"),
        reverse("record-history", args=["contract", contract.pk]),
        reverse("organization-list"),
        reverse("partnership-list"),
        reverse("dashboards"),
        *(reverse(f"dashboard-{name}") for name in ("groups", "time", "cohorts", "rates")),
        reverse("data"),
        reverse("live-link", args=["contract"]) + "?method=venture&method=entrusted&signed_from=2020-01-01",
        reverse("webhooks"),
        reverse("contract-list"),
        reverse("event-list"),
        reverse("network-list"),
        reverse("payment-list"),
        reverse("request-list"),
        reverse("search") + "?q=养老",
        reverse("methodology"),
        reverse("methodology-events"),
        reverse("methodology-numbers"),
        reverse("methodology-indicator", args=["R3"]),
        *method_addresses(both),
        reverse("saved-view-new", args=["contract-list"]) + "?q=care",
        reverse("organization-detail", args=[partnership.ngo_id]),
        reverse("organization-detail", args=[partnership.government_id]),
        reverse("organization-conduct", args=[partnership.government_id]),
        profile_address(both),
        reverse("partnership-surveys", args=[partnership.pk]),
        f"{reverse('survey-new')}?partnership={partnership.pk}",
        reverse("partnership-assessments", args=[partnership.pk]),
        reverse("partnership-assessment-reasons", args=[partnership.pk, anew.pk]),
        reverse("partnership-conduct", args=[partnership.pk, "delay"]),
        reverse("partnership-prospects", args=[partnership.pk]),
        reverse("partnership-what-if", args=[partnership.pk]) + "?fact=joint_plan&fact=partner",
        reverse("hearing", args=[partnership.pk]),
        reverse("override-new", args=[partnership.pk]),
        reverse("indicator-evidence", args=[partnership.pk, "R3"]),
        reverse("condition-evidence", args=[partnership.pk, "gov_paid"]),
        reverse("contract-detail", args=[contract.pk]),
        f"{reverse('contract-new')}?partnership={partnership.pk}",
        *(
            reverse(f"contract-{act}", args=[contract.pk])
            for act in ("amend", "renew", "correct", "terminate", "close")
        ),
        *(reverse(f"{part}-new", args=[contract.pk]) for part in ("milestone", "payment", "evaluation")),
        reverse("milestone-reach", args=[contract.milestones.get().pk]),
        reverse("record-detail", args=["interactionevent", both.bureau.event.pk]),
        f"{reverse('event-new')}?partnership={partnership.pk}&type=RES_SCOPE_CUT",
        f"{reverse('request-new')}?partnership={partnership.pk}",
        reverse("record-contest", args=["interactionevent", both.bureau.event.pk]),
        reverse("document-attach", args=["interactionevent", both.bureau.event.pk]),
        reverse("record-void", args=["interactionevent", both.bureau.event.pk]),
        reverse("request-answer", args=[both.bureau.request.pk]),
        reverse("organization-new"),
        reverse("organization-merge", args=[partnership.ngo_id]),
        reverse("succession-new", args=[partnership.government_id]),
        reverse("network-detail", args=[both.bureau.network.pk]),
        reverse("network-new"),
        reverse("tie-new", args=[partnership.ngo_id]),
        reverse("organization-new") + "?scheme=CN-USCC&value=52990101MJ00000174",
        reverse("organization-edit", args=[partnership.ngo_id]),
        reverse("standing-new", args=[partnership.ngo_id]),
        reverse("finance-new", args=[partnership.ngo_id]),
        *(reverse(name) for name in ACCOUNT_PAGES),
    ]


def test_the_language_is_switched_in_place_and_kept(cast: Cast, both: Both, open_as: Open) -> None:
    page: Page = open_as(cast.staff)
    page.goto(profile_address(both))
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url(re.compile(profile_address(both) + "$"))
    page.goto(reverse("home"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_slash_key_searches_everything_by_keyboard_in_chinese(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.keyboard.press("/")
    page.keyboard.insert_text("会工作")
    suggestion = page.locator("#search-suggestions li a").first
    expect(suggestion).to_have_text("Gongyi Social Work Centre")
    page.keyboard.press("ArrowDown")
    expect(suggestion).to_be_focused()
    page.keyboard.press("Escape")
    expect(suggestion).not_to_be_attached()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search results for “会工作”")
    page.locator("main").get_by_role("link", name="Gongyi Social Work Centre").click()
    page.wait_for_url(f"**{reverse('organization-detail', args=[cast.ngo.pk])}")


def test_an_identifier_typed_into_the_search_leads_straight_to_its_organization(
    cast: Cast, both: Both, open_as: Open
) -> None:
    page = open_as(cast.staff, javascript=False)
    page.locator(".site-search input").fill(f"ngo-{cast.ngo.pk}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('organization-detail', args=[cast.ngo.pk])}")


def test_a_list_is_sorted_narrowed_and_downloaded_as_it_stands(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.staff)
    page.goto(reverse("contract-list"))
    page.get_by_role("link", name="Value").click()
    page.wait_for_url("**/contracts/?ordering=-value")
    page.locator("summary", has_text="Columns").click()
    page.get_by_role("checkbox", name="Number", exact=True).uncheck()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**ordering=-value&columns=title*")
    expect(page.locator("thead th")).not_to_contain_text(["Number"])
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text("utf-8-sig").startswith("Title,Government body,")
    page.get_by_role("link", name="Save this view").click()
    page.get_by_label("Name of the view").fill("By value")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contracts/?ordering=-value*")
    expect(page.locator(".views").get_by_role("link", name="By value")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Remove the name “By value”").click()
    expect(page.locator(".views")).not_to_contain_text("By value")
