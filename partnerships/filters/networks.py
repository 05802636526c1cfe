"""Filters of service networks, memberships and ties."""

import django_filters
from django.utils.translation import gettext_lazy as _

from partnerships.models import NetworkMembership, Organization, ServiceNetwork, ServiceTie
from partnerships.models.naming import networks_named

from .facts import AsOfFilter, FactFilter
from .fields import CodesFilter, DayFilter, RecordFilter, Rows, StableOrdering, TextFilter, YesNoFilter


class ServiceNetworkFilter(django_filters.FilterSet):
    """Filters of service networks."""

    q = TextFilter(method="named", label=_("part of a name"))
    member = RecordFilter(Organization, method="joined_by", label=_("member, past or present (id)"))
    convened_by = RecordFilter(Organization, label=_("convened by (id)"))
    founded_from = DayFilter("founded_on", "gte", label=_("founded on or after"))
    founded_before = DayFilter("founded_on", "lt", label=_("founded before"))
    ordering = StableOrdering(fields=["id", "name", "founded_on"], label=_("order"))

    class Meta:
        model = ServiceNetwork
        fields: list[str] = []

    def named(self, rows: Rows, _name: str, value: str) -> Rows:
        """Networks with each of the words in their names."""
        return rows.filter(networks_named(value))

    def joined_by(self, rows: Rows, _name: str, value: Organization) -> Rows:
        """Networks the organization belongs or belonged to."""
        joined = NetworkMembership.objects.standing().filter(organization=value)
        return rows.filter(pk__in=joined.values("network"))


class DatedRelationFilter(FactFilter):
    """Abstract: filters of relations that are open from a day until a day."""

    network = RecordFilter(ServiceNetwork, label=_("network (id)"))
    open_on = AsOfFilter(label=_("open on"))
    as_of = AsOfFilter(label=_("open on this day"))
    ended = YesNoFilter("ended_on", "isnull", exclude=True, label=_("ended"))
    started_from = DayFilter("started_on", "gte", label=_("from this day or later"))
    started_before = DayFilter("started_on", "lt", label=_("from before this day"))
    ordering = StableOrdering(fields=["id", "started_on", "ended_on", "recorded_at"], label=_("order"))


class NetworkMembershipFilter(DatedRelationFilter):
    """Filters of memberships."""

    organization = RecordFilter(Organization, label=_("member (id)"))
    role = CodesFilter(choices=NetworkMembership.MemberRole.choices, label=_("role"))

    class Meta:
        model = NetworkMembership
        fields: list[str] = []


class ServiceTieFilter(DatedRelationFilter):
    """Filters of ties."""

    organization = RecordFilter(Organization, paths=("organization", "partner"), label=_("either end (id)"))
    kind = CodesFilter(choices=ServiceTie.Kind.choices, label=_("kind of tie"))

    class Meta:
        model = ServiceTie
        fields: list[str] = []
