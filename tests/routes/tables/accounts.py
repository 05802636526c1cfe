"""Signing in and out, the language, the own account, and the people of an organization."""

from tests.routes.rows import row

from .answers import ANYBODY, NOBODY, WHO_SIGNED_IN

SIGNS_IN = "200 302 302 302 302"
LED_HOME = "405 302 302 302 302"
LED_TO_SIGN_IN = "sign-in sign-in sign-in sign-in sign-in"
BACK = "302 302 302 302 302"
LED_ON = "sign-in 302 302 302 302"
HAS_NONE = "sign-in 404 404 404 404"
# Colleagues, of whom the world has some at the body, and administrators.
COLLEAGUES_SEE = "sign-in 200/404 404 404 200"
COLLEAGUES_ACT = "sign-in 302/404 404 404 302"
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _form(route: str, arguments: str = "") -> object:
    """A form of the own account; allauth's take PUT for POST."""
    return row(route, arguments, GET=WHO_SIGNED_IN, POST=WHO_SIGNED_IN, PUT=WHO_SIGNED_IN)


def _elsewhere(route: str, answer: str, arguments: str = "") -> object:
    """A page that leads on, or is not there, whatever the method: its person has no second factor to show or change."""
    return row(route, arguments, **dict.fromkeys(EVERY_METHOD, answer))


ROWS = (
    # Who is signed in already is led home, whatever the method.
    *(
        row(name, GET=SIGNS_IN, POST=SIGNS_IN, PUT=SIGNS_IN, PATCH=LED_HOME, DELETE=LED_HOME)
        for name in ("sign-in", "account_login")
    ),
    *(row(name, POST=LED_TO_SIGN_IN) for name in ("sign-out", "account_logout")),
    # Sets a cookie by POST; by any other method it only leads back.
    row("set_language", GET=BACK, POST=BACK, PUT=BACK, PATCH=BACK, DELETE=BACK),
    row("account", GET=WHO_SIGNED_IN),
    # What is missing is said; an analyst has no duties to be reminded of, and may set the language.
    row("account-preferences", POST="sign-in 422 422 422 422"),
    row("account-calendar-new", POST=WHO_SIGNED_IN),
    row("account-calendar-remove", POST="sign-in 302 302 302 302"),
    row("api-token-list", GET=WHO_SIGNED_IN),
    # The password comes first.
    row("api-token-new", GET=LED_ON, POST=LED_ON),
    row("api-token-revoke", "{api_token}", POST="sign-in 302/404 404 404 404"),
    # Whoever knows the secret address reads it; nobody guesses one.
    row("calendar-feed", "guess", GET=NOBODY),
    row("reminders-stop", GET=ANYBODY, POST=NOBODY),
    row("account_inactive", GET=ANYBODY),
    row("account_reset_password", GET=ANYBODY, POST=ANYBODY, PUT=ANYBODY),
    row("account_reset_password_done", GET=ANYBODY),
    # A link that opens nothing says so, whatever the method.
    row("account_reset_password_from_key", "1 spent", **dict.fromkeys(EVERY_METHOD, ANYBODY)),
    row("account_reset_password_from_key_done", GET=ANYBODY),
    _form("account_change_password"),
    _form("account_reauthenticate"),
    row("usersessions_list", GET=WHO_SIGNED_IN, POST=LED_ON, PUT=LED_ON),
    # Everybody has a password, so a first one is changed instead.
    _elsewhere("account_set_password", LED_ON),
    row("mfa_index", GET=WHO_SIGNED_IN),
    _elsewhere("mfa_authenticate", LED_ON),
    # The password comes first.
    *(
        _elsewhere(name, LED_ON)
        for name in (
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_generate_recovery_codes",
        )
    ),
    *(_elsewhere(name, HAS_NONE) for name in ("mfa_deactivate_totp", "mfa_download_recovery_codes")),
    row("mfa_view_recovery_codes", GET=HAS_NONE),
    row("mfa_list_webauthn", GET=WHO_SIGNED_IN),
    _elsewhere("mfa_remove_webauthn", LED_ON, "{security_key}"),
    _elsewhere("mfa_edit_webauthn", LED_ON, "{security_key}"),
    row("person-list", GET=WHO_SIGNED_IN),
    row("person-detail", "{colleague}", GET=COLLEAGUES_SEE),
    row("person-close", "{colleague}", GET=COLLEAGUES_SEE, POST=COLLEAGUES_ACT),
    row("person-reopen", "{colleague}", GET=COLLEAGUES_SEE, POST=COLLEAGUES_ACT),
    row("person-forget-factor", "{colleague}", GET=COLLEAGUES_SEE, POST="sign-in 422/404 404 404 302"),
    row("invitation-new", GET="sign-in 200 200 403 200", POST="sign-in 302 302 403 422"),
    row("invitation-list", GET=WHO_SIGNED_IN),
    row("invitation-detail", "{invitation}", GET=COLLEAGUES_SEE),
    row("invitation-renew", "{invitation}", GET=COLLEAGUES_SEE, POST=COLLEAGUES_ACT),
    row("invitation-revoke", "{invitation}", GET=COLLEAGUES_SEE, POST=COLLEAGUES_ACT),
    # Whoever has the link may open the account, and nothing else.
    row("invitation-accept", "{invitation_token}", GET=ANYBODY, POST="422 422 422 422 422"),
    row("invitation-accept", "guessed", GET="410 410 410 410 410", POST="410 410 410 410 410"),
)
