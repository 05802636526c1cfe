"""Tokens by which a person's programs use the API, and how often they ask."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .people import User


class ApiScope(models.TextChoices):
    """What a token may be good for: reading or writing records of a kind. It never adds to what its person may do."""

    READ_ORGANIZATIONS = "organizations:read", _("read organizations, their standings and accounts")
    READ_PARTNERSHIPS = "partnerships:read", _("read partnerships")
    READ_CONTRACTS = "contracts:read", _("read contracts, payments and what else happened under them")
    READ_EVENTS = "events:read", _("read interaction events")
    READ_REQUESTS = "requests:read", _("read requests and replies")
    READ_NETWORKS = "networks:read", _("read service networks, members and ties")
    READ_ASSESSMENTS = "assessments:read", _("read assessments and what they were made of")
    READ_HEARINGS = "hearings:read", _("read drafts, objections to readings, replies and overrides")
    READ_PACKAGES = "packages:read", _("download data packages and follow the changes: everything you may see")
    WRITE_PACKAGES = "packages:write", _("have data packages made")
    WRITE_CONTRACTS = "contracts:write", _("record contracts")
    WRITE_PAYMENTS = "payments:write", _("record payments")
    WRITE_EVENTS = "events:write", _("record interaction events")
    WRITE_REQUESTS = "requests:write", _("record requests and replies")
    WRITE_HEARINGS = "hearings:write", _("object to readings and reply to judgements")

    @property
    def is_writing(self) -> bool:
        """Whether it changes records. A package is a copy: having one made changes none."""
        return self.value.endswith(":write") and self != ApiScope.WRITE_PACKAGES


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Reads of tokens."""

    def visible_to(self, user: User) -> Self:
        """The person's own."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()

    def with_token(self, token: str) -> Self:
        """The one with this secret, whatever its state."""
        return self.filter(token_digest=digest_of(token))

    def working_at(self, moment: datetime) -> Self:
        """Neither revoked nor expired at the moment."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=moment)


def digest_of(token: str) -> str:
    """What is kept of a token: who reads the database cannot use it. A random token needs no salt."""
    return sha256(token.encode()).hexdigest()


class ApiToken(models.Model):
    """A secret that stands for a person in a program: named, limited to scopes and a time, known only to them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(pgettext_lazy("of a token", "name"), max_length=80)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=ApiScope), verbose_name=_("good for"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects: Any = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                name="api_token_expires_after_making",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message=_("A token is valid for a while. Choose a later end."),
            ),
            models.CheckConstraint(
                name="api_token_has_scopes",
                condition=~Q(scopes=[]),
                violation_error_message=_("A token that is good for nothing is of no use. Choose what it may do."),
            ),
            models.CheckConstraint(
                name="api_token_has_name",
                condition=~Q(name=""),
                violation_error_message=_("The token has no name. Say what it is for."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """`revoked`, `expired` or `working`, now."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "working"

    @property
    def scope_labels(self) -> list[str]:
        """What it is good for, in words, in the order of the form."""
        return [str(scope.label) for scope in ApiScope if scope.value in self.scopes]


class RequestCount(models.Model):
    """How many requests a token, or a person without one, has made in the present minute. One row for each, reused."""

    key = models.CharField(max_length=40, primary_key=True)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("request count")
        verbose_name_plural = _("request counts")

    def __str__(self) -> str:
        return self.key
