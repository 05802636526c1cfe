"""Partnerships: one government body and one NGO."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from partnerships.filters import PartnershipFilter
from partnerships.models import Partnership

from .organizations import OrganizationReferenceSerializer
from .read_only import ReadOnlySerializer, ReadOnlyViewSet


class PartnershipReferenceSerializer(ReadOnlySerializer):
    """A partnership, by id and its two parties."""

    government = OrganizationReferenceSerializer(read_only=True)
    ngo = OrganizationReferenceSerializer(read_only=True)

    class Meta:
        model = Partnership
        fields = ("id", "government", "ngo")


class PartnershipSerializer(PartnershipReferenceSerializer):
    """One government body and one NGO: the unit that has a trust stage."""

    url = serializers.HyperlinkedIdentityField(view_name="api:partnership-detail")

    class Meta(PartnershipReferenceSerializer.Meta):
        fields = ("id", "url", "government", "ngo", "created_at")


class PartnershipViewSet(ReadOnlyViewSet):
    """Partnerships with their two parties."""

    kind = "partnerships"
    queryset = Partnership.objects.none()
    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Partnerships the reader may see."""
        return Partnership.objects.visible_to(self.request.user).select_related("government", "ngo")
