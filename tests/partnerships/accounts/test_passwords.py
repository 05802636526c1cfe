"""Passwords: changing a known one, replacing a forgotten one, and accounts that are closed."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from partnerships.models import User
from partnerships.services.people import close_account
from tests.cast import PASSWORD, Cast

NEW = "seven persimmon trees"
TWICE = {"password1": NEW, "password2": NEW}


def test_who_knows_the_password_changes_it_and_stays_signed_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.staff)
    page = reverse("account_change_password")
    assert client.post(page, {"oldpassword": "wrong", **TWICE}).status_code == 200
    assert client.post(page, {"oldpassword": PASSWORD, **TWICE}).status_code == 302
    assert User.objects.get(pk=cast.staff.pk).check_password(NEW)
    assert client.get(reverse("home")).status_code == 200


def test_who_forgot_it_gets_a_link_that_works_once(cast: Cast, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "staff@example.org"})
    (sent,) = mail.outbox
    assert "staff" in sent.body
    (link,) = re.findall(r"http://testserver(\S+)", sent.body)
    form = client.get(link)["Location"]
    assert client.post(form, TWICE)["Location"] == reverse("account_reset_password_from_key_done")
    assert User.objects.get(pk=cast.staff.pk).check_password(NEW)
    assert client.get(reverse("home")).status_code == 302, "the second factor, if any, is not left out"
    assert "no longer works" in Client().get(link).content.decode()


def test_the_mail_is_in_the_persons_language(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.staff.pk).update(language="zh-hans")
    client.post(reverse("account_reset_password"), {"email": "staff@example.org"})
    assert re.search(r"[一-鿿]", mail.outbox[0].subject)


def test_nobody_learns_which_addresses_have_accounts(cast: Cast, client: Client) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": f"{name}@example.org"}) for name in ("staff", "nobody")
    ]
    assert {answer["Location"] for answer in answers} == {reverse("account_reset_password_done")}
    assert len(mail.outbox) == 1


def test_a_closed_account_is_told_so_only_with_its_password(cast: Cast, client: Client) -> None:
    close_account(by=None, user=cast.staff)
    wrong = client.post(reverse("sign-in"), {"username": "staff", "password": "wrong"})
    assert wrong.status_code == 200
    right = client.post(reverse("sign-in"), {"username": "staff", "password": PASSWORD})
    assert right["Location"] == reverse("account_inactive")
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(("cookie", "told"), [("", True), ("en", False)])
def test_a_new_browser_speaks_the_persons_language(cookie: str, told: bool, cast: Cast, settings: Any) -> None:
    User.objects.filter(pk=cast.staff.pk).update(language="zh-hans")
    browser = Client()
    if cookie:
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = browser.post(reverse("sign-in"), {"username": "staff", "password": PASSWORD})
    assert (settings.LANGUAGE_COOKIE_NAME in answer.cookies) == told
