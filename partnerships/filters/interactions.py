"""Filters of event types, interaction events and requests."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contract, EventType, InteractionEvent, Organization, Partnership, Request
from partnerships.models.naming import speaking_of

from .contracts import PARTIES
from .facts import FactFilter
from .fields import (
    CodesFilter,
    DayFilter,
    DivisionFilter,
    EventTypeFilter,
    RecordFilter,
    Rows,
    StableOrdering,
    TextFilter,
    YesNoFilter,
)


class EventTypeListFilter(django_filters.FilterSet):
    """Filters of event types."""

    q = TextFilter(method="named", label=_("part of a name"))
    stored_as = CodesFilter(choices=EventType.StoredAs.choices, label=_("kept as"))
    scope = CodesFilter(choices=EventType.Scope.choices, label=_("concerns"))
    ordering = StableOrdering(fields=["position", "code"], default="position", label=_("order"))

    class Meta:
        model = EventType
        fields: list[str] = []

    def named(self, rows: Rows, _name: str, value: str) -> Rows:
        """Types with the text in one of their names or in their code."""
        return rows.filter(Q(name_en__icontains=value) | Q(name_zh__icontains=value) | Q(code__icontains=value))


class InteractionEventFilter(FactFilter):
    """Filters of interaction events."""

    q = TextFilter(method="worded", label=_("words in the note or in the name of the type"))
    type = EventTypeFilter(label=_("type (code)"))
    partnership = RecordFilter(Partnership, label=_("partnership (id)"))
    organization = RecordFilter(
        Organization, paths=("organization", *PARTIES), label=_("the NGO concerned or either party (id)")
    )
    government = RecordFilter(Organization, "partnership__government", label=_("government body (id)"))
    ngo = RecordFilter(Organization, paths=("organization", "partnership__ngo"), label=_("NGO (id)"))
    jurisdiction = DivisionFilter(
        "partnership__government__jurisdiction", label=_("government body in this division or below (code)")
    )
    contract = RecordFilter(Contract, label=_("contract (id)"))
    outcome = TextFilter(label=_("outcome"))
    occurred_from = DayFilter("occurred_on", "gte", label=_("happened on or after"))
    occurred_before = DayFilter("occurred_on", "lt", label=_("happened before"))
    ordering = StableOrdering(fields=["id", "occurred_on", "recorded_at"], label=_("order"))

    class Meta:
        model = InteractionEvent
        fields: list[str] = []

    def worded(self, rows: Rows, _name: str, value: str) -> Rows:
        """Events with each of the words in their note or in the name of their type."""
        return rows.filter(speaking_of(value))


class RequestFilter(FactFilter):
    """Filters of requests."""

    q = TextFilter("subject", "icontains", label=_("text in the subject"))
    partnership = RecordFilter(Partnership, label=_("partnership (id)"))
    organization = RecordFilter(Organization, paths=PARTIES, label=_("either party (id)"))
    government = RecordFilter(Organization, "partnership__government", label=_("government body (id)"))
    ngo = RecordFilter(Organization, "partnership__ngo", label=_("NGO (id)"))
    jurisdiction = DivisionFilter(
        "partnership__government__jurisdiction", label=_("government body in this division or below (code)")
    )
    kind = CodesFilter(choices=Request.Kind.choices, label=_("kind"))
    answered = YesNoFilter("answered_on", "isnull", exclude=True, label=_("answered"))
    opened_from = DayFilter("opened_on", "gte", label=_("made on or after"))
    opened_before = DayFilter("opened_on", "lt", label=_("made before"))
    ordering = StableOrdering(fields=["id", "opened_on", "answered_on", "recorded_at"], label=_("order"))

    class Meta:
        model = Request
        fields: list[str] = []
