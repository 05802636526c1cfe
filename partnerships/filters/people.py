"""Filters of people and of invitations."""

import django_filters
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models import Invitation, Role, User

from .fields import CodesFilter, ListOrdering, Rows, TextFilter


class AccountState(TextChoices):
    """Whether somebody can sign in."""

    OPEN = "open", pgettext_lazy("account", "open")
    CLOSED = "closed", pgettext_lazy("account", "closed")


class InvitationState(TextChoices):
    """What became of an invitation."""

    WAITING = "waiting", _("waiting for an answer")
    EXPIRED = "expired", _("expired")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("revoked")


def state_of(invitation: Invitation) -> InvitationState:
    """What became of it by now."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    is_open = invitation.expires_at > timezone.now()
    return InvitationState.WAITING if is_open else InvitationState.EXPIRED


def _in_state(state: str) -> Q:
    """The same for the database."""
    waiting = Q(accepted_at__isnull=True, revoked_at__isnull=True)
    now = timezone.now()
    return {
        InvitationState.WAITING.value: waiting & Q(expires_at__gt=now),
        InvitationState.EXPIRED.value: waiting & Q(expires_at__lte=now),
        InvitationState.ACCEPTED.value: Q(accepted_at__isnull=False),
        InvitationState.REVOKED.value: Q(revoked_at__isnull=False),
    }[state]


class PersonFilter(django_filters.FilterSet):
    """Filters of people."""

    q = TextFilter(method="named", label=_("part of a name"))
    role = CodesFilter(choices=Role.choices, label=_("role"))
    state = CodesFilter(choices=AccountState.choices, method="in_state", label=_("account"))
    ordering = ListOrdering(
        fields={"username": "username", "role": "role", "last_login": "last_login", "date_joined": "date_joined"},
        label=_("order"),
    )

    class Meta:
        model = User
        fields: list[str] = []

    def named(self, rows: Rows, _name: str, value: str) -> Rows:
        """People with the text in their name, user name, address or organization."""
        columns = ("username", "first_name", "last_name", "email", "organization__name", "organization__name_en")
        condition = Q()
        for column in columns:
            condition |= Q(**{f"{column}__icontains": value})
        return rows.filter(condition)

    def in_state(self, rows: Rows, _name: str, states: list[str]) -> Rows:
        """People whose account is in one of the states."""
        return rows.filter(is_active__in=[state == AccountState.OPEN for state in states]) if states else rows


class InvitationFilter(django_filters.FilterSet):
    """Filters of invitations."""

    state = CodesFilter(choices=InvitationState.choices, method="in_state", label=_("state"))
    ordering = ListOrdering(fields={"invited_at": "invited_at", "expires_at": "expires_at"}, label=_("order"))

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_state(self, rows: Rows, _name: str, states: list[str]) -> Rows:
        """Invitations in one of the states."""
        condition = Q()
        for state in states:
            condition |= _in_state(state)
        return rows.filter(condition)
