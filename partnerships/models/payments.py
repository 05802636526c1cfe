"""Instalments: when they were due and when they were paid."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .contract_parts import ContractPartQuerySet
from .contracts import Contract
from .facts import Fact, fact_constraints


class PaymentQuerySet(ContractPartQuerySet["Payment"]):
    """Reads of payments."""

    def due_within(self, days: int, today: date) -> Self:
        """Unpaid instalments due in the next `days` days, the overdue ones included."""
        return self.standing().filter(paid_on__isnull=True, due_on__lte=today + timedelta(days=days))


class Payment(Fact):
    """One instalment: when it was due and when it was paid. A part payment splits the instalment in two."""

    class Stage(models.TextChoices):
        FIRST = "first", _("first instalment")
        INTERIM = "interim", _("interim instalment")
        BALANCE = "balance", _("balance")
        WHOLE = "whole", _("in one sum")

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="payments", db_index=False, verbose_name=_("contract")
    )
    stage = models.CharField(_("instalment"), max_length=10, choices=Stage)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    amount_due = models.DecimalField(_("amount due"), max_digits=18, decimal_places=2)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    amount_paid = models.DecimalField(_("amount paid"), max_digits=18, decimal_places=2, null=True, blank=True)
    paid_recorded_at = models.DateTimeField(_("payment recorded at"), null=True, blank=True)

    objects: Any = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=["contract", "due_on"], name="payment_history"),
            models.Index(fields=["due_on"], name="payment_open", condition=Q(paid_on__isnull=True)),
            models.Index(F("due_on").desc(nulls_last=True), name="payment_due_last"),
        ]
        constraints = [
            *fact_constraints("payment"),
            models.CheckConstraint(
                name="payment_amounts_not_negative",
                condition=Q(amount_due__gte=0) & (Q(amount_paid__isnull=True) | Q(amount_paid__gte=0)),
                violation_error_message=_("A payment cannot be negative."),
            ),
            models.CheckConstraint(
                name="payment_due_or_paid",
                condition=Q(due_on__isnull=False) | Q(paid_on__isnull=False),
                violation_error_message=_("Give the date the payment is due or the date it was paid."),
            ),
            models.CheckConstraint(
                name="payment_paid_is_complete",
                condition=Q(paid_on__isnull=True, amount_paid__isnull=True, paid_recorded_at__isnull=True)
                | Q(paid_on__isnull=False, amount_paid__isnull=False, paid_recorded_at__isnull=False),
                violation_error_message=_("A payment that was made needs its date and its amount."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} · {self.get_stage_display()}"
