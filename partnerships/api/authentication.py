"""Signing in to the API: by a token, or by name and password, where the limits of the sign-in page hold."""

from typing import Any

from allauth.core.internal import ratelimit
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.authentication import BasicScheme
from rest_framework.authentication import BaseAuthentication, BasicAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request

from partnerships.accounts.second_factor import has_second_factor, must_have_second_factor, password_suffices
from partnerships.audit.acting import say_through
from partnerships.models import ApiToken, User
from partnerships.services.tokens import PREFIX, note_use

FAILED = "login_failed"
CHALLENGE = 'Basic realm="Gongxin", Bearer realm="Gongxin"'


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer` with a token that somebody made on the pages. One query more than a session."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token; None where no token was sent."""
        kind, _space, secret = get_authorization_header(request).partition(b" ")
        if kind.lower() != b"bearer":
            return None
        return _let_in(secret.decode("latin-1"))

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (the REST framework's signature)
        """Both ways to sign in."""
        return CHALLENGE


def _let_in(secret: str) -> tuple[User, ApiToken]:
    """The person and the token of a secret; whoever must have a second factor and has none stays out."""
    found = ApiToken.objects.with_token(secret).select_related("user__organization").first()
    token = _working(found)
    if must_have_second_factor(token.user) and not has_second_factor(token.user):
        sentence = _("Your account needs a second factor beside the password. Sign in on the pages and set it up.")
        raise PermissionDenied(sentence, code="second-factor-required")
    note_use(token)
    say_through(f"token {token.pk}")
    return token.user, token


def _working(token: ApiToken | None) -> ApiToken:
    """The token if it lets its person in; AuthenticationFailed that says why not."""
    if token is None or not token.user.is_active:
        raise AuthenticationFailed(_("There is no such token. Make one on the pages, under your account."))
    if token.revoked_at is not None:
        raise AuthenticationFailed(_("This token was revoked. Make another on the pages, under your account."))
    if token.expires_at <= timezone.now():
        raise AuthenticationFailed(_("This token has expired. Make another on the pages, under your account."))
    return token


class PasswordAuthentication(BasicAuthentication):
    """Refuses those whose account needs more than a password, and guesses after a few.

    A token may stand in the password's place: Excel and Power BI ask for a name and a password and keep both out of the
    workbook, where a header of theirs would show it to everybody. The name is then of no account.
    """

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (the REST framework's signature)
        """Both ways to sign in."""
        return CHALLENGE

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> tuple[User, ApiToken | None]:
        """The person; each wrong password counts against the name and the address it came from."""
        if password.startswith(PREFIX):
            return _let_in(password)
        name = userid.lower()
        if not _count(request, name, dry_run=True):
            raise Throttled(detail=_("Too many wrong passwords. Wait five minutes and try again."))
        try:
            user, _none = super().authenticate_credentials(userid, password, request)  # type: ignore[arg-type]
        except AuthenticationFailed:
            _count(request, name, dry_run=False)
            raise
        if not password_suffices(user):
            sentence = _(
                "This account signs in with a second factor, which a password sent by a program cannot replace. "
                "Sign in on the pages, or use an account for reading data."
            )
            raise PermissionDenied(sentence, code="second-factor-required")
        return user, None


def _count(request: Any, name: str, *, dry_run: bool) -> bool:
    """Whether one more wrong password is within the limits; counts it unless it is only asked."""
    # The public function leaves GET out of account, by which programs ask for nearly everything.
    usage = ratelimit.consume(
        request, app="allauth.account", action=FAILED, key=f"api:{name}", dry_run=dry_run, limit_get=True
    )
    return usage is not None


class PasswordScheme(BasicScheme):
    """How the schema names it: as what it is to a program, Basic authentication."""

    target_class = "partnerships.api.authentication.PasswordAuthentication"
