"""Making, revoking and using tokens of the API."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import ApiScope, ApiToken, Role, User
from partnerships.models.tokens import digest_of

from .refusals import refuse, refuse_if, save

PREFIX = "gongxin_"  # lets programs that look for leaked secrets know one
SHOWN = len(PREFIX) + 4
DAYS_AT_MOST = 365
WORKING_AT_MOST = 20
USE_NOTED_EVERY = timedelta(minutes=1)


def scopes_for(user: User) -> list[ApiScope]:
    """What the person's tokens can be good for: who records nothing has no use for writing."""
    return [scope for scope in ApiScope if not (scope.is_writing and user.role == Role.ANALYST)]


@transaction.atomic
def make_token(*, by: User, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """Gives the person a new token, valid for so many days from now, and its secret, which nobody can tell later."""
    person = User.objects.select_for_update().get(pk=by.pk)
    _check(person, scopes, days)
    now = timezone.now()
    refuse_if(
        ApiToken.objects.visible_to(person).working_at(now).count() >= WORKING_AT_MOST,
        "name",
        _("You have %(most)s working tokens already. Revoke those you no longer need."),
        most=WORKING_AT_MOST,
    )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=person,
        name=name.strip(),
        token_digest=digest_of(secret),
        beginning=secret[:SHOWN],
        scopes=[scope.value for scope in ApiScope if scope.value in scopes],
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    save(token)
    return token, secret


def _check(person: User, scopes: Sequence[str], days: int) -> None:
    refuse_if(
        not 1 <= days <= DAYS_AT_MOST,
        "days",
        _("A token is valid for 1 to %(most)s days. Choose a number between them."),
        most=DAYS_AT_MOST,
    )
    refuse_if(not scopes, "scopes", _("A token that is good for nothing is of no use. Choose what it may do."))
    for scope in set(scopes) - {scope.value for scope in scopes_for(person)}:
        refuse("scopes", _("“%(value)s” is nothing your tokens can be good for."), value=scope)


@transaction.atomic
def revoke_token(*, by: User, token: ApiToken) -> ApiToken:
    """Ends one's own token at once. Doing it again changes nothing."""
    held: ApiToken = ApiToken.objects.visible_to(by).select_for_update().get(pk=token.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
    return held


def note_use(token: ApiToken) -> None:
    """Keeps when the token was used last, to the minute: a write for each request would cost more than it tells."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
