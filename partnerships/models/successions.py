"""Which organization took over from which, and when that was known."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .facts import FactQuerySet
from .organizations import Organization
from .people import User


class SuccessionQuerySet(FactQuerySet["Succession"]):
    """Reads of successions."""

    def visible_to(self, user: User) -> Self:
        """Successions of which the person may see one side."""
        seen = Organization.objects.visible_to(user)
        return self.filter(Q(organization__in=seen) | Q(successor__in=seen))

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:  # noqa: ARG002 (the same question as of other facts)
        """Successions that had happened by the day: a successor stays one. Without a day nothing went over."""
        return self.filter(happened_on__lte=day)


class Succession(models.Model):
    """One organization took over from another, wholly or in part. Wrong entries are voided, never edited away.

    What a body did with an NGO goes on with the body that took over wholly: assessments from `happened_on` on read the
    evidence of both (`trust.gather.lineage`), provided the succession was known then. Without a day nothing goes over.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="successions", verbose_name=_("organization")
    )
    successor = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="inheritances", verbose_name=_("successor")
    )
    happened_on = models.DateField(_("took over on"), null=True, blank=True)
    is_whole = models.BooleanField(_("everything went over"), default=True)
    functions = models.TextField(_("what went over"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voided by"),
    )
    void_reason = models.TextField(_("reason for voiding"), blank=True)

    objects: Any = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.CheckConstraint(
                name="succession_of_two_organizations",
                condition=~Q(organization=F("successor")),
                violation_error_message=_("An organization cannot succeed itself."),
            ),
            models.CheckConstraint(
                name="succession_in_part_says_what",
                condition=Q(is_whole=True) | ~Q(functions=""),
                violation_error_message=_("Say what went over, since not everything did."),
            ),
            models.UniqueConstraint(
                name="succession_once_per_pair",
                fields=["organization", "successor"],
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("This succession is on record already."),
            ),
            models.UniqueConstraint(
                name="succession_whole_only_once",
                fields=["organization"],
                condition=Q(is_whole=True, voided_at__isnull=True),
                violation_error_message=_("Everything went over to another organization already. Correct that first."),
            ),
            models.CheckConstraint(
                name="succession_void_has_reason",
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                violation_error_message=_("Voiding needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} → {self.successor}"

    @property
    def is_voided(self) -> bool:
        """Whether the entry was taken back."""
        return self.voided_at is not None
