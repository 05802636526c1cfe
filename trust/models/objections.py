"""Objections to a reading: what one side finds wrong in a judgement, and the ruling on it."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, Role, Side, User
from partnerships.models.scope import partnership_scope
from trust.scoring.methodology import DIMENSIONS
from trust.scoring.registry import INDICATORS

from .assessments import Assessment
from .drafts import Draft

STAGE = "stage"
# What an objection may be about: the stage, a dimension, or an indicator of any version.
ABOUT = (STAGE, *DIMENSIONS, *(indicator.code for indicator in INDICATORS))
# A ruling is owed within this long (method, section 9); a draft waits for it no longer.
RULING_WITHIN = timedelta(days=30)


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Reads of objections."""

    def visible_to(self, user: User) -> Self:
        """Objections in partnerships the person sees, but for analysts: they concern the parties and whoever rules."""
        if user.is_authenticated and user.role == Role.ANALYST:
            return self.none()
        return self.filter(partnership_scope(user, "partnership__"))

    def open(self) -> Self:
        """Objections that wait for their ruling."""
        return self.filter(closed_at__isnull=True)

    def upheld(self) -> Self:
        """Objections somebody from outside found right."""
        return self.filter(outcome=Objection.Outcome.UPHELD)

    def holding(self) -> Self:
        """Open objections that hold a draft back: those a ruling is not yet overdue on."""
        return self.open().filter(draft__isnull=False, opened_at__gt=timezone.now() - RULING_WITHIN)


class Objection(models.Model):
    """One side contests a reading of a draft, or of a judgement that was issued."""

    carries_documents = True

    class Outcome(models.TextChoices):
        """How it ended."""

        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="objections", verbose_name=_("partnership")
    )
    draft = models.ForeignKey(
        Draft,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("draft objected to"),
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judgement objected to"),
    )
    about = models.CharField(_("what it is about"), max_length=30)
    side = models.CharField(_("side"), max_length=10, choices=Side)
    grounds = models.TextField(_("grounds"), max_length=5000)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    ruling = models.TextField(_("reasons of the ruling"), max_length=5000, blank=True)

    objects: Any = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to a reading")
        verbose_name_plural = _("objections to readings")
        constraints = [
            models.UniqueConstraint(
                name="objection_open_once",
                fields=["partnership", "side", "about"],
                condition=Q(closed_at__isnull=True),
                violation_error_message=_("Your side has an open objection to this reading. Wait for the ruling."),
            ),
            models.CheckConstraint(
                name="objection_to_one_judgement", condition=Q(draft__isnull=True) ^ Q(assessment__isnull=True)
            ),
            models.CheckConstraint(name="objection_with_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="objection_closed_with_outcome",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | Q(closed_at__gte=F("opened_at"), closed_by__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="objection_ruled_with_reasons",
                condition=~Q(outcome__in=("upheld", "dismissed")) | ~Q(ruling="") & ~Q(closed_by=F("opened_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} · {self.opened_at:%Y-%m-%d}"

    @property
    def ruling_due_on(self) -> date:
        """The day by which a ruling is owed."""
        return timezone.localdate(self.opened_at + RULING_WITHIN)
