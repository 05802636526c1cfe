"""Inviting people, and opening an account by an invitation."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import Action, Reach, check_act, reach_of
from partnerships.acts import Act
from partnerships.filters.people import InvitationState, state_of
from partnerships.forms.entry import EntryForm
from partnerships.forms.people import AcceptanceForm, InvitationForm
from partnerships.models import Invitation, User
from partnerships.services.invitations import (
    accept_invitation,
    invite_person,
    open_invitation,
    renew_invitation,
    revoke_invitation,
)

from .entering import EntryPage, Values, enter, form_data
from .person_lists import name_of

FORM_METHODS = ["GET", "HEAD", "POST"]
# The link, kept by the session from the act until the page that shows it, once.
SHOWN_ONCE = "invitation-link"


def _link_to(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("invitation-accept", args=[token]))


def _page_of(invitation: Invitation) -> str:
    return reverse("invitation-detail", args=[invitation.pk])


def _show_link(request: HttpRequest, invitation: Invitation) -> str:
    """Where a link that was just made is shown."""
    request.session[SHOWN_ONCE] = {
        "key": invitation.pk,
        "link": _link_to(request)(invitation.token),
        "was_mailed": invitation.was_mailed,
    }
    return _page_of(invitation)


@login_required
@require_http_methods(FORM_METHODS)
def invite(request: HttpRequest) -> HttpResponse:
    """Invites somebody: role and organization are fixed here."""
    user: User = request.user  # type: ignore[assignment]
    if reach_of(user, Action.RECORD, Invitation) == Reach.NOTHING:
        raise PermissionDenied(_("Your role does not include inviting people; ask an administrator."))
    form = InvitationForm(user=user, **form_data(request))

    def act(_values: Values) -> Invitation:
        return invite_person(by=user, link_to=_link_to(request), **form.values())

    page = EntryPage(
        _("Invite somebody"),
        _("Make the invitation"),
        reverse("person-list"),
        intro=_intro(user),
        said=_("The invitation is made."),
    )
    return enter(request, form, act, page, then=lambda invitation: _show_link(request, invitation))


def _intro(user: User) -> str:
    if user.organization is None:
        return _("The person chooses user name, name and password. The link works once, for fourteen days.")
    return _(
        "You invite a colleague into %(organization)s. They choose user name, name and password. The link works once, "
        "for fourteen days."
    ) % {"organization": user.organization}


def _seen(request: HttpRequest, pk: int) -> Invitation:
    rows = Invitation.objects.visible_to(request.user).select_related("organization", "invited_by", "accepted_by")
    invitation: Invitation = get_object_or_404(rows, pk=pk)
    return invitation


@never_cache
@login_required
@require_safe
def show_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One invitation; with its link when it was made just before, and never again."""
    invitation = _seen(request, pk)
    made = request.session.pop(SHOWN_ONCE, None)
    state = state_of(invitation)
    acts = [
        Act(_("Make a new link"), reverse("invitation-renew", args=[pk])),
        Act(_("Revoke"), reverse("invitation-revoke", args=[pk]), is_harmful=True),
    ]
    context = {
        "invitation": invitation,
        "invited_by": name_of(invitation.invited_by),
        "state": state.label,
        "made": made if made and made["key"] == pk else None,
        "acts": acts if state in {InvitationState.WAITING, InvitationState.EXPIRED} else [],
    }
    return render(request, "partnerships/invitation.html", context)


def _page(invitation: Invitation, title: str, button: str, intro: str, said: str, *, is_harmful: bool) -> EntryPage:
    about = str(invitation)
    return EntryPage(title, button, _page_of(invitation), about=about, intro=intro, said=said, is_harmful=is_harmful)


@login_required
@require_http_methods(FORM_METHODS)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes a new link in place of the old one, and mails it again."""
    invitation = _seen(request, pk)
    check_act(request.user, Action.MANAGE, invitation)

    def act(_values: Values) -> Invitation:
        return renew_invitation(by=request.user, invitation=invitation, link_to=_link_to(request))  # type: ignore[arg-type]

    page = _page(
        invitation,
        _("Make a new link"),
        _("Make it"),
        _("The old link ends; the new one is valid for fourteen days. It is mailed where there is an address."),
        _("The new link is made."),
        is_harmful=False,
    )
    form = EntryForm(**form_data(request))
    return enter(request, form, act, page, then=lambda renewed: _show_link(request, renewed))


@login_required
@require_http_methods(FORM_METHODS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an invitation back."""
    invitation = _seen(request, pk)
    check_act(request.user, Action.MANAGE, invitation)

    def act(_values: Values) -> Invitation:
        return revoke_invitation(by=request.user, invitation=invitation)  # type: ignore[arg-type]

    page = _page(
        invitation,
        _("Revoke the invitation"),
        _("Revoke it"),
        _("The link opens nothing any more."),
        _("The invitation is revoked."),
        is_harmful=True,
    )
    return enter(request, EntryForm(**form_data(request)), act, page, then=_page_of)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(FORM_METHODS)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation leads: the invited person chooses name and password. Open to whoever has the link."""
    try:
        invitation = open_invitation(token)
    except PermissionDenied as refusal:
        return render(request, "partnerships/invitation_closed.html", {"why": str(refusal)}, status=HTTPStatus.GONE)
    form = AcceptanceForm(needs_email=not invitation.email, initial={"language": get_language()}, **form_data(request))

    def act(values: Values) -> User:
        return accept_invitation(token=token, **values)

    page = EntryPage(
        _("Open your account"),
        _("Open the account"),
        reverse("sign-in"),
        said=_("Your account is open. Sign in with the name and password you have chosen."),
        template="partnerships/acceptance.html",
        context={"invitation": invitation, "invited_by": name_of(invitation.invited_by)},
    )
    response = enter(request, form, act, page, then=lambda _user: reverse("sign-in"))
    if response.status_code == HTTPStatus.FOUND:
        logout(request)  # of whoever was signed in on this browser: the account is another's
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax")
    return response
