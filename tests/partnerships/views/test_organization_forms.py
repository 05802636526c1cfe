"""Forms of organizations: entering one by its number, changing it, and what registers say of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import AnnualFinance, Organization, OrganizationIdentifier, Standing, User
from partnerships.services.organizations import add_identifier
from tests.cast import Cast

CODE = "52990101MJ00000174"
TYPING = {"HX-Request": "true"}
NEW = reverse("organization-new")


def browser_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def given(**changed: object) -> dict[str, object]:
    """What the form of a new organization sends."""
    return {
        "scheme": "CN-USCC",
        "value": CODE,
        "name": "阳光社工站",
        "sector": "ngo",
        "kind": "social_service",
        "jurisdiction": "Linjiang",
    } | changed


def test_while_a_code_is_typed_the_page_says_what_it_says_or_what_is_wrong(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    said = browser.get(NEW, {"scheme": "CN-USCC", "value": CODE.lower()}, headers=TYPING).content.decode()
    assert "Civil affairs" in said
    assert "Linjiang" in said
    wrong = browser.get(NEW, {"scheme": "CN-USCC", "value": CODE[:-1]}, headers=TYPING).content.decode()
    assert "has 17 characters" in wrong
    assert "<html" not in said + wrong


def test_what_the_code_says_is_filled_in_and_can_be_changed(cast: Cast) -> None:
    form = browser_of(cast.staff).get(NEW, {"scheme": "CN-USCC", "value": CODE}).context["form"]
    assert form.initial["value"] == CODE
    assert (form.initial["sector"], form.initial["kind"]) == ("ngo", "social_service")
    assert form.initial["jurisdiction"] == cast.district
    browser_of(cast.staff).post(NEW, given(kind="foundation"))
    assert OrganizationIdentifier.objects.get(value=CODE).organization.kind == "foundation"


def test_a_wrong_code_stays_in_the_field_with_the_reason(cast: Cast) -> None:
    page = browser_of(cast.staff).get(NEW, {"scheme": "CN-USCC", "value": CODE[:-1] + "8"}).content.decode()
    assert "should be 4" in page
    assert CODE[:-1] + "8" in page


def test_a_code_on_record_leads_to_its_organization(cast: Cast) -> None:
    add_identifier(by=None, organization=cast.ngo, scheme="CN-USCC", value=CODE)
    response = browser_of(cast.staff).get(NEW, {"scheme": "CN-USCC", "value": CODE})
    assert response["Location"] == reverse("organization-detail", args=[cast.ngo.pk])
    unseen = browser_of(cast.street_staff).get(NEW, {"scheme": "CN-USCC", "value": CODE})
    assert "on record already" in unseen.content.decode()
    assert "ask an administrator" in unseen.content.decode()


def test_numbers_of_other_registers_are_taken_too(cast: Cast) -> None:
    form = browser_of(cast.staff).get(NEW, {"scheme": "GB-CHC", "value": " 1157187 "}).context["form"]
    assert (form.initial["scheme"], form.initial["value"]) == ("GB-CHC", "1157187")


def test_staff_record_an_organization_with_its_number(cast: Cast) -> None:
    response = browser_of(cast.staff).post(NEW, given())
    organization = Organization.objects.get(name="阳光社工站")
    assert response["Location"] == reverse("organization-detail", args=[organization.pk])
    assert organization.identifiers.get().value == CODE
    assert organization.jurisdiction == cast.district


def test_an_organization_without_a_number_is_recorded(cast: Cast) -> None:
    assert browser_of(cast.staff).get(NEW, {"without": "number"}).status_code == 200
    browser_of(cast.staff).post(NEW, given(scheme="", value=""))
    assert not Organization.objects.get(name="阳光社工站").identifiers.exists()


def test_a_register_without_a_number_is_refused(cast: Cast) -> None:
    response = browser_of(cast.staff).post(NEW, given(value=""))
    assert response.status_code == 422
    assert "or neither" in str(response.context["form"].errors["value"])


def test_a_similar_name_warns_with_a_link_until_it_is_said_to_be_another(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    similar = given(name="共益社工服务中心")
    response = browser.post(NEW, similar)
    assert response.status_code == 422
    link = f'<a href="{reverse("organization-detail", args=[cast.ngo.pk])}">{cast.ngo.name}</a>'
    assert link in response.content.decode()
    checked = browser.post(NEW, {**similar, "touched": "name"}, headers=TYPING).content.decode()
    assert link in checked
    assert browser.post(NEW, {**similar, "another": "on"}).status_code == 302
    assert Organization.objects.filter(name="共益社工服务中心").exists()


def test_a_name_cannot_bring_markup_into_the_warning(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.ngo.pk).update(name="<b>共益</b>")
    page = browser_of(cast.staff).post(NEW, given(name="<b>共益</b>")).content.decode()
    assert "&lt;b&gt;共益&lt;/b&gt;</a>" in page


def test_staff_record_nothing_outside_their_jurisdiction(cast: Cast) -> None:
    response = browser_of(cast.street_staff).post(NEW, given())
    assert response.status_code == 422
    assert "jurisdiction" in response.context["form"].errors


@pytest.mark.parametrize("role", ["ngo_manager", "analyst"])
def test_nobody_else_records_organizations(cast: Cast, role: str) -> None:
    assert browser_of(cast.per_role()[role]).get(NEW).status_code == 403
    assert browser_of(cast.per_role()[role]).post(NEW, given()).status_code == 403


FORMS = [
    "organization-edit",
    "organization-rename",
    "organization-name-new",
    "organization-number-new",
    "standing-new",
    "finance-new",
]
OPEN = {
    "staff": set(FORMS),
    "administrator": set(FORMS),
    "ngo_manager": {"finance-new"},
    "analyst": set(),
}


@pytest.mark.parametrize("role", OPEN)
def test_each_role_has_the_forms_the_table_gives_it_and_their_buttons(cast: Cast, role: str) -> None:
    cast.analyst.grants.update(jurisdiction=cast.district)
    browser = browser_of(cast.per_role()[role])
    page = browser.get(reverse("organization-detail", args=[cast.ngo.pk])).content.decode()
    for name in FORMS:
        address = reverse(name, args=[cast.ngo.pk])
        assert browser.get(address).status_code == (200 if name in OPEN[role] else 403), name
        assert (address in page) == (name in OPEN[role]), name
    for name in FORMS:
        foreign = browser_of(cast.other_manager).get(reverse(name, args=[cast.ngo.pk]))
        assert foreign.status_code == 404, name


def test_a_new_name_keeps_the_former_one_with_its_day(cast: Cast) -> None:
    former = cast.ngo.name
    browser = browser_of(cast.staff)
    browser.post(reverse("organization-rename", args=[cast.ngo.pk]), {"name": "共信中心", "until": "2024-01-01"})
    page = browser.get(reverse("organization-detail", args=[cast.ngo.pk])).content.decode()
    assert former in page
    assert "until 2024-01-01" in page


def test_an_edit_shows_what_is_on_record_and_saves_what_is_changed(cast: Cast) -> None:
    browser, address = browser_of(cast.staff), reverse("organization-edit", args=[cast.ngo.pk])
    form = browser.get(address).context["form"]
    assert form["service_field"].value() == "elderly care"
    sent = {"sector": "ngo", "kind": "social_service", "jurisdiction": "Linjiang", "service_field": "youth"}
    assert browser.post(address, sent)["Location"] == reverse("organization-detail", args=[cast.ngo.pk])
    cast.ngo.refresh_from_db()
    assert cast.ngo.service_field == "youth"


def test_a_number_is_added_and_one_of_another_organization_is_refused(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    browser.post(reverse("organization-number-new", args=[cast.ngo.pk]), {"scheme": "CN-USCC", "value": CODE})
    assert cast.ngo.identifiers.get().value == CODE
    response = browser.post(
        reverse("organization-number-new", args=[cast.other_ngo.pk]), {"scheme": "CN-USCC", "value": CODE}
    )
    assert response.status_code == 422
    assert "belongs to Gongyi" in str(response.context["form"].errors["value"])


def test_a_rating_is_recorded_in_one_choice_and_stands_on_the_page(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    address = reverse("standing-new", args=[cast.ngo.pk])
    today = timezone.localdate()
    browser.post(address, {"entry": "rating-4", "effective_on": today.isoformat(), "reference": "民发〔2026〕1号"})
    standing = Standing.objects.get()
    assert (standing.kind, standing.level, standing.verification) == ("CUL_RATING", 4, "single")
    assert standing.valid_until is not None
    browser.post(address, {"entry": "abnormal-on", "effective_on": today.isoformat()})
    page = browser.get(reverse("organization-detail", args=[cast.ngo.pk])).content.decode()
    assert "rated 4A until" in page
    assert "abnormal-activity list: put on the list" in page


def test_a_standing_of_tomorrow_is_refused_beside_its_day(cast: Cast) -> None:
    response = browser_of(cast.staff).post(
        reverse("standing-new", args=[cast.ngo.pk]), {"entry": "penalty", "effective_on": "2199-01-01"}
    )
    assert response.status_code == 422
    assert "after the day it was recorded" in str(response.context["form"].errors["effective_on"])


def test_a_year_is_recorded_with_a_line_per_body_and_corrected(cast: Cast) -> None:
    browser, line = browser_of(cast.ngo_manager), f"line-{cast.partnership.pk}"
    address = reverse("finance-new", args=[cast.ngo.pk])
    sent = {"year": "2023", "currency": "cny", "total_income": "100万", line: "40万"}
    assert "Linjiang Civil Affairs Bureau" in browser.get(address).content.decode()
    assert browser.post(address, sent)["Location"] == reverse("organization-detail", args=[cast.ngo.pk])
    finance = AnnualFinance.objects.get()
    assert (finance.total_income, finance.currency, finance.lines.get().amount) == (1_000_000, "CNY", 400_000)
    correction = reverse("finance-correct", args=[finance.pk])
    assert browser.get(correction).context["form"][line].value() == 400_000
    assert browser.post(correction, {**sent, line: "50万"}).status_code == 422
    browser.post(correction, {**sent, line: "50万", "reason": "a contract was forgotten"})
    assert AnnualFinance.objects.standing().get().lines.get().amount == 500_000


def test_an_edit_on_what_somebody_changed_meanwhile_shows_both_and_is_saved_when_pressed_again(cast: Cast) -> None:
    address = reverse("organization-edit", args=[cast.ngo.pk])
    browser = browser_of(cast.staff)
    opened = {name: value for name, value in browser.get(address).context["form"].initial.items() if value}
    opened["jurisdiction"] = str(cast.ngo.jurisdiction)
    assert browser.post(address, {**opened, "mission": "Theirs"}).status_code == 302
    refused = browser.post(address, {**opened, "mission": "Mine"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "On record now is: Mission: Theirs" in page and ">\nMine</textarea>" in page  # noqa: PT018
    cast.ngo.refresh_from_db()
    assert cast.ngo.mission == "Theirs"
    assert browser.post(address, {**opened, "mission": "Mine", "version": refused.context["form"]["version"].value()})
    cast.ngo.refresh_from_db()
    assert cast.ngo.mission == "Mine"


def test_going_on_without_a_number_says_what_to_do(cast: Cast) -> None:
    page = browser_of(cast.staff).get(reverse("organization-new") + "?scheme=CN-USCC&value=").content.decode()
    assert "Type the number, or choose" in page
