"""Inviting people: role and organization are fixed, and whoever holds the link opens the account, once."""

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import INVITES, Action, Reach, check_act, check_record
from partnerships.models import Invitation, Organization, Role, User

from .invitation_mail import LinkTo, mail_invitation
from .people import check_organization, register_person
from .refusals import refuse, refuse_if, save

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite_person(
    *, by: User, role: str, link_to: LinkTo, organization: Organization | None = None, email: str = ""
) -> Invitation:
    """Invites somebody to a role. The result has the `token` of the link, which is not kept and cannot be had again."""
    check_organization(role, organization)
    _check_may_invite(by, Role(role), organization)
    check_record(by, Invitation, organization)
    _refuse_second(role, organization, email)
    invitation = Invitation(
        role=role, organization=organization, email=email, invited_by=by, expires_at=timezone.now() + VALID_FOR
    )
    return _issue(invitation, link_to)


def roles_to_invite(by: User) -> list[Role]:
    """The roles the person may invite to."""
    return list(INVITES[Role(by.role)])


def _check_may_invite(by: User, role: Role, organization: Organization | None) -> None:
    """Refuses what the table of the access rules does not list."""
    reach = INVITES[Role(by.role)].get(role, Reach.NOTHING)
    if reach == Reach.EVERYTHING:
        return
    if reach != Reach.OWN:
        refuse("role", _("As %(role)s you may not invite %(invited)s. Ask an administrator."),
               role=Role(by.role).label, invited=role.label)  # fmt: skip
    own = organization is not None and organization.pk == by.organization_id
    refuse_if(not own, "organization", _("You may invite colleagues into %(name)s only."), name=by.organization)


def _refuse_second(role: str, organization: Organization | None, email: str) -> None:
    """Refuses a second open invitation of the same person to the same thing."""
    given = Invitation.objects.open_at(timezone.now()).filter(role=role, organization=organization, email__iexact=email)
    refuse_if(
        bool(email) and given.exists(),
        "email",
        _("%(email)s has an open invitation already. Make a new link there if the first was lost."),
        email=email,
    )


def _issue(invitation: Invitation, link_to: LinkTo) -> Invitation:
    """Gives the invitation a new token, and mails the link where there is an address."""
    invitation.token = secrets.token_urlsafe(32)
    invitation.token_hash = invitation.hash_of(invitation.token)
    save(invitation)
    if invitation.email:
        transaction.on_commit(lambda: mail_invitation(invitation, link_to))
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    """The invitation as it stands now, with nobody else changing it meanwhile."""
    locked: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    return locked


@transaction.atomic
def renew_invitation(*, by: User, invitation: Invitation, link_to: LinkTo) -> Invitation:
    """Makes a new link, valid for as long as a first one; the old one ends."""
    invitation = _locked(invitation)
    check_act(by, Action.MANAGE, invitation)
    _refuse_unless_waiting(invitation)
    invitation.expires_at = timezone.now() + VALID_FOR
    return _issue(invitation, link_to)


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation) -> Invitation:
    """The link opens nothing any more. Revoking again changes nothing."""
    invitation = _locked(invitation)
    check_act(by, Action.MANAGE, invitation)
    if invitation.revoked_at is None:
        _refuse_unless_waiting(invitation)
        invitation.revoked_at, invitation.revoked_by = timezone.now(), by
        save(invitation)
    return invitation


def _refuse_unless_waiting(invitation: Invitation) -> None:
    refuse_if(
        invitation.accepted_at is not None,
        "invitation",
        _("%(name)s has accepted this invitation already."),
        name=invitation.accepted_by,
    )
    refuse_if(
        invitation.revoked_at is not None,
        "invitation",
        _("This invitation was revoked. Invite the person anew."),
    )


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link; PermissionDenied, with a sentence, when it opens nothing (any more)."""
    found: Invitation | None = Invitation.objects.with_token(token).select_related("organization", "invited_by").first()
    if found is None or not found.is_open_at(timezone.now()):
        raise PermissionDenied(_why_closed(found))
    return found


def _why_closed(invitation: Invitation | None) -> str:
    if invitation is None:
        return _("This link opens no invitation. Copy it whole, or ask for a new one.")
    if invitation.accepted_at is not None:
        return _("This invitation has been accepted already. Sign in with the name and password chosen then.")
    name = invitation.invited_by.get_full_name() or invitation.invited_by.username
    if invitation.revoked_at is not None:
        return _("This invitation was revoked. If that is a mistake, ask %(name)s.") % {"name": name}
    return _("This invitation has expired. Ask %(name)s for a new link.") % {"name": name}


@transaction.atomic
def accept_invitation(
    *, token: str, username: str, name: str, password: str, language: str = "", email: str = ""
) -> User:
    """Opens the account; the link works no more. Two who follow it at once do not both get one."""
    invitation = _locked(open_invitation(token))
    if not invitation.is_open_at(timezone.now()):
        raise PermissionDenied(_why_closed(invitation))
    user = register_person(
        by=None,
        username=username,
        role=invitation.role,
        organization=invitation.organization,
        email=invitation.email or email,
        password=password,
        name=name,
        language=language,
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    save(invitation)
    return user
