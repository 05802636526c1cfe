"""Overrides: stages set by decision. They are proposed, confirmed and ended on the pages."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlySerializer, ReadOnlyViewSet
from trust.filters import STAGE_CODES, OverrideFilter
from trust.models import Objection, Override

from .outcomes import STAGE_CHOICES


class OverrideSerializer(ReadOnlySerializer):
    """Another stage than the one computed, set by one person with a reason and confirmed by a second, for a term.

    It never changes what is computed: an assessment's own `stage` is what the evidence says.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:override-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    stage = serializers.SerializerMethodField()
    objection = serializers.IntegerField(
        source="seen_objection",
        read_only=True,
        allow_null=True,
        help_text="The id of the objection that led to it; null where none did, or you may not see it.",
    )
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = Override
        fields = (
            "id",
            "url",
            "partnership",
            "stage",
            "grounds",
            "objection",
            "in_force",
            "expires_on",
            "proposed_at",
            "confirmed_at",
            "ended_at",
            "end_reason",
        )

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES))
    def get_stage(self, override: Override) -> str:
        """The stage that was set."""
        return STAGE_CODES[override.stage]

    def get_in_force(self, override: Override) -> bool:
        """Whether it stands today: confirmed, not ended, and within its term."""
        is_confirmed = override.confirmed_at is not None and override.ended_at is None
        return is_confirmed and override.expires_on >= timezone.localdate()


class OverrideViewSet(ReadOnlyViewSet):
    """Stages set by decision; those that nobody has confirmed are for those who decide."""

    kind = "hearings"
    queryset = Override.objects.none()
    serializer_class = OverrideSerializer
    filterset_class = OverrideFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Overrides the reader may see, with the objections they may know of."""
        seen = Objection.objects.visible_to(self.request.user).filter(pk=OuterRef("objection")).values("pk")
        return (
            Override.objects.visible_to(self.request.user)
            .select_related("partnership__government", "partnership__ngo")
            .annotate(seen_objection=Subquery(seen))
        )
