"""An NGO's income by year, and the part of it that came through one partnership."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .facts import Fact, FactQuerySet, fact_constraints
from .organizations import Organization
from .partnerships import Partnership
from .people import User
from .scope import partnership_scope


class AnnualFinanceQuerySet(FactQuerySet["AnnualFinance"]):
    """Reads of annual finance."""

    def visible_to(self, user: User) -> Self:
        """Accounts of organizations the person may see."""
        return self.filter(organization__in=Organization.objects.visible_to(user))


class AnnualFinance(Fact):
    """An NGO's total income in one calendar year, in the currency given."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="finances", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    total_income = models.DecimalField(_("total income"), max_digits=18, decimal_places=2)
    government_income = models.DecimalField(
        _("income from all government bodies"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="CNY")

    objects: Any = AnnualFinanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual finance")
        verbose_name_plural = _("annual finances")
        constraints = [
            *fact_constraints("annual_finance"),
            models.UniqueConstraint(
                name="annual_finance_one_per_year",
                fields=["organization", "year"],
                condition=Q(voided_at__isnull=True),
                violation_error_message=_("This year's income is recorded already; void it before recording another."),
            ),
            models.CheckConstraint(
                name="annual_finance_income_not_negative",
                condition=Q(total_income__gte=0) & (Q(government_income__isnull=True) | Q(government_income__gte=0)),
                violation_error_message=_("Income cannot be negative."),
            ),
            models.CheckConstraint(
                name="annual_finance_year_plausible",
                condition=Q(year__gte=1978, year__lte=2200),
                violation_error_message=_("The year must lie between 1978 and 2200."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.year}"


class IncomeLineQuerySet(models.QuerySet["IncomeLine"]):
    """Reads of income lines."""

    def visible_to(self, user: User) -> Self:
        """Lines of partnerships the person may see, which can be fewer than the lines of a year they may see."""
        return self.filter(partnership_scope(user, "partnership__"))


class IncomeLine(models.Model):
    """The part of a year's income that came from one government body. Lives and dies with its annual finance."""

    finance = models.ForeignKey(
        AnnualFinance, on_delete=models.CASCADE, related_name="lines", verbose_name=_("annual finance")
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="income_lines", verbose_name=_("partnership")
    )
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)

    objects: Any = IncomeLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("income line")
        verbose_name_plural = _("income lines")
        constraints = [
            models.UniqueConstraint(
                name="income_line_one_per_partnership",
                fields=["finance", "partnership"],
                violation_error_message=_("This body has a line in this year already."),
            ),
            models.CheckConstraint(
                name="income_line_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("Income cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.finance.year}"
