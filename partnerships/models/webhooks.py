"""Addresses of others that are told what happened, and every message to them until it has arrived or been given up."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Reads of webhooks."""

    def visible_to(self, user: User) -> Self:
        """A person's own: what it tells is what that person may see."""
        return self.filter(made_for=user.pk) if user.is_authenticated and user.is_active else self.none()

    def open(self) -> Self:
        """Those still told, of accounts still open."""
        return self.filter(ended_at__isnull=True, made_for__is_active=True)


class Webhook(models.Model):
    """One address, what it is told, and how far it has been told (a position in the feed of changes)."""

    class Kind(models.TextChoices):
        STAGE = "stage.changed", _("A partnership has come to another stage")
        OBJECTION = "objection.changed", _("An objection is raised, ruled on or lapses")
        CONTRACT = "contract.changed", _("A contract, or something under it, is recorded, changed or voided")

    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("for")
    )
    url = models.URLField(_("address"), max_length=500)
    kinds: Any = ArrayField(models.CharField(max_length=20, choices=Kind), verbose_name=_("told of"))
    # Both sides sign with it, so it must be kept as it is; only its owner is shown it.
    secret = models.CharField(_("secret"), max_length=60)
    position = models.TextField(blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects: Any = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                name="webhook_kinds_known",
                condition=Q(
                    kinds__len__gt=0, kinds__contained_by=["stage.changed", "objection.changed", "contract.changed"]
                ),
                violation_error_message=_("Choose at least one thing to be told of."),
            ),
        ]

    def __str__(self) -> str:
        return self.url


class WebhookMessageQuerySet(models.QuerySet["WebhookMessage"]):
    """Reads of messages."""

    def visible_to(self, user: User) -> Self:
        """Messages to a person's own addresses."""
        return self.filter(webhook__in=Webhook.objects.visible_to(user))

    def due(self, moment: datetime) -> Self:
        """Messages to be sent by the moment."""
        return self.filter(state=WebhookMessage.State.WAITING, next_at__lte=moment, webhook__ended_at__isnull=True)


class WebhookMessage(models.Model):
    """One message. `payload` is sent as it stands, so that a replay is the same message under the same id."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        SENT = "sent", _("arrived")
        DEAD = "dead", _("given up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages", verbose_name=_("webhook"))
    kind = models.CharField(_("told of"), max_length=20, choices=Webhook.Kind)
    payload = models.TextField(_("message"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    said = models.CharField(_("last answer"), max_length=200, blank=True)

    objects: Any = WebhookMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["next_at"], name="webhook_message_due", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                name="webhook_message_state_known",
                condition=Q(state__in=["waiting", "sent", "dead"]),
                violation_error_message=_("A message waits, has arrived or was given up."),
            ),
        ]

    def __str__(self) -> str:
        return f"msg_{self.pk}"
