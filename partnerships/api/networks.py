"""Service networks, who belongs to them, and ties between two organizations."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from partnerships.filters import NetworkMembershipFilter, ServiceNetworkFilter, ServiceTieFilter
from partnerships.models import NetworkMembership, ServiceNetwork, ServiceTie

from .facts import FACT_FIELDS, INSIDE, FactSerializer, marked, nested
from .organizations import OrganizationReferenceSerializer
from .parameters import INCLUDE_VOIDED, KNOWN_AT
from .read_only import ReadOnlySerializer, ReadOnlyViewSet

DATED = ("started_on", "ended_on", "end_recorded_at")


class MemberSerializer(FactSerializer):
    """A membership, seen from the network: from a day until a day (not included)."""

    organization = OrganizationReferenceSerializer(read_only=True)

    class Meta:
        model = NetworkMembership
        fields = ("id", "organization", "role", *DATED, *FACT_FIELDS)


class NetworkMembershipSerializer(MemberSerializer):
    """An organization belongs to a network from a day until a day (not included)."""

    class Meta(MemberSerializer.Meta):
        fields = ("id", "network", "organization", "role", *DATED, *FACT_FIELDS)


class ServiceTieSerializer(FactSerializer):
    """Two organizations work together from a day until a day (not included). It holds for both ends."""

    organization = OrganizationReferenceSerializer(read_only=True)
    partner = OrganizationReferenceSerializer(read_only=True)

    class Meta:
        model = ServiceTie
        fields = ("id", "organization", "partner", "kind", "strength", "network", "with_body", *DATED, *FACT_FIELDS)


class ServiceNetworkSerializer(ReadOnlySerializer):
    """Organizations that deliver services together, with the members and ties the reader may see."""

    url = serializers.HyperlinkedIdentityField(view_name="api:network-detail")
    convened_by = OrganizationReferenceSerializer(read_only=True, allow_null=True)
    memberships = MemberSerializer(many=True, read_only=True)
    ties = ServiceTieSerializer(many=True, read_only=True)

    class Meta:
        model = ServiceNetwork
        fields = (
            "id",
            "url",
            "name",
            "name_en",
            "convened_by",
            "declared_size",
            "founded_on",
            "ended_on",
            "purpose",
            "memberships",
            "ties",
        )


@extend_schema(parameters=[INCLUDE_VOIDED, KNOWN_AT])
class ServiceNetworkViewSet(ReadOnlyViewSet):
    """Service networks with their members and ties."""

    kind = "networks"
    queryset = ServiceNetwork.objects.none()
    serializer_class = ServiceNetworkSerializer
    filterset_class = ServiceNetworkFilter
    also_known = INSIDE

    def get_queryset(self) -> QuerySet[Any]:
        """Networks the reader may see."""
        user = self.request.user
        members = NetworkMembership.objects.visible_to(user).select_related("organization")
        ties = ServiceTie.objects.visible_to(user).select_related("organization", "partner")
        return (
            ServiceNetwork.objects.visible_to(user)
            .select_related("convened_by")
            .prefetch_related(
                Prefetch("memberships", nested(members.order_by("started_on", "pk"), self.request)),
                Prefetch("ties", nested(ties.order_by("started_on", "pk"), self.request)),
            )
        )


class NetworkMembershipViewSet(ReadOnlyViewSet):
    """Memberships of organizations in service networks."""

    kind = "networks"
    queryset = NetworkMembership.objects.none()
    serializer_class = NetworkMembershipSerializer
    filterset_class = NetworkMembershipFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Memberships the reader may see."""
        return marked(NetworkMembership.objects.visible_to(self.request.user)).select_related("organization")


class ServiceTieViewSet(ReadOnlyViewSet):
    """Ties between two organizations, within a network or outside any."""

    kind = "networks"
    queryset = ServiceTie.objects.none()
    serializer_class = ServiceTieSerializer
    filterset_class = ServiceTieFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Ties the reader may see."""
        return marked(ServiceTie.objects.visible_to(self.request.user)).select_related("organization", "partner")
