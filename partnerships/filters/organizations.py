"""Filters of organizations, jurisdictions and partnerships."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Jurisdiction, Organization, OrganizationIdentifier, Partnership
from partnerships.models.naming import named_like

from .fields import CodesFilter, DayFilter, DivisionFilter, MomentFilter, RecordFilter, Rows, StableOrdering, TextFilter


class NameFilter(TextFilter):
    """Text in the name of an organization, or one of its identifiers as a whole."""

    def __init__(self, *args: Any, paths: tuple[str, ...] = (), **kwargs: Any) -> None:
        """`paths`: lookups from the rows to organizations; without them the rows are organizations."""
        self.paths = paths
        super().__init__(*args, **kwargs)

    def filter(self, qs: Rows, value: str) -> Rows:
        """Rows named so, or any of whose parties is named so."""
        if not value:
            return qs
        if not self.paths:
            return qs.filter(named_like(value))
        named = Organization.objects.filter(named_like(value)).values("pk")
        condition = Q()
        for path in self.paths:
            condition |= Q(**{f"{path}__in": named})
        return qs.filter(condition)


class IdentifierFilter(TextFilter):
    """An identifier of the organization, in any register."""

    def filter(self, qs: Rows, value: str) -> Rows:
        """The organization that has it."""
        if not value:
            return qs
        return qs.filter(pk__in=OrganizationIdentifier.objects.filter(value=value).values("organization"))


class OrganizationFilter(django_filters.FilterSet):
    """Filters of organizations."""

    q = NameFilter(label=_("part of a name, or an identifier"))
    identifier = IdentifierFilter(label=_("an identifier, such as a unified social credit code"))
    sector = CodesFilter(choices=Organization.Sector.choices, label=_("sector"))
    kind = CodesFilter(choices=Organization.Kind.choices, label=_("kind"))
    jurisdiction = DivisionFilter("jurisdiction", label=_("in this division or below (code)"))
    service_field = TextFilter(label=_("service field"))
    registered_from = DayFilter("registered_on", "gte", label=_("registered on or after"))
    registered_before = DayFilter("registered_on", "lt", label=_("registered before"))
    ordering = StableOrdering(fields=["id", "name", "name_en", "registered_on", "created_at"], label=_("order"))

    class Meta:
        model = Organization
        fields: list[str] = []


class JurisdictionFilter(django_filters.FilterSet):
    """Filters of administrative divisions."""

    q = TextFilter(method="named", label=_("part of a name"))
    level = CodesFilter(choices=Jurisdiction.Level.choices, label=_("level"))
    within = DivisionFilter("", label=_("this division and those below it (code)"))
    ordering = StableOrdering(fields=["path", "code", "name", "name_en"], default="path", label=_("order"))

    class Meta:
        model = Jurisdiction
        fields: list[str] = []

    def named(self, rows: Rows, _name: str, value: str) -> Rows:
        """Divisions whose name or English name contains the text."""
        return rows.filter(Q(name__icontains=value) | Q(name_en__icontains=value))


class PartnershipFilter(django_filters.FilterSet):
    """Filters of partnerships."""

    q = NameFilter(paths=("government", "ngo"), label=_("part of the name of either party, or an identifier"))
    organization = RecordFilter(Organization, paths=("government", "ngo"), label=_("either party (id)"))
    government = RecordFilter(Organization, label=_("government body (id)"))
    ngo = RecordFilter(Organization, label=_("NGO (id)"))
    jurisdiction = DivisionFilter(
        "government__jurisdiction", label=_("government body in this division or below (code)")
    )
    at_division = TextFilter(
        "government__jurisdiction__code", label=_("government body at exactly this division (code)")
    )
    service_field = TextFilter("ngo__service_field", label=_("service field of the NGO"))
    created_from = MomentFilter("created_at", "gte", label=_("created at or after"))
    created_before = MomentFilter("created_at", "lt", label=_("created before"))
    ordering = StableOrdering(
        fields={"id": "id", "government__name": "government", "ngo__name": "ngo", "created_at": "created_at"},
        label=_("order"),
    )

    class Meta:
        model = Partnership
        fields: list[str] = []
