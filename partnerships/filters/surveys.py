"""Filters of what is told of the mutual survey."""

import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organization, SurveyResult

from .fields import DivisionFilter, RecordFilter, StableOrdering, YesNoFilter


class SurveyResultFilter(django_filters.FilterSet):
    """Filters of the yearly results of bodies."""

    body = RecordFilter(Organization, label=_("government body (id)"))
    jurisdiction = DivisionFilter("body__jurisdiction", label=_("government body in this division or below (code)"))
    year = django_filters.NumberFilter(min_value=1978, max_value=2200, decimal_places=0, label=_("year"))
    told = YesNoFilter("ngos", "isnull", exclude=True, label=_("enough NGOs answered to be told of"))
    ordering = StableOrdering(fields=["id", "year", "published_at"], label=_("order"))

    class Meta:
        model = SurveyResult
        fields: list[str] = []
