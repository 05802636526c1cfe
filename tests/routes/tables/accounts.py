"""Signing in and out, and the language."""

from tests.routes.rows import row

from .answers import ANYBODY, NOBODY, WHO_SIGNED_IN

SIGNS_IN = "200 302 302 302 302"
LED_HOME = "405 302 302 302 302"
LED_TO_SIGN_IN = "sign-in sign-in sign-in sign-in sign-in"
BACK = "302 302 302 302 302"

ROWS = (
    # Who is signed in already is led home, whatever the method.
    row("sign-in", GET=SIGNS_IN, POST=SIGNS_IN, PUT=SIGNS_IN, PATCH=LED_HOME, DELETE=LED_HOME),
    row("sign-out", POST=LED_TO_SIGN_IN),
    # Sets a cookie by POST; by any other method it only leads back.
    row("set_language", GET=BACK, POST=BACK, PUT=BACK, PATCH=BACK, DELETE=BACK),
    row("account", GET=WHO_SIGNED_IN),
    # What is missing is said; an analyst has no duties to be reminded of, and may set the language.
    row("account-preferences", POST="sign-in 422 422 422 422"),
    row("account-calendar-new", POST=WHO_SIGNED_IN),
    row("account-calendar-remove", POST="sign-in 302 302 302 302"),
    # Whoever knows the secret address reads it; nobody guesses one.
    row("calendar-feed", "guess", GET=NOBODY),
    row("reminders-stop", GET=ANYBODY, POST=NOBODY),
)
