"""What is agreed and noted under a contract: amendments, milestones, suspensions."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .contracts import Contract
from .facts import Fact, FactQuerySet, M, fact_constraints, over_by
from .people import User
from .scope import partnership_scope

# By which names a contract knows what stands and falls with it.
PARTS = ("amendments", "milestones", "suspensions", "payments", "evaluations")


class ContractPartQuerySet(FactQuerySet[M]):
    """Reads shared by what happens under a contract."""

    def visible_to(self, user: User) -> Self:
        """Rows of contracts whose partnership the person may see."""
        return self.filter(partnership_scope(user, "contract__partnership__"))


class SuspensionQuerySet(ContractPartQuerySet["Suspension"]):
    """Reads of suspensions."""

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """Suspensions during which work rested on the day; with `known_at`, as far as their ends were known then."""
        return self.filter(started_on__lte=day).exclude(over_by(day, known_at))


class Amendment(Fact):
    """A signed change of a contract's term, value or content."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="amendments", db_index=False, verbose_name=_("contract")
    )
    number = models.CharField(_("number"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"))
    new_ends_on = models.DateField(_("new last day"), null=True, blank=True)
    new_value = models.DecimalField(_("new value"), max_digits=18, decimal_places=2, null=True, blank=True)
    description = models.TextField(_("what changes"), blank=True)

    objects: Any = ContractPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        indexes = [models.Index(fields=["contract", "signed_on"], name="amendment_history")]
        constraints = [
            *fact_constraints("amendment"),
            models.CheckConstraint(
                name="amendment_value_not_negative",
                condition=Q(new_value__isnull=True) | Q(new_value__gte=0),
                violation_error_message=_("A contract's value cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} · {self.number or self.signed_on}"


class Milestone(Fact):
    """Something the NGO has to deliver under a contract by a date."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="milestones", verbose_name=_("contract")
    )
    title = models.CharField(_("title"), max_length=300)
    due_on = models.DateField(_("due on"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_recorded_at = models.DateTimeField(_("reaching recorded at"), null=True, blank=True)

    objects: Any = ContractPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [models.Index(fields=["due_on"], name="milestone_due_on")]
        constraints = [
            *fact_constraints("milestone"),
            models.CheckConstraint(
                name="milestone_reached_is_recorded",
                condition=Q(reached_on__isnull=True, reached_recorded_at__isnull=True)
                | Q(reached_on__isnull=False, reached_recorded_at__isnull=False),
                violation_error_message=_("A milestone that was reached needs the moment that was recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Suspension(Fact):
    """A time in which work under a contract rests. The agreement stays in force, so no stage depends on it.

    `ended_on` is the day work goes on: the period is half-open.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="suspensions", db_index=False, verbose_name=_("contract")
    )
    started_on = models.DateField(_("suspended from"))
    ended_on = models.DateField(_("resumed on"), null=True, blank=True)
    end_recorded_at = models.DateTimeField(_("resumption recorded at"), null=True, blank=True)
    reason = models.TextField(_("reason for suspending"), blank=True)

    objects: Any = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        indexes = [models.Index(fields=["contract", "started_on"], name="suspension_history")]
        constraints = [
            *fact_constraints("suspension"),
            models.CheckConstraint(
                name="suspension_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                violation_error_message=_("Work cannot go on before the day after it was suspended."),
            ),
            models.CheckConstraint(
                name="suspension_end_is_recorded",
                condition=Q(ended_on__isnull=True, end_recorded_at__isnull=True)
                | Q(ended_on__isnull=False, end_recorded_at__isnull=False),
                violation_error_message=_("A suspension that ended needs the moment that was recorded."),
            ),
            models.UniqueConstraint(
                name="suspension_one_open_per_contract",
                fields=["contract"],
                condition=Q(ended_on__isnull=True, voided_at__isnull=True),
                violation_error_message=_("The contract is suspended already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} · {self.started_on}"
