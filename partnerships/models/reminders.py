"""How people are reminded outside the pages: the secret address of a calendar, and the mails that were sent."""

from hashlib import sha256
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    """Reads of calendar addresses."""

    def with_token(self, token: str) -> Self:
        """The address that contains the token, if its account is open."""
        return self.filter(token_digest=digest_of(token), user__is_active=True)


def digest_of(token: str) -> str:
    """What is kept of a token: enough to know it again, not enough to use it."""
    return sha256(token.encode()).hexdigest()


class CalendarAddress(models.Model):
    """The address at which a person's calendar can be read without signing in. Only a digest of it is kept."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="calendar_address", verbose_name=_("person")
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects: Any = CalendarAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)


class SentReminder(models.Model):
    """One mail to one person about one week or one day, never sent twice; none went out where nothing waited."""

    class Span(models.TextChoices):
        WEEK = "week", _("week")
        DAY = "day", _("day")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sent_reminders", verbose_name=_("person"))
    span = models.CharField(_("span"), max_length=4, choices=Span)
    begins_on = models.DateField(_("begins on"))
    count = models.PositiveSmallIntegerField(_("things that waited"))
    settled_on = models.DateField(_("settled on"))

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                name="reminder_once_per_span",
                fields=["user", "span", "begins_on"],
                violation_error_message=_("This person has been reminded already."),
            ),
            models.CheckConstraint(
                name="reminder_span_known",
                condition=Q(span__in=["week", "day"]),
                violation_error_message=_("A reminder is for a week or for a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.begins_on}"
