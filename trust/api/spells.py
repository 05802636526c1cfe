"""Spells: how long each partnership stood at one outcome, and what came after. The stage transitions."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlyViewSet
from trust.filters import STAGE_CODES, SpellFilter
from trust.models import StageSpell
from trust.scoring.stages import REASONS

from .outcomes import REASON_CHOICES, STAGE_CHOICES, OutcomeSerializer


class SpellSerializer(OutcomeSerializer):
    """Consecutive month ends with one outcome, on the knowledge of today.

    `ended_on` is the first month end with another outcome, null while it lasts; `last_on` is how far it was observed.
    The id lasts until the partnership is judged anew; its partnership and `started_on` name a spell for good.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:spell-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    next_stage = serializers.SerializerMethodField()
    next_reason = serializers.SerializerMethodField()

    class Meta:
        model = StageSpell
        fields = (
            "id",
            "url",
            "partnership",
            "stage",
            "reason",
            "started_on",
            "ended_on",
            "last_on",
            "next_stage",
            "next_reason",
        )

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES, allow_null=True))
    def get_next_stage(self, spell: StageSpell) -> str | None:
        """The stage after it; null while it lasts."""
        return None if spell.next_stage is None else STAGE_CODES[spell.next_stage]

    @extend_schema_field(serializers.ChoiceField(REASON_CHOICES, allow_null=True))
    def get_next_reason(self, spell: StageSpell) -> str | None:
        """Why there is no stage after it; null while it lasts, or where there is one."""
        return None if spell.next_reason is None else REASONS[spell.next_reason] or None


class SpellViewSet(ReadOnlyViewSet):
    """How long partnerships stood at each outcome, and what came after. Derived anew with each assessment."""

    kind = "assessments"
    queryset = StageSpell.objects.none()
    serializer_class = SpellSerializer
    filterset_class = SpellFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Spells of partnerships the reader may see."""
        return StageSpell.objects.visible_to(self.request.user).select_related(
            "partnership__government", "partnership__ngo"
        )
