"""Purchases of services, with their amendments and milestones."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .facts import Fact, FactQuerySet, Verification, fact_constraints
from .partnerships import Partnership
from .people import User
from .scope import partnership_scope


class Party(models.TextChoices):
    """Who ended a contract, or whose fault it was."""

    GOVERNMENT = "government", _("government body")
    NGO = "ngo", _("NGO")
    BOTH = "both", _("both sides")
    NONE = "none", _("neither side")


class ContractQuerySet(FactQuerySet["Contract"]):
    """Reads of contracts."""

    def visible_to(self, user: User) -> Self:
        """Contracts of partnerships the person may see."""
        return self.filter(partnership_scope(user, "partnership__"))

    def as_of(self, day: date) -> Self:
        """Contracts signed by the day."""
        return self.filter(signed_on__lte=day)

    def with_present_end(self, day: date) -> Self:
        """Adds `present_end_on`: the last day of the term, as amendments signed by the day have moved it."""
        moved = (
            Amendment.objects.standing()
            .filter(contract=OuterRef("pk"), new_ends_on__isnull=False, signed_on__lte=day)
            .order_by("-signed_on", "-pk")
            .values("new_ends_on")[:1]
        )
        return self.annotate(present_end_on=Coalesce(Subquery(moved), F("ends_on")))

    def in_force(self, day: date) -> Self:
        """Contracts running on the day: begun, not past their present end, not terminated."""
        running = self.standing().with_present_end(day).filter(starts_on__lte=day, present_end_on__gte=day)
        return running.exclude(terminated_on__lte=day)

    def ending_within(self, days: int, today: date) -> Self:
        """Contracts in force today whose present end comes in the next `days` days."""
        return self.in_force(today).filter(present_end_on__lte=today + timedelta(days=days))


class Contract(Fact):
    """An agreement to deliver services. `ends_on` is the last day of the original term; amendments move it."""

    class Method(models.TextChoices):
        OPEN_TENDER = "open_tender", _("open tender")
        INVITED = "invited", _("invited tender")
        NEGOTIATION = "negotiation", _("competitive negotiation")
        CONSULTATION = "consultation", _("competitive consultation")
        INQUIRY = "inquiry", _("inquiry")
        FRAMEWORK = "framework", _("framework agreement")
        SINGLE_SOURCE = "single_source", _("single source")
        DIRECT = "direct_below_threshold", _("direct, below the threshold")
        VENTURE = "venture", _("public venture philanthropy")
        ENTRUSTED = "entrusted", _("entrusted appropriation")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="contracts", db_index=False, verbose_name=_("partnership")
    )
    number = models.CharField(_("contract number"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    title_en = models.CharField(_("title in English"), max_length=1000, blank=True)
    method = models.CharField(_("procurement method"), max_length=30, choices=Method)
    catalogue_code = models.CharField(_("catalogue code"), max_length=50, blank=True)
    signed_on = models.DateField(_("signed on"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on (last day)"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals", verbose_name=_("renews")
    )
    terminated_on = models.DateField(_("ended early on"), null=True, blank=True)
    termination_party = models.CharField(_("ended by"), max_length=10, choices=Party, blank=True)
    termination_fault = models.CharField(_("fault"), max_length=10, choices=Party, blank=True)
    termination_reason = models.TextField(_("reason for ending early"), blank=True)
    termination_verification = models.CharField(_("verification of the ending"), max_length=10, blank=True)
    termination_recorded_at = models.DateTimeField(_("ending recorded at"), null=True, blank=True)

    objects: Any = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes = [
            models.Index(fields=["partnership", "signed_on"], name="contract_history"),
            models.Index(fields=["ends_on"], name="contract_ends_on"),
        ]
        constraints = [
            *fact_constraints("contract"),
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A contract cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="contract_value_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_message=_("A contract's value cannot be negative."),
            ),
            models.CheckConstraint(
                name="contract_method_known",
                condition=Q(
                    method__in=[
                        "open_tender",
                        "invited",
                        "negotiation",
                        "consultation",
                        "inquiry",
                        "framework",
                        "single_source",
                        "direct_below_threshold",
                        "venture",
                        "entrusted",
                    ]
                ),
                violation_error_message=_("Choose one of the procurement methods."),
            ),
            models.CheckConstraint(
                name="contract_termination_complete",
                condition=Q(
                    terminated_on__isnull=True,
                    termination_party="",
                    termination_fault="",
                    termination_verification="",
                    termination_recorded_at__isnull=True,
                )
                | Q(
                    terminated_on__isnull=False,
                    termination_recorded_at__isnull=False,
                    termination_party__in=Party.values,
                    termination_fault__in=Party.values,
                    termination_verification__in=Verification.values,
                ),
                violation_error_message=_(
                    "Ending a contract early needs the date, who ended it, whose fault it was, and its verification."
                ),
            ),
            models.CheckConstraint(
                name="contract_terminated_after_signed",
                condition=Q(terminated_on__isnull=True) | Q(terminated_on__gte=F("signed_on")),
                violation_error_message=_("A contract cannot be ended before it was signed."),
            ),
            models.CheckConstraint(
                name="contract_does_not_renew_itself",
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
                violation_error_message=_("A contract cannot renew itself."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part)


class ContractPartQuerySet(FactQuerySet["Fact"]):
    """Reads shared by what happens under a contract."""

    def visible_to(self, user: User) -> Self:
        """Rows of contracts whose partnership the person may see."""
        return self.filter(partnership_scope(user, "contract__partnership__"))


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
