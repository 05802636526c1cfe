"""Invitations: who may invite whom, links that work once, and what becomes of them."""

from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from partnerships.models import Invitation, Role, User
from partnerships.services.invitations import (
    VALID_FOR,
    accept_invitation,
    invite_person,
    open_invitation,
    renew_invitation,
    revoke_invitation,
    roles_to_invite,
)
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

CHOSEN = {"username": "wang.wei", "name": "王伟", "password": "eleven plum trees", "language": "zh-hans"}


def link_to(token: str) -> str:
    return f"https://gongxin.example/invitation/{token}/"


def invited(cast: Cast, **given: Any) -> Invitation:
    """An invitation of a colleague by the bureau's staff member."""
    usual = {"by": cast.staff, "role": Role.STAFF, "organization": cast.bureau, "link_to": link_to}
    return invite_person(**usual | given)


def test_the_invited_person_gets_the_role_and_organization_that_were_fixed(cast: Cast) -> None:
    invitation = invited(cast)
    user = accept_invitation(token=invitation.token, email="wang@example.cn", **CHOSEN)
    stored = User.objects.get(pk=user.pk)
    assert (stored.role, stored.organization, stored.get_full_name()) == (Role.STAFF, cast.bureau, "王伟")
    assert (stored.email, stored.language) == ("wang@example.cn", "zh-hans")
    assert stored.check_password(CHOSEN["password"])
    invitation.refresh_from_db()
    assert invitation.accepted_by == user


def test_a_link_works_once(cast: Cast) -> None:
    invitation = invited(cast)
    accept_invitation(token=invitation.token, **CHOSEN)
    with pytest.raises(PermissionDenied, match="accepted already"):
        accept_invitation(token=invitation.token, **CHOSEN | {"username": "another"})
    assert not User.objects.filter(username="another").exists()


def test_what_is_refused_leaves_the_link_open(cast: Cast) -> None:
    invitation = invited(cast)
    with refused("username"):
        accept_invitation(token=invitation.token, **CHOSEN | {"username": "staff"})
    with refused("password", "too short"):
        accept_invitation(token=invitation.token, **CHOSEN | {"password": "tea"})
    assert open_invitation(invitation.token) == invitation


def test_a_link_ends_after_fourteen_days(cast: Cast) -> None:
    invitation = invited(cast)
    now = timezone.now()
    Invitation.objects.update(invited_at=now - VALID_FOR, expires_at=now + timedelta(minutes=1))
    assert open_invitation(invitation.token)
    Invitation.objects.update(expires_at=now)
    with pytest.raises(PermissionDenied, match=r"expired\. Ask staff for a new link"):
        accept_invitation(token=invitation.token, **CHOSEN)


def test_the_database_holds_no_token(cast: Cast) -> None:
    invitation = invited(cast)
    stored = Invitation.objects.get()
    assert len(invitation.token) > 40
    assert invitation.token not in {str(value) for value in stored.__dict__.values()}
    with pytest.raises(PermissionDenied, match="opens no invitation"):
        open_invitation(stored.token_hash)


def test_a_new_link_ends_the_old_one(cast: Cast) -> None:
    first = invited(cast)
    Invitation.objects.update(invited_at=timezone.now() - VALID_FOR, expires_at=timezone.now())
    second = renew_invitation(by=cast.staff, invitation=first, link_to=link_to)
    with pytest.raises(PermissionDenied, match="opens no invitation"):
        open_invitation(first.token)
    assert open_invitation(second.token).expires_at > timezone.now() + timedelta(days=13)


def test_a_revoked_invitation_opens_nothing_and_revoking_again_changes_nothing(cast: Cast) -> None:
    invitation = invited(cast)
    revoked = revoke_invitation(by=cast.staff, invitation=invitation)
    assert revoke_invitation(by=cast.administrator, invitation=invitation).revoked_by == revoked.revoked_by
    with pytest.raises(PermissionDenied, match="revoked"):
        accept_invitation(token=invitation.token, **CHOSEN)
    with refused("invitation", "revoked"):
        renew_invitation(by=cast.staff, invitation=invitation, link_to=link_to)


def test_an_accepted_invitation_is_neither_renewed_nor_revoked(cast: Cast) -> None:
    invitation = invited(cast)
    accept_invitation(token=invitation.token, **CHOSEN)
    with refused("invitation", "wang.wei"):
        renew_invitation(by=cast.staff, invitation=invitation, link_to=link_to)
    with refused("invitation", "wang.wei"):
        revoke_invitation(by=cast.staff, invitation=invitation)


@pytest.mark.parametrize(
    ("by", "role", "organization", "field"),
    [
        ("staff", Role.STAFF, "street_office", "organization"),
        ("staff", Role.NGO_MANAGER, "ngo", "role"),
        ("staff", Role.ADMINISTRATOR, None, "role"),
        ("ngo_manager", Role.NGO_MANAGER, "other_ngo", "organization"),
        ("ngo_manager", Role.STAFF, "bureau", "role"),
        ("analyst", Role.ANALYST, None, "role"),
        ("administrator", Role.STAFF, "ngo", "organization"),
        ("administrator", Role.ANALYST, "ngo", "organization"),
        ("administrator", "oracle", None, "role"),
    ],
)
def test_nobody_invites_further_than_the_table_allows(
    by: str, role: str, organization: str | None, field: str, cast: Cast
) -> None:
    into = getattr(cast, organization) if organization else None
    with refused(field):
        invited(cast, by=getattr(cast, by), role=role, organization=into)
    assert not Invitation.objects.exists()


def test_administrators_invite_to_every_role_and_others_to_their_own(cast: Cast) -> None:
    assert roles_to_invite(cast.administrator) == list(Role)
    assert roles_to_invite(cast.staff) == [Role.STAFF]
    assert roles_to_invite(cast.analyst) == []
    given = {"by": cast.administrator, "link_to": link_to}
    assert invite_person(role=Role.NGO_MANAGER, organization=cast.other_ngo, **given)
    assert invite_person(role=Role.ANALYST, **given)
    assert invited(cast, by=cast.ngo_manager, role=Role.NGO_MANAGER, organization=cast.ngo)


def test_only_colleagues_and_administrators_manage_an_invitation(cast: Cast) -> None:
    invitation = invited(cast)
    for person in (cast.street_staff, cast.ngo_manager, cast.analyst):
        assert not Invitation.objects.visible_to(person).exists()
        with pytest.raises(PermissionDenied):
            revoke_invitation(by=person, invitation=invitation)
        with pytest.raises(PermissionDenied):
            renew_invitation(by=person, invitation=invitation, link_to=link_to)


def test_nobody_is_invited_twice_to_the_same(cast: Cast) -> None:
    invited(cast, email="wang@example.cn")
    with refused("email", "WANG@example.cn"):
        invited(cast, email="WANG@example.cn")
    Invitation.objects.update(invited_at=timezone.now() - VALID_FOR, expires_at=timezone.now())
    assert invited(cast, email="wang@example.cn")


def test_the_link_is_mailed_once_everything_is_saved(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with translation.override("zh-hans"), django_capture_on_commit_callbacks(execute=True):
        invitation = invited(cast, email="wang@example.cn")
        assert mail.outbox == []
    assert invitation.was_mailed
    (sent,) = mail.outbox
    assert sent.to == ["wang@example.cn"]
    assert link_to(invitation.token) in sent.body
    assert "临江区民政局" in sent.body


def test_a_mail_server_that_is_down_loses_no_invitation(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(*_given: Any) -> None:
        raise SMTPException("down")

    monkeypatch.setattr("partnerships.services.invitation_mail.send_mail", fail)
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invited(cast, email="wang@example.cn")
    assert not invitation.was_mailed
    assert open_invitation(invitation.token)
