"""The second factor: who needs one, how it is set up and used, and what goes without it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from partnerships.models import User
from tests.cast import PASSWORD, Cast

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def required(settings: Any) -> None:
    """An installation that asks for second factors."""
    settings.SECOND_FACTOR_REQUIRED = True


def code(secret: str = SECRET) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_app(user: User) -> User:
    """The person, with an authenticator app set up."""
    TOTP.activate(user, SECRET)
    return user


def signed_in(name: str) -> Client:
    """A browser in which somebody has given name and password."""
    browser = Client()
    browser.post(reverse("sign-in"), {"username": name, "password": PASSWORD})
    return browser


@pytest.mark.parametrize("name", ["staff", "administrator"])
def test_who_needs_a_second_factor_and_has_none_is_led_to_set_it_up_before_anything_else(
    name: str, cast: Cast, required: None
) -> None:
    browser = signed_in(name)
    for page in ("home", "organization-list", "person-list", "account", "admin:index"):
        assert browser.get(reverse(page))["Location"] == reverse("mfa_index"), page
    assert "Your role needs a second factor" in browser.get(reverse("mfa_index")).content.decode()
    refused = browser.get("/api/v1/contracts/")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert refused.json()["type"] == "urn:gongxin:problem:second-factor-required"
    assert browser.post(reverse("sign-out")).status_code == 302


@pytest.mark.parametrize("name", ["ngo_manager", "analyst"])
def test_others_need_none(name: str, cast: Cast, required: None) -> None:
    assert signed_in(name).get(reverse("home")).status_code == 200


def test_the_demo_asks_nobody(cast: Cast) -> None:
    assert signed_in("staff").get(reverse("home")).status_code == 200


def test_an_app_is_set_up_with_its_first_code_and_gives_recovery_codes(cast: Cast, required: None) -> None:
    browser = signed_in("staff")
    set_up = reverse("mfa_activate_totp")
    confirm = browser.get(set_up)["Location"]
    assert confirm.startswith(reverse("account_reauthenticate"))
    browser.post(confirm, {"password": PASSWORD})
    page = browser.get(set_up)
    assert "data:image/svg+xml" in page.content.decode()
    assert browser.post(set_up, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    done = browser.post(set_up, {"code": code(page.context["form"].secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert len(browser.get(done["Location"]).context["unused_codes"]) == 10
    assert browser.get(reverse("home")).status_code == 200


def test_signing_in_takes_password_and_code(cast: Cast, required: None) -> None:
    with_app(cast.staff)
    browser = Client()
    step = browser.post(reverse("sign-in"), {"username": "staff", "password": PASSWORD})
    assert step["Location"] == reverse("mfa_authenticate")
    assert browser.get(reverse("home")).status_code == 302
    assert "Incorrect code" in browser.post(step["Location"], {"code": "000000"}).content.decode()
    assert browser.post(step["Location"], {"code": code()})["Location"] == "/"
    assert browser.get(reverse("home")).status_code == 200


def test_a_recovery_code_works_once(cast: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_app(cast.staff)
    spare = RecoveryCodes.activate(cast.staff).get_unused_codes()[0]
    assert signed_in("staff").post(reverse("mfa_authenticate"), {"code": spare}).status_code == 302
    assert "Incorrect code" in signed_in("staff").post(reverse("mfa_authenticate"), {"code": spare}).content.decode()


def test_who_chose_a_second_factor_is_asked_for_it_though_nobody_demands_it(cast: Cast) -> None:
    with_app(cast.ngo_manager)
    assert signed_in("ngo_manager").get(reverse("home")).status_code == 302


def test_the_last_second_factor_of_who_needs_one_stays(cast: Cast, settings: Any) -> None:
    with_app(cast.staff)
    browser = signed_in("staff")
    browser.post(reverse("mfa_authenticate"), {"code": code()})
    remove = reverse("mfa_deactivate_totp")
    browser.post(browser.get(remove)["Location"], {"password": PASSWORD})
    settings.SECOND_FACTOR_REQUIRED = True
    browser.post(remove)
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR_REQUIRED = False
    browser.post(remove)
    assert not Authenticator.objects.filter(type="totp").exists()


def test_secrets_lie_encrypted_and_outlive_a_change_of_the_key(cast: Cast, settings: Any) -> None:
    authenticator = with_app(cast.staff).authenticator_set.get()  # type: ignore[attr-defined]
    assert SECRET not in str(authenticator.data)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert authenticator.wrap().validate_code(code())


Ask = Callable[[str, str], Any]


@pytest.fixture
def ask() -> Ask:
    """A program that asks the API with name and password."""
    import base64

    def get(name: str, password: str) -> Any:
        secret = base64.b64encode(f"{name}:{password}".encode()).decode()
        return Client().get("/api/v1/contracts/", headers={"Authorization": f"Basic {secret}"})

    return get


def test_a_password_alone_opens_the_api_to_those_for_whom_it_suffices(cast: Cast, ask: Ask, required: None) -> None:
    assert ask("analyst", PASSWORD).status_code == 200
    assert ask("ngo_manager", PASSWORD).status_code == 200
    with_app(cast.ngo_manager)
    for name in ("staff", "administrator", "ngo_manager"):
        refused = ask(name, PASSWORD)
        assert refused.status_code == 403, name
        assert refused.json()["type"] == "urn:gongxin:problem:second-factor-required"
        assert "second factor" in refused.json()["detail"]


def test_the_api_stops_listening_to_guesses(cast: Cast, ask: Ask) -> None:
    assert [ask("analyst", f"guess {number}").status_code for number in range(6)] == [401] * 5 + [429]
    assert ask("analyst", PASSWORD).status_code == 429
    assert ask("ngo_manager", PASSWORD).status_code == 200


def test_the_sign_in_page_stops_listening_to_guesses(cast: Cast) -> None:
    guesses = [{"username": "analyst", "password": f"guess {number}"} for number in range(6)]
    answers = [Client().post(reverse("sign-in"), guess).content.decode() for guess in guesses]
    assert "Too many" not in answers[4]
    assert "Too many" in answers[5]
    right = Client().post(reverse("sign-in"), {"username": "analyst", "password": PASSWORD})
    assert right.status_code == 200


def test_a_password_alone_does_not_open_the_administration(cast: Cast) -> None:
    with_app(cast.administrator)
    browser = Client()
    answer = browser.post(reverse("admin:login"), {"username": "administrator", "password": PASSWORD})
    assert answer["Location"].startswith(reverse("sign-in"))
    assert browser.get(reverse("admin:index")).status_code == 302
