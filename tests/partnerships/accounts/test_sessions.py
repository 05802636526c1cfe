"""Sessions end at once when what a person may do changes."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import User
from partnerships.services.people import close_account, reopen_account
from tests.cast import PASSWORD, Cast


def is_signed_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


def change_role(cast: Cast) -> None:
    """As the administration does it: the row is saved whole."""
    cast.staff.role, cast.staff.organization = "analyst", None
    cast.staff.save()


def move(cast: Cast) -> None:
    cast.staff.organization = cast.street_office
    cast.staff.save()


def change_past_all_code(cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(organization=cast.street_office)


def close(cast: Cast) -> None:
    close_account(by=cast.administrator, user=cast.staff)


@pytest.mark.parametrize("change", [change_role, move, change_past_all_code, close])
def test_a_change_of_what_a_person_may_do_ends_every_session_at_once(
    change: Callable[[Cast], None], cast: Cast
) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        assert browser.login(username="staff", password=PASSWORD)
        assert is_signed_in(browser)
    change(cast)
    for browser in browsers:
        assert not is_signed_in(browser)
        assert browser.get("/api/v1/contracts/").status_code == 401


def test_a_session_ended_by_closing_stays_ended_when_the_account_is_opened_again(cast: Cast) -> None:
    browser = Client()
    browser.login(username="staff", password=PASSWORD)
    close_account(by=cast.administrator, user=cast.staff)
    reopen_account(by=cast.administrator, user=cast.staff)
    assert not is_signed_in(browser)
    assert browser.login(username="staff", password=PASSWORD)
    assert is_signed_in(browser)


def test_a_change_of_name_ends_nothing(cast: Cast) -> None:
    browser = Client()
    browser.login(username="staff", password=PASSWORD)
    cast.staff.first_name = "Wei"
    cast.staff.save()
    assert is_signed_in(browser)


def test_the_page_of_sessions_ends_the_others(cast: Cast) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post(reverse("sign-in"), {"username": "staff", "password": PASSWORD})
    page = here.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    here.post(reverse("usersessions_list"))
    assert is_signed_in(here)
    assert not is_signed_in(there)
