"""Filters of annual accounts."""

from django.utils.translation import gettext_lazy as _
from django_filters import NumberFilter

from partnerships.models import AnnualFinance, Organization

from .facts import FactFilter
from .fields import RecordFilter, StableOrdering


class FinanceFilter(FactFilter):
    """Filters of annual accounts."""

    organization = RecordFilter(Organization, label=_("organization (id)"))
    year = NumberFilter(min_value=1978, max_value=2200, decimal_places=0, label=_("year"))
    ordering = StableOrdering(fields=["id", "year", "total_income"], label=_("order"))

    class Meta:
        model = AnnualFinance
        fields: list[str] = []
