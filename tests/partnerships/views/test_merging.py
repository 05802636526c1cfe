"""The pages on which organizations are merged, and who took over from whom is recorded."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import Organization, OrganizationMerge, Partnership, Succession, User
from partnerships.services.merging import merge_organizations
from tests import facts
from tests.cast import Cast


def browser_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def double(cast: Cast) -> Organization:
    """The NGO once more."""
    return Organization.objects.create(
        name="共益社工服务中心", sector="ngo", kind="social_service", jurisdiction=cast.district
    )


def address(organization: Organization, **chosen: object) -> str:
    """The page on which an organization is merged with another."""
    query = "&".join(f"{name.replace('_', '-')}={value}" for name, value in chosen.items())
    return reverse("organization-merge", args=[organization.pk]) + (f"?{query}" if query else "")


def test_the_other_one_is_proposed_by_its_name(cast: Cast, double: Organization) -> None:
    page = browser_of(cast.staff).get(address(cast.ngo))
    assert list(page.context["similar"]) == [double]
    assert f"other-key={double.pk}" in page.content.decode()


def test_what_would_move_is_shown_and_nothing_moves_yet(cast: Cast, double: Organization) -> None:
    facts.contract(Partnership.objects.create(government=cast.bureau, ngo=double)).save()
    page = browser_of(cast.staff).get(address(cast.ngo, other=double.name, other_key=double.pk, keep="this"))
    shown = page.content.decode()
    assert dict(page.context["plan"].counts()) == {"contracts": 1, "partnerships": 1}
    assert "Both have a partnership with these" in shown
    assert "goes on finding the organization" in shown
    assert not OrganizationMerge.objects.exists()


def test_either_of_the_two_is_kept_as_chosen(cast: Cast, double: Organization) -> None:
    browser = browser_of(cast.staff)
    response = browser.post(address(cast.ngo, other=double.name, other_key=double.pk, keep="other"))
    assert response["Location"] == reverse("organization-detail", args=[double.pk])
    assert OrganizationMerge.objects.get().duplicate == cast.ngo


def test_what_stands_against_a_merge_is_shown_without_a_button(cast: Cast, double: Organization) -> None:
    Succession.objects.create(organization=double, successor=cast.ngo)
    chosen = address(cast.ngo, other=double.name, other_key=double.pk, keep="this")
    page = browser_of(cast.staff).get(chosen).content.decode()
    assert "Void that succession first" in page
    assert "Merge the two" not in page
    assert browser_of(cast.staff).post(chosen).status_code == 422


def test_one_of_another_place_is_not_merged(cast: Cast, double: Organization) -> None:
    chosen = address(cast.other_ngo, other=cast.ngo.name, other_key=cast.ngo.pk, keep="this")
    Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    page = browser_of(cast.street_staff).get(chosen).content.decode()
    assert "outside your jurisdiction" in page
    assert "Merge the two" not in page
    assert browser_of(cast.street_staff).post(chosen).status_code == 403
    assert browser_of(cast.street_staff).get(address(cast.ngo)).status_code == 403


@pytest.mark.parametrize("role", ["ngo_manager", "analyst"])
def test_nobody_else_merges(cast: Cast, role: str, double: Organization) -> None:
    cast.analyst.grants.update(jurisdiction=cast.district)
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=double)
    browser = browser_of(cast.per_role()[role])
    assert browser.get(address(cast.ngo)).status_code == 403
    assert browser.post(reverse("merge-undo", args=[merge.pk])).status_code == 403
    page = browser.get(reverse("organization-detail", args=[cast.ngo.pk])).content.decode()
    assert "Was on record twice" not in page


def test_the_address_of_a_duplicate_leads_to_the_one_that_was_kept(cast: Cast, double: Organization) -> None:
    joined = Partnership.objects.create(government=cast.bureau, ngo=double)
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=double)
    last = Organization.objects.create(name="共益", sector="ngo", kind="social_service", jurisdiction=cast.district)
    merge_organizations(by=None, kept=last, duplicate=cast.ngo)
    browser = browser_of(cast.staff)
    response = browser.get(reverse("organization-detail", args=[double.pk]))
    assert response["Location"] == reverse("organization-detail", args=[last.pk])
    response = browser.get(reverse("partnership-detail", args=[joined.pk]))
    assert response["Location"] == reverse("partnership-detail", args=[cast.partnership.pk])
    hidden = browser_of(cast.street_staff)
    assert hidden.get(reverse("organization-detail", args=[double.pk])).status_code == 404
    assert hidden.get(reverse("partnership-detail", args=[joined.pk])).status_code == 404
    assert hidden.get(reverse("merge-detail", args=[merge.pk])).status_code == 404


def test_a_merge_is_undone_from_its_page(cast: Cast, double: Organization) -> None:
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=double)
    browser, page = browser_of(cast.staff), reverse("merge-detail", args=[merge.pk])
    assert page in browser.get(reverse("organization-detail", args=[cast.ngo.pk])).content.decode()
    assert "Undo the merge" in browser.get(page).content.decode()
    assert browser.get(reverse("merge-undo", args=[merge.pk])).status_code == 405
    assert browser.post(reverse("merge-undo", args=[merge.pk]))["Location"] == page
    assert browser.get(reverse("organization-detail", args=[double.pk])).status_code == 200
    assert "Undo the merge" not in browser.get(page).content.decode()


def test_why_a_merge_cannot_be_undone_is_said(cast: Cast, double: Organization) -> None:
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=double)
    cast.ngo.other_names.all().delete()
    response = browser_of(cast.staff).post(reverse("merge-undo", args=[merge.pk]))
    assert response.status_code == 422
    assert "which is gone" in response.content.decode()


@pytest.fixture
def department(cast: Cast) -> Organization:
    """A body that takes over from the bureau."""
    return Organization.objects.create(
        name="社会工作部", sector="government", kind="government_body", jurisdiction=cast.district
    )


def test_a_successor_is_recorded_and_shown_on_both_pages(cast: Cast, department: Organization) -> None:
    facts.event(cast.partnership).save()
    browser = browser_of(cast.staff)
    given = {"successor": "社会工作部", "happened_on": "2024-03-01", "is_whole": "on"}
    response = browser.post(reverse("succession-new", args=[cast.bureau.pk]), given)
    assert response["Location"] == reverse("organization-detail", args=[cast.bureau.pk])
    assert Succession.objects.get().happened_on == date(2024, 3, 1)
    assert "succeeded by" in browser.get(reverse("organization-detail", args=[cast.bureau.pk])).content.decode()
    assert "took over from" in browser.get(reverse("organization-detail", args=[department.pk])).content.decode()
    heir = Partnership.objects.get(government=department)
    before = browser.get(reverse("partnership-detail", args=[cast.partnership.pk])).content.decode()
    assert reverse("partnership-detail", args=[heir.pk]) in before
    after = browser.get(reverse("partnership-detail", args=[heir.pk])).content.decode()
    assert reverse("partnership-detail", args=[cast.partnership.pk]) in after


def test_a_succession_in_part_needs_to_say_what_and_is_voided_with_a_reason(
    cast: Cast, department: Organization
) -> None:
    browser, form = browser_of(cast.staff), reverse("succession-new", args=[cast.bureau.pk])
    assert browser.post(form, {"successor": "社会工作部"}).status_code == 422
    browser.post(form, {"successor": "社会工作部", "functions": "youth work"})
    succession = Succession.objects.get()
    void = reverse("succession-void", args=[succession.pk])
    assert void in browser.get(reverse("organization-detail", args=[cast.bureau.pk])).content.decode()
    assert browser.post(void, {"reason": ""}).status_code == 422
    browser.post(void, {"reason": "Another department"})
    succession.refresh_from_db()
    assert succession.void_reason == "Another department"
    assert "youth work" not in browser.get(reverse("organization-detail", args=[cast.bureau.pk])).content.decode()


def test_who_keeps_neither_finds_no_form(cast: Cast, department: Organization) -> None:
    succession = Succession.objects.create(organization=cast.bureau, successor=department)
    for person, status in ((cast.ngo_manager, 403), (cast.street_staff, 404), (cast.other_manager, 404)):
        browser = browser_of(person)
        assert browser.get(reverse("succession-new", args=[cast.bureau.pk])).status_code == status
        assert browser.get(reverse("succession-void", args=[succession.pk])).status_code == status
