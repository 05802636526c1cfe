"""Filters of what registers say of organizations, and of successions."""

from django.utils.translation import gettext_lazy as _
from django_filters import NumberFilter

from partnerships.models import Organization, Standing, Succession

from .facts import AsOfFilter, FactFilter, KnowledgeFilter
from .fields import CodesFilter, DayFilter, DivisionFilter, RecordFilter, StableOrdering, YesNoFilter


class StandingFilter(FactFilter):
    """Filters of standings."""

    organization = RecordFilter(Organization, label=_("organization (id)"))
    jurisdiction = DivisionFilter("organization__jurisdiction", label=_("in this division or below (code)"))
    kind = CodesFilter(choices=Standing.Kind.choices, label=_("kind"))
    result = CodesFilter(choices=Standing.Result.choices, label=_("result"))
    level_from = NumberFilter(
        "level", "gte", min_value=0, max_value=5, decimal_places=0, label=_("rated so high at least")
    )
    effective_from = DayFilter("effective_on", "gte", label=_("in effect from this day or later"))
    effective_before = DayFilter("effective_on", "lt", label=_("in effect from before this day"))
    as_of = AsOfFilter(label=_("held on this day, and was not replaced by a later one of its kind"))
    ordering = StableOrdering(fields=["id", "effective_on", "valid_until", "level", "recorded_at"], label=_("order"))

    class Meta:
        model = Standing
        fields: list[str] = []


class SuccessionFilter(KnowledgeFilter):
    """Filters of successions."""

    organization = RecordFilter(Organization, paths=("organization", "successor"), label=_("either organization (id)"))
    predecessor = RecordFilter(Organization, "organization", label=_("the one that was succeeded (id)"))
    successor = RecordFilter(Organization, label=_("successor (id)"))
    is_whole = YesNoFilter(label=_("everything went over"))
    happened_from = DayFilter("happened_on", "gte", label=_("happened on or after"))
    happened_before = DayFilter("happened_on", "lt", label=_("happened before"))
    as_of = AsOfFilter(label=_("had happened by this day"))
    ordering = StableOrdering(fields=["id", "happened_on", "recorded_at"], label=_("order"))

    class Meta:
        model = Succession
        fields: list[str] = []
