"""The lists of people and of invitations: those of one's organization; all for administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.filters.people import (
    AccountState,
    InvitationFilter,
    InvitationState,
    PersonFilter,
    state_of,
)
from partnerships.models import Invitation, Role, User

from .lists import Column, Control, EmptyList, NewRecord, RecordList, View, answer_list, choice_control, text_control

INVITE = NewRecord(gettext_lazy("Invite somebody"), "invitation-new", Invitation)


def name_of(person: User) -> str:
    """The name people know somebody by."""
    return person.get_full_name() or person.username


def account_state(person: User) -> AccountState:
    """Whether the person can sign in."""
    return AccountState.OPEN if person.is_active else AccountState.CLOSED


PEOPLE = RecordList(
    name="person-list",
    title=gettext_lazy("People"),
    intro=gettext_lazy("Who can sign in, in which role and for which organization."),
    filters=PersonFilter,
    rows=lambda user: User.objects.visible_to(user).select_related("organization"),
    columns=(
        Column(
            "name", gettext_lazy("Name"), name_of, address=lambda person: reverse("person-detail", args=[person.pk])
        ),
        Column("username", gettext_lazy("User name"), lambda person: person.username, order="username"),
        Column("role", gettext_lazy("Role"), lambda person: capfirst(person.get_role_display()), order="role"),
        Column("organization", gettext_lazy("Organization"), lambda person: str(person.organization or "")),
        Column(
            "state",
            gettext_lazy("Account"),
            lambda person: str(account_state(person).label),
            tag=lambda person: "" if person.is_active else "tag attention",
        ),
        Column(
            "last_login",
            gettext_lazy("Last signed in"),
            lambda person: person.last_login,
            order="last_login",
            descends=True,
        ),
        Column("email", gettext_lazy("E-mail address"), lambda person: person.email, is_shown=False),
        Column(
            "date_joined",
            gettext_lazy("Account since"),
            lambda person: person.date_joined,
            order="date_joined",
            descends=True,
            is_shown=False,
        ),
    ),
    controls=lambda request: [
        text_control(request, "q", _("Name"), _("Name, e-mail address or organization")),
        choice_control(request, "role", _("Role"), Role.choices),
        choice_control(request, "state", _("Account"), AccountState.choices),
    ],
    order="username",
    empty=EmptyList(gettext_lazy("There is nobody here yet."), gettext_lazy("Invite your colleagues.")),
    new=INVITE,
    views=lambda _today: [View(_("Closed accounts"), "state=closed")],
)


def _state_controls(request: HttpRequest) -> list[Control]:
    return [choice_control(request, "state", _("State"), InvitationState.choices)]


INVITATIONS = RecordList(
    name="invitation-list",
    title=gettext_lazy("Invitations"),
    intro=gettext_lazy("Each is for one person, works once, and ends after fourteen days."),
    filters=InvitationFilter,
    rows=lambda user: Invitation.objects.visible_to(user).select_related("organization", "invited_by", "accepted_by"),
    columns=(
        Column(
            "email",
            gettext_lazy("For"),
            lambda invitation: invitation.email or _("whoever has the link"),
            address=lambda invitation: reverse("invitation-detail", args=[invitation.pk]),
        ),
        Column("role", gettext_lazy("Role"), lambda invitation: capfirst(invitation.get_role_display())),
        Column("organization", gettext_lazy("Organization"), lambda each: str(each.organization or "")),
        Column(
            "state",
            gettext_lazy("State"),
            lambda invitation: str(state_of(invitation).label),
            tag=lambda each: "tag attention" if state_of(each) == InvitationState.EXPIRED else "",
        ),
        Column("invited_by", gettext_lazy("Invited by"), lambda invitation: name_of(invitation.invited_by)),
        Column(
            "invited_at", gettext_lazy("Invited at"), lambda each: each.invited_at, order="invited_at", descends=True
        ),
        Column("expires_at", gettext_lazy("Valid until"), lambda each: each.expires_at, order="expires_at"),
    ),
    controls=_state_controls,
    order="-invited_at",
    empty=EmptyList(
        gettext_lazy("Nobody was invited yet."),
        gettext_lazy("An invitation names role and organization; the person chooses name and password."),
    ),
    new=INVITE,
    views=lambda _today: [View(_("Waiting for an answer"), "state=waiting")],
)


@login_required
@require_safe
def list_people(request: HttpRequest) -> HttpResponseBase:
    """The people the reader may see."""
    return answer_list(request, PEOPLE)


@login_required
@require_safe
def list_invitations(request: HttpRequest) -> HttpResponseBase:
    """The invitations the reader may see."""
    return answer_list(request, INVITATIONS)
