"""Tokens: made by whoever proves to be the person, shown once, limited in scope and time, revocable."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import api
from partnerships.models import ApiScope, ApiToken, Change, User
from partnerships.services.tokens import make_token
from tests.api.evidence import Both
from tests.cast import PASSWORD, Cast
from tests.partnerships.accounts.test_second_factor import with_app
from tests.partnerships.services.refusals import refused

ROOT = "/api/v1/"
NEW = "/account/tokens/new/"
FORM = {"name": "monthly report", "days": "30", "contracts:read": "on"}


def bearer(secret: str) -> Client:
    """A program that sends the token."""
    return Client(headers={"authorization": f"Bearer {secret}"})


def made(user: User, *scopes: str, days: int = 30) -> tuple[ApiToken, str]:
    """A token of the person, and its secret."""
    return make_token(by=user, name="monthly report", scopes=scopes or [ApiScope.READ_CONTRACTS], days=days)


def confirmed(user: User) -> Client:
    """A browser in which the person has just given the password again."""
    browser = Client()
    browser.force_login(user)
    asked = browser.get(NEW)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    browser.post(asked, {"password": PASSWORD})
    return browser


def test_a_token_is_made_after_the_password_and_shown_this_once(cast: Cast, both: Both) -> None:
    browser = confirmed(cast.staff)
    assert browser.post(NEW, FORM)["Location"] == reverse("api-token-list")
    secret = browser.session["api-token"]["secret"]
    kept = ApiToken.objects.get()
    assert secret in browser.get(reverse("api-token-list")).content.decode()
    later = browser.get(reverse("api-token-list")).content.decode()
    assert secret not in later
    assert kept.beginning in later
    assert secret.encode() not in repr(ApiToken.objects.values().get()).encode()
    assert bearer(secret).get(f"{ROOT}contracts/").json()["count"] == 2
    assert (kept.user, kept.scopes) == (cast.staff, ["contracts:read"])
    assert kept.expires_at - kept.made_at == timedelta(days=30)


def test_whoever_only_sits_at_an_open_screen_makes_none(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.staff)
    assert browser.post(NEW, FORM)["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_checking_the_form_while_typing_makes_none(cast: Cast) -> None:
    browser = confirmed(cast.staff)
    answer = browser.post(NEW, FORM, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert not ApiToken.objects.exists()
    assert "api-token" not in browser.session


def test_a_token_without_scope_name_or_sensible_time_is_refused(cast: Cast) -> None:
    browser = confirmed(cast.staff)
    nothing = browser.post(NEW, {"name": "x", "days": "30"})
    assert (nothing.status_code, ApiToken.objects.count()) == (422, 0)
    assert "good for nothing" in nothing.content.decode()
    with refused("days"):
        made(cast.staff, days=366)
    with refused("scopes"):
        made(cast.analyst, "contracts:write")
    with refused("scopes"):
        made(cast.staff, "everything")


def test_twenty_working_tokens_are_enough(cast: Cast) -> None:
    for _number in range(20):
        token, _secret = made(cast.staff)
    with refused("name"):
        made(cast.staff)
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    made(cast.staff)


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        ({"revoked_at": timezone.now()}, "revoked"),
        ({"made_at": timezone.now() - timedelta(days=2), "expires_at": timezone.now() - timedelta(days=1)}, "expired"),
    ],
)
def test_a_revoked_or_expired_token_is_refused_and_told_why(columns: dict[str, Any], word: str, cast: Cast) -> None:
    token, secret = made(cast.staff)
    assert bearer(secret).get(f"{ROOT}contracts/").status_code == 200
    ApiToken.objects.filter(pk=token.pk).update(**columns)
    answer = bearer(secret).get(f"{ROOT}contracts/")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert word in answer.json()["detail"]
    assert "Bearer" in answer["WWW-Authenticate"]


@pytest.mark.parametrize("secret", ["", "guess", "gongxin_" + "x" * 43, "\x00", "é" * 1000])
def test_a_guess_is_no_token(secret: str, db: None) -> None:
    assert bearer(secret).get(f"{ROOT}contracts/").status_code == 401


def test_a_person_revokes_their_own_and_nobody_elses(cast: Cast) -> None:
    token, secret = made(cast.staff)
    other, mine = Client(), Client()
    other.force_login(cast.administrator)
    mine.force_login(cast.staff)
    assert other.post(reverse("api-token-revoke", args=[token.pk])).status_code == 404
    assert bearer(secret).get(ROOT).status_code == 200
    for _time in range(2):
        assert mine.post(reverse("api-token-revoke", args=[token.pk])).status_code == 302
    assert bearer(secret).get(ROOT).status_code == 401
    assert "revoked" in mine.get(reverse("api-token-list")).content.decode()
    acts = Change.objects.of(token).order_by("pk").values_list("act", "actor")
    assert list(acts) == [("insert", None), ("update", cast.staff.pk)]
    assert Change.objects.of(token).earliest("pk").columns["token_digest"] == [None, None]


def test_the_last_use_is_noted_to_the_minute_and_leaves_no_trail(cast: Cast) -> None:
    token, secret = made(cast.staff)
    bearer(secret).get(ROOT)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    bearer(secret).get(ROOT)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=1))
    bearer(secret).get(ROOT)
    assert ApiToken.objects.get().last_used_at > first
    assert Change.objects.of(token).count() == 1


def test_a_token_sees_what_its_person_sees_now(cast: Cast, both: Both) -> None:
    _token, secret = made(cast.street_staff)
    program = bearer(secret)
    assert program.get(f"{ROOT}contracts/{both.street.contract.pk}/").status_code == 200
    assert program.get(f"{ROOT}contracts/{both.bureau.contract.pk}/").status_code == 404
    User.objects.filter(pk=cast.street_staff.pk).update(organization=cast.bureau)
    assert program.get(f"{ROOT}contracts/{both.bureau.contract.pk}/").status_code == 200
    User.objects.filter(pk=cast.street_staff.pk).update(is_active=False)
    assert program.get(f"{ROOT}contracts/").status_code == 401


def test_a_token_reads_only_the_kinds_it_is_good_for(cast: Cast, both: Both) -> None:
    reading = {scope.value for scope in ApiScope if not scope.is_writing}
    for prefix, viewset, _name in api.router.registry:
        kind = getattr(viewset, "kind", "")
        assert kind == "" or f"{kind}:read" in reading, prefix
        _token, having = made(cast.staff, f"{kind}:read" if kind else "events:read")
        _token, lacking = made(cast.staff, *(reading - {f"{kind}:read"}))
        assert bearer(having).get(f"{ROOT}{prefix}/").status_code == 200, prefix
        answer = bearer(lacking).get(f"{ROOT}{prefix}/")
        assert answer.status_code == (403 if kind else 200), prefix
        if kind:
            assert answer.json()["type"] == "urn:gongxin:problem:insufficient-scope"
            assert f"{kind}:read" in answer.json()["detail"]
        ApiToken.objects.update(revoked_at=timezone.now())


def test_reference_data_alone_has_no_kind() -> None:
    without = {prefix for prefix, viewset, _name in api.router.registry if not getattr(viewset, "kind", "")}
    pointers = {prefix for prefix, viewset, _name in api.router.registry if getattr(viewset, "kinds", ())}
    assert without - pointers == {"event-types", "jurisdictions", "indicators", "methodologies", "studies"}
    assert pointers == {"objections", "verification-changes", "documents"}


def test_a_token_replaces_no_second_factor_that_is_missing(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    _token, secret = made(cast.staff)
    answer = bearer(secret).get(f"{ROOT}contracts/")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:gongxin:problem:second-factor-required")
    with_app(cast.staff)
    assert bearer(secret).get(f"{ROOT}contracts/").status_code == 200
    browser = Client()
    browser.force_login(cast.administrator)
    assert browser.get(NEW)["Location"] == reverse("mfa_index")


def test_analysts_are_offered_reading_only(cast: Cast) -> None:
    html = confirmed(cast.analyst).get(NEW).content.decode()
    assert "contracts:read" in html
    assert "contracts:write" not in html
