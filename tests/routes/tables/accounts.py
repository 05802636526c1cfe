"""Signing in and out, and the language."""

from tests.routes.rows import row

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
)
