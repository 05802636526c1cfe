"""Invitations: an account that waits for the person who is to have it."""

import hashlib
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import Role, User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def visible_to(self, user: User) -> Self:
        """An administrator sees all, others those into their own organization."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(organization=user.organization_id) if user.organization_id else self.none()

    def waiting(self) -> Self:
        """Neither accepted nor revoked; some may have expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open_at(self, moment: datetime) -> Self:
        """Those that can be accepted at the moment."""
        return self.waiting().filter(expires_at__gt=moment)

    def with_token(self, token: str) -> Self:
        """The one whose link holds the token."""
        return self.filter(token_hash=hash_of(token))


def hash_of(token: str) -> str:
    """What is kept of a token: who reads the database cannot accept an invitation. A random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """Role and organization are the inviter's choice; name and password the invited person's. Its link works once."""

    role = models.CharField(_("role"), max_length=20, choices=Role)
    organization = models.ForeignKey(
        "partnerships.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organization"),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("account"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )

    objects: Any = InvitationQuerySet.as_manager()

    # Known to whoever made it, until the end of the request; never stored.
    token = ""
    was_mailed = False
    hash_of = staticmethod(hash_of)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                name="invitation_organization_matches_role",
                condition=Q(role__in=["staff", "ngo_manager"], organization__isnull=False)
                | Q(role__in=["analyst", "administrator"], organization__isnull=True),
                violation_error_message=_(
                    "Choose one of the four roles. Staff and NGO managers need an organization; the others have none."
                ),
            ),
            models.CheckConstraint(
                name="invitation_expires_after_it_was_sent",
                condition=Q(expires_at__gt=F("invited_at")),
                violation_error_message=_("An invitation must be valid for some time."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message=_("An invitation is accepted by somebody at some time, or not at all."),
            ),
            models.CheckConstraint(
                name="invitation_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message=_("An invitation is revoked by somebody at some time, or not at all."),
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                violation_error_message=_("An invitation that was accepted can no longer be revoked."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.get_role_display(), self.organization, self.email) if part)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it can be accepted at the moment."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > moment
