"""Drafts: judgements that say something new of a relationship, laid before both sides before they are issued."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, Role, User
from partnerships.models.scope import partnership_scope

from .assessments import Assessment, RealField, Reason, Stage
from .methodologies import Methodology


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reads of drafts."""

    def visible_to(self, user: User) -> Self:
        """Drafts on partnerships the person is a party to, and for administrators all.

        Officials from outside see one only once they are asked to rule on an objection to it; analysts never.
        """
        seen = self.filter(partnership_scope(user, "partnership__"))
        if not user.is_authenticated or user.is_administrator:
            return seen
        if user.role == Role.ANALYST or user.organization_id is None:
            return self.none()
        own = Q(partnership__government=user.organization_id) | Q(partnership__ngo=user.organization_id)
        return seen.filter(own | Exists(_objections_open()))

    def open(self) -> Self:
        """Drafts that have neither been issued nor overtaken."""
        return self.filter(closed_at__isnull=True)

    def due(self, today: date) -> Self:
        """Open drafts whose term is over."""
        return self.open().filter(due_on__lt=today, partnership__joined_into__isnull=True)

    def issued_between(self, first: date, last: date) -> Self:
        """Drafts that were issued after the first day and until the last."""
        issued = self.filter(outcome=Draft.Outcome.ISSUED)
        return issued.filter(closed_at__date__gt=first, closed_at__date__lte=last)


def _objections_open() -> Any:
    from .objections import Objection

    return Objection.objects.filter(draft=OuterRef("pk"), closed_at__isnull=True)


class Draft(models.Model):
    """A judgement whose outcome differs from the one issued, with the day until which both sides may speak to it.

    It keeps no readings: its inputs (methodology, as-of date, moment of knowledge) replay bit for bit. While it is open
    the judgement issued before it stands, for everybody.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn: on what is known now the judgement issued stands")
        REPLACED = "replaced", _("replaced by another draft")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("partnership")
    )
    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, related_name="+", verbose_name=_("methodology")
    )
    as_of = models.DateField(_("as of"))
    known_at = models.DateTimeField(_("as known at"))
    stage = models.SmallIntegerField(_("stage"), choices=Stage)
    reason = models.SmallIntegerField(_("reason for no stage"), choices=Reason)
    at_least_dependence = RealField(_("chance of dependence trust or more"))
    at_least_contractual = RealField(_("chance of contractual trust or more"))
    at_least_equal = RealField(_("chance of equal cooperation"))
    issued = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judgement issued when it was made"),
    )
    opened_at = models.DateTimeField(_("laid before both sides at"), default=timezone.now)
    due_on = models.DateField(_("both sides may speak to it until"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True)

    objects: Any = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                name="draft_open_once", fields=["partnership"], condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="draft_closed_with_outcome",
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False, closed_at__gte=F("opened_at")) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="draft_stage_or_reason",
                condition=Q(stage=0, reason__gte=1, reason__lte=4) | Q(stage__gte=1, stage__lte=3, reason=0),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="draft_open_due", condition=Q(closed_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.partnership_id} · {self.as_of}"

    @property
    def at_least(self) -> tuple[float, float, float]:
        """Chances that the relationship has come at least to the first, second and third stage."""
        return self.at_least_dependence, self.at_least_contractual, self.at_least_equal
