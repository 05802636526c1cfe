"""Overrides: a stage set by decision, beside the one that was read."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, User
from partnerships.models.scope import outsider_scope, partnership_scope

from .assessments import Stage
from .objections import Objection


class OverrideQuerySet(models.QuerySet["Override"]):
    """Reads of overrides."""

    def visible_to(self, user: User) -> Self:
        """Overrides of partnerships the person may see; one nobody has confirmed, for those who decide on it alone."""
        seen = self.filter(partnership_scope(user, "partnership__"))
        return seen.filter(Q(confirmed_at__isnull=False) | outsider_scope(user, "partnership__"))

    def open(self) -> Self:
        """Overrides that have not been ended, whether a second person has confirmed them or not."""
        return self.filter(ended_at__isnull=True)

    def proposed(self) -> Self:
        """Overrides that wait for a second person."""
        return self.open().filter(confirmed_at__isnull=True)

    def in_force(self, today: date) -> Self:
        """Overrides confirmed by a second person, on a day within their term."""
        return self.open().filter(confirmed_at__isnull=False, expires_on__gte=today)


class Override(models.Model):
    """A decision, with its reason, that another stage than the one read describes the relationship, for a term.

    What is computed goes on being computed and shown; statistics count only that.
    """

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="overrides", verbose_name=_("partnership")
    )
    stage = models.SmallIntegerField(_("stage"), choices=Stage)
    grounds = models.TextField(_("reason"), max_length=5000)
    objection = models.ForeignKey(
        Objection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="overrides",
        verbose_name=_("objection that led to it"),
    )
    expires_on = models.DateField(_("in force until"))
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    end_reason = models.TextField(_("reason for ending it"), max_length=5000, blank=True)

    objects: Any = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        constraints = [
            models.UniqueConstraint(
                name="override_open_once",
                fields=["partnership"],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("An override of this partnership is open. End it before proposing another."),
            ),
            models.CheckConstraint(name="override_with_reason", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="override_confirmed_by_a_second_person",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__gte=F("proposed_at"), confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by")),
                violation_error_message=_("Who proposes an override cannot confirm it. A second person has to."),
            ),
            models.CheckConstraint(
                name="override_ended_with_reason",
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__gte=F("proposed_at")) & ~Q(end_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} · {self.get_stage_display()}"
