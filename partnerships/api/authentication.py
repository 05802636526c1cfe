"""Signing in to the API by name and password, for programs. The same limits hold as for the sign-in page."""

from typing import Any

from allauth.core.internal import ratelimit
from django.utils.translation import gettext as _
from drf_spectacular.authentication import BasicScheme
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request

from partnerships.accounts.second_factor import password_suffices
from partnerships.models import User

FAILED = "login_failed"


class PasswordAuthentication(BasicAuthentication):
    """Refuses those whose account needs more than a password, and guesses after a few."""

    def authenticate_credentials(self, userid: str, password: str, request: Request | None = None) -> tuple[User, None]:
        """The person; each wrong password counts against the name and the address it came from."""
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
