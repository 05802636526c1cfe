"""What registers say of organizations, and who took over from whom, each by itself."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from partnerships.filters.standings import StandingFilter, SuccessionFilter
from partnerships.models import Standing, Succession

from .facts import marked
from .organizations import OrganizationReferenceSerializer, StandingSerializer, SuccessionSerializer
from .read_only import ReadOnlyViewSet


class StandingRecordSerializer(StandingSerializer):
    """A dated registry fact, with its organization. `valid_until` is not included."""

    url = serializers.HyperlinkedIdentityField(view_name="api:standing-detail")
    organization = OrganizationReferenceSerializer(read_only=True)

    class Meta(StandingSerializer.Meta):
        fields = ("id", "url", "organization", *StandingSerializer.Meta.fields[1:])


class SuccessionRecordSerializer(SuccessionSerializer):
    """Which organization took over from which, from which day on (null: not known), and whether wholly."""

    url = serializers.HyperlinkedIdentityField(view_name="api:succession-detail")
    organization = OrganizationReferenceSerializer(read_only=True)

    class Meta(SuccessionSerializer.Meta):
        fields = ("id", "url", "organization", *SuccessionSerializer.Meta.fields, "voided_at", "void_reason")


class StandingViewSet(ReadOnlyViewSet):
    """Registrations, inspections, ratings, penalties and list entries of all organizations."""

    kind = "organizations"
    queryset = Standing.objects.none()
    serializer_class = StandingRecordSerializer
    filterset_class = StandingFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Standings of organizations the reader may see."""
        return marked(Standing.objects.visible_to(self.request.user)).select_related("organization")


class SuccessionViewSet(ReadOnlyViewSet):
    """Successions between organizations, of which the reader may see one side."""

    kind = "organizations"
    queryset = Succession.objects.none()
    serializer_class = SuccessionRecordSerializer
    filterset_class = SuccessionFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Successions the reader may see."""
        rows: QuerySet[Any] = Succession.objects.visible_to(self.request.user)
        return rows.select_related("organization", "successor")
