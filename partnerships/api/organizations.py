"""Organizations, and the jurisdictions they belong to."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from partnerships.filters import JurisdictionFilter, OrganizationFilter
from partnerships.models import (
    Jurisdiction,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Standing,
    Succession,
)

from .facts import FACT_FIELDS, INSIDE, FactSerializer, nested
from .parameters import INCLUDE_VOIDED, KNOWN_AT, moment
from .read_only import CODES, ReadOnlySerializer, ReadOnlyViewSet


class JurisdictionSerializer(ReadOnlySerializer):
    """An administrative division. `path` lists the codes from the top down, each followed by a slash."""

    parent = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Jurisdiction
        fields = ("code", "name", "name_en", "level", "parent", "path")


class JurisdictionReferenceSerializer(ReadOnlySerializer):
    """An administrative division, by code and name."""

    class Meta:
        model = Jurisdiction
        fields = ("code", "name", "name_en")


class OrganizationReferenceSerializer(ReadOnlySerializer):
    """An organization, by id and name."""

    class Meta:
        model = Organization
        fields = ("id", "name", "name_en")


class IdentifierSerializer(ReadOnlySerializer):
    """A number in a register; schemes follow org-id.guide."""

    class Meta:
        model = OrganizationIdentifier
        fields = ("scheme", "value")


class OtherNameSerializer(ReadOnlySerializer):
    """A former or alternative name."""

    class Meta:
        model = OrganizationName
        fields = ("name", "used_until")


class StandingSerializer(FactSerializer):
    """A dated registry fact on an organization."""

    class Meta:
        model = Standing
        fields = ("id", "kind", "result", "level", "effective_on", "valid_until", "reference", "note", *FACT_FIELDS)


class SuccessionSerializer(ReadOnlySerializer):
    """Who took over, from which day on (null: not known), and whether everything went over."""

    successor = OrganizationReferenceSerializer(read_only=True)

    class Meta:
        model = Succession
        fields = ("successor", "happened_on", "is_whole", "functions", "recorded_at")


class OrganizationSerializer(ReadOnlySerializer):
    """Any party: government body, NGO, enterprise, community body, school."""

    url = serializers.HyperlinkedIdentityField(view_name="api:organization-detail")
    jurisdiction = JurisdictionReferenceSerializer(read_only=True, allow_null=True)
    identifiers = IdentifierSerializer(many=True, read_only=True)
    other_names = OtherNameSerializer(many=True, read_only=True)
    standings = StandingSerializer(many=True, read_only=True)
    successions = SuccessionSerializer(many=True, read_only=True)

    class Meta:
        model = Organization
        fields = (
            "id",
            "url",
            "name",
            "name_en",
            "sector",
            "kind",
            "jurisdiction",
            "service_field",
            "mission",
            "registered_on",
            "dissolved_on",
            "created_at",
            "identifiers",
            "other_names",
            "standings",
            "successions",
        )


@extend_schema(parameters=[INCLUDE_VOIDED, KNOWN_AT])
class OrganizationViewSet(ReadOnlyViewSet):
    """Organizations with their identifiers, other names and standings."""

    kind = "organizations"
    queryset = Organization.objects.none()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilter
    also_known = INSIDE

    def get_queryset(self) -> QuerySet[Any]:
        """Organizations the reader may see, with what hangs on them."""
        known = Succession.objects.that_stood(moment(self.request, "known_at"))
        successions = known.select_related("successor").order_by("happened_on", "pk")
        standings = nested(Standing.objects.order_by("effective_on", "pk"), self.request)
        return (
            Organization.objects.visible_to(self.request.user)
            .select_related("jurisdiction")
            .prefetch_related(
                Prefetch("identifiers", OrganizationIdentifier.objects.order_by("scheme", "value")),
                Prefetch("other_names", OrganizationName.objects.order_by("name")),
                Prefetch("standings", standings),
                Prefetch("successions", successions),
            )
        )


class JurisdictionViewSet(ReadOnlyViewSet):
    """Administrative divisions, all of them: they are public reference data."""

    queryset = Jurisdiction.objects.select_related("parent")
    serializer_class = JurisdictionSerializer
    filterset_class = JurisdictionFilter
    lookup_field = "code"
    keys = CODES
