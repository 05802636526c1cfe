"""Pages of people and invitations, as colleagues and administrators use them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import Invitation, User
from tests.cast import PASSWORD, Cast

CHOSEN = {"username": "wang.wei", "name": "王伟", "password": "eleven plum trees", "language": "zh-hans", "email": ""}


def browser_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def made_link(browser: Client, **given: Any) -> str:
    """Invites somebody, and reads the link from the page that follows."""
    answer = browser.post(reverse("invitation-new"), given)
    page = browser.get(answer["Location"]).content.decode()
    (link,) = re.findall(r'value="http://testserver(/invitation/[^"]+)"', page)
    return link


def test_from_the_invitation_to_the_first_sign_in(cast: Cast) -> None:
    link = made_link(browser_of(cast.ngo_manager))
    invited = Client()
    page = invited.get(link).content.decode()
    assert "Gongyi Social Work Centre" in page
    answer = invited.post(link, CHOSEN)
    assert answer["Location"] == reverse("sign-in")
    assert answer.cookies["django_language"].value == "zh-hans"
    answer = invited.post(reverse("sign-in"), {"username": "wang.wei", "password": CHOSEN["password"]})
    assert answer["Location"] == "/"
    assert User.objects.get(username="wang.wei").organization == cast.ngo
    assert invited.get(link).status_code == 410


def test_the_link_is_shown_once(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    link = made_link(browser)
    again = browser.get(reverse("invitation-detail", args=[Invitation.objects.get().pk])).content.decode()
    assert link not in again
    assert "Make a new link" in again


def test_colleagues_are_asked_for_no_role_and_cannot_smuggle_one_in(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    assert set(browser.get(reverse("invitation-new")).context["form"].fields) == {"email"}
    made_link(browser, role="administrator", organization="Anhe Street Office")
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.organization) == ("staff", cast.bureau)


def test_an_administrator_chooses_role_and_organization(cast: Cast) -> None:
    browser = browser_of(cast.administrator)
    wrong = browser.post(reverse("invitation-new"), {"role": "staff", "email": "wang@example.cn"})
    assert wrong.status_code == 422
    assert "wang@example.cn" in wrong.content.decode()
    given = {"role": "staff", "organization": cast.bureau.name, "organization-key": cast.bureau.pk}
    made_link(browser, **given)
    assert Invitation.objects.get().organization == cast.bureau


def test_a_check_while_typing_invites_nobody(cast: Cast) -> None:
    browser_of(cast.staff).post(reverse("invitation-new"), {"email": "a@b.cn"}, headers={"HX-Request": "true"})
    assert not Invitation.objects.exists()


def test_what_the_invited_person_typed_is_kept_when_it_is_refused(cast: Cast) -> None:
    link = made_link(browser_of(cast.staff))
    answer = Client().post(link, CHOSEN | {"username": "staff"})
    assert answer.status_code == 422
    assert "王伟" in answer.content.decode()
    assert Client().get(link).status_code == 200


def test_who_accepts_on_a_colleagues_browser_is_not_signed_in_as_the_colleague(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    link = made_link(browser)
    assert "You are signed in as staff" in browser.get(link).content.decode()
    browser.post(link, CHOSEN)
    assert browser.get(reverse("home")).status_code == 302


def test_an_account_is_closed_and_opened_again_by_a_colleague(cast: Cast) -> None:
    colleague = User.objects.create_user("colleague", password=PASSWORD, role="staff", organization=cast.bureau)
    browser, page = browser_of(cast.staff), reverse("person-detail", args=[colleague.pk])
    assert reverse("person-close", args=[colleague.pk]) in browser.get(page).content.decode()
    assert browser.get(reverse("person-close", args=[colleague.pk])).status_code == 200
    assert User.objects.get(pk=colleague.pk).is_active
    assert browser.post(reverse("person-close", args=[colleague.pk]))["Location"] == page
    assert not User.objects.get(pk=colleague.pk).is_active
    assert reverse("person-reopen", args=[colleague.pk]) in browser.get(page).content.decode()
    browser.post(reverse("person-reopen", args=[colleague.pk]))
    assert User.objects.get(pk=colleague.pk).is_active


def test_nobody_closes_the_own_account_or_takes_a_colleagues_second_factor(cast: Cast) -> None:
    browser = browser_of(cast.staff)
    own = browser.post(reverse("person-close", args=[cast.staff.pk]))
    assert own.status_code == 422
    colleague = User.objects.create_user("colleague", password=PASSWORD, role="staff", organization=cast.bureau)
    taken = browser.post(reverse("person-forget-factor", args=[colleague.pk]))
    assert taken.status_code == 422
    assert "Only an administrator" in taken.content.decode()


def test_an_administrator_removes_a_lost_second_factor(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    there = browser_of(cast.staff)
    Authenticator.objects.create(user=cast.staff, type="totp", data={"secret": ""})
    browser_of(cast.administrator).post(reverse("person-forget-factor", args=[cast.staff.pk]))
    assert not Authenticator.objects.exists()
    assert there.get(reverse("home")).status_code == 302, "whoever has the lost device is signed out"


@pytest.mark.parametrize(
    ("person", "seen"),
    [("staff", {"staff"}), ("other_manager", {"other_manager"}), ("analyst", set())],
)
def test_the_list_holds_the_people_of_ones_organization(person: str, seen: set[str], cast: Cast) -> None:
    page = browser_of(getattr(cast, person)).get(reverse("person-list"))
    assert {row.username for row in page.context["listing"].page} == seen


def test_administrators_find_everybody_by_name_role_and_state(cast: Cast) -> None:
    browser = browser_of(cast.administrator)
    User.objects.filter(pk=cast.staff.pk).update(is_active=False)

    def found(query: str) -> set[str]:
        page = browser.get(f"{reverse('person-list')}?{query}")
        return {row.username for row in page.context["listing"].page}

    assert len(found("")) == 6
    assert found("state=closed") == {"staff"}
    assert found("q=Anhe") == {"street_staff"}
    assert found("role=analyst&role=administrator") == {"analyst", "administrator"}


def test_the_lists_cost_the_same_whatever_their_length(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = browser_of(cast.administrator)
    for number in range(5):
        made_link(browser, role="analyst", email=f"{number}@example.org")
    for name in ("person-list", "invitation-list"):
        with django_assert_max_num_queries(7):
            browser.get(reverse(name))


@pytest.mark.parametrize(("state", "many"), [("waiting", 1), ("revoked", 1), ("expired", 0), ("accepted", 0)])
def test_invitations_are_found_by_what_became_of_them(state: str, many: int, cast: Cast) -> None:
    browser = browser_of(cast.staff)
    for _ in range(2):
        made_link(browser)
    browser.post(reverse("invitation-revoke", args=[Invitation.objects.first().pk]))  # type: ignore[union-attr]
    page = browser.get(f"{reverse('invitation-list')}?state={state}")
    assert len(page.context["listing"].page) == many


def test_the_account_page_leads_to_password_second_factor_and_sessions(cast: Cast) -> None:
    page = browser_of(cast.analyst).get(reverse("account")).content.decode()
    for name in ("account_change_password", "mfa_index", "usersessions_list"):
        assert reverse(name) in page
