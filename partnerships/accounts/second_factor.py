"""Who needs a second factor beside the password, and who has one."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from partnerships.access import SECOND_FACTOR_FOR
from partnerships.models import User

# Recovery codes stand in for a factor that was lost; they are none of their own.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_second_factor(user: User) -> bool:
    """Whether the person's role may not go without one on this installation."""
    return settings.SECOND_FACTOR_REQUIRED and user.role in SECOND_FACTOR_FOR


def has_second_factor(user: User) -> bool:
    """Whether the person has set one up. One query."""
    return Authenticator.objects.filter(user=user.pk, type__in=FACTORS).exists()


def password_suffices(user: User) -> bool:
    """Whether a password alone lets the person in, as programs send it. At most one query."""
    return not must_have_second_factor(user) and not has_second_factor(user)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether whoever asks must set one up first. A query only in sessions that began without one."""
    user = request.user
    if not user.is_authenticated or not must_have_second_factor(user):
        return False
    if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
        return False
    return not has_second_factor(user)
