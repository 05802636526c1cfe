"""Drafts of the methodology and who would move by them: for administrators, since they name every partnership."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlySerializer, ReadOnlyViewSet
from partnerships.filters.fields import IDS
from trust.filters import STAGE_CODES, MethodologyDraftFilter, MoveFilter
from trust.models import MethodologyDraft, PreviewReading
from trust.models.methodology_drafts import STATES
from trust.scoring.stages import REASONS

from .assessments import MethodologyReferenceSerializer
from .outcomes import REASON_CHOICES, STAGE_CHOICES
from .readings import rounded

STATE_CHOICES = [(code, label) for code, label in STATES.items()]


class MethodologyDraftSerializer(ReadOnlySerializer):
    """A version somebody proposes, how far its preview is, and what was decided.

    `base`: the version it is compared with; `methodology`: the version it became, null until it is confirmed.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:methodology-draft-detail")
    state = serializers.ChoiceField(STATE_CHOICES, read_only=True)
    base = MethodologyReferenceSerializer(read_only=True)
    methodology = MethodologyReferenceSerializer(read_only=True, allow_null=True)
    source = serializers.CharField(help_text="The file (TOML).")

    class Meta:
        model = MethodologyDraft
        fields = (
            "id",
            "url",
            "version",
            "purpose",
            "state",
            "base",
            "as_of",
            "known_at",
            "total",
            "done",
            "submitted_at",
            "previewed_at",
            "failure",
            "confirmed_at",
            "methodology",
            "discarded_at",
            "discard_reason",
            "source",
        )


class MethodologyDraftViewSet(ReadOnlyViewSet):
    """Drafts of the methodology. They are proposed, confirmed and laid aside on the pages."""

    kind = "assessments"
    queryset = MethodologyDraft.objects.none()
    serializer_class = MethodologyDraftSerializer
    filterset_class = MethodologyDraftFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Drafts the reader may see."""
        return MethodologyDraft.objects.visible_to(self.request.user).select_related("base", "methodology")


class MoveSerializer(ReadOnlySerializer):
    """A partnership that a draft would judge otherwise than the version in force, on the same evidence.

    Odds are the chances of at least the first, second and third stage.
    """

    partnership = PartnershipReferenceSerializer(read_only=True)
    stage_before = serializers.SerializerMethodField()
    reason_before = serializers.SerializerMethodField()
    stage_after = serializers.SerializerMethodField()
    reason_after = serializers.SerializerMethodField()
    odds_before = serializers.SerializerMethodField()
    odds_after = serializers.SerializerMethodField()

    class Meta:
        model = PreviewReading
        fields = (
            "partnership",
            "stage_before",
            "reason_before",
            "odds_before",
            "stage_after",
            "reason_after",
            "odds_after",
        )

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES))
    def get_stage_before(self, reading: PreviewReading) -> str:
        """The stage by the version in force."""
        return STAGE_CODES[reading.stage_before]

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES))
    def get_stage_after(self, reading: PreviewReading) -> str:
        """The stage by the draft."""
        return STAGE_CODES[reading.stage_after]

    @extend_schema_field(serializers.ChoiceField(REASON_CHOICES, allow_null=True))
    def get_reason_before(self, reading: PreviewReading) -> str | None:
        """Why there is no stage by the version in force."""
        return REASONS[reading.reason_before] or None

    @extend_schema_field(serializers.ChoiceField(REASON_CHOICES, allow_null=True))
    def get_reason_after(self, reading: PreviewReading) -> str | None:
        """Why there is no stage by the draft."""
        return REASONS[reading.reason_after] or None

    def get_odds_before(self, reading: PreviewReading) -> list[float]:
        """By the version in force."""
        return [rounded(chance) for chance in reading.odds_before]

    def get_odds_after(self, reading: PreviewReading) -> list[float]:
        """By the draft."""
        return [rounded(chance) for chance in reading.odds_after]


@extend_schema(parameters=[OpenApiParameter("draft_id", OpenApiTypes.INT, OpenApiParameter.PATH)])
class MoveViewSet(ReadOnlyViewSet):
    """Who would move by a draft of the methodology, and from where to where."""

    kind = "assessments"
    queryset = PreviewReading.objects.none()
    serializer_class = MoveSerializer
    filterset_class = MoveFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Readings that differ; NotFound when there is no such draft that the reader may see."""
        key = self.kwargs["draft_id"]
        seen = MethodologyDraft.objects.visible_to(self.request.user)
        if not (IDS.fullmatch(key) and seen.filter(pk=key).exists()):
            message = _("There is no {noun} “{key}”, or you may not see it.")
            raise NotFound(message.format(noun=MethodologyDraft._meta.verbose_name, key=key))
        same = Q(stage_before=F("stage_after"), reason_before=F("reason_after"))
        rows = PreviewReading.objects.filter(draft=key).exclude(same)
        return rows.select_related("partnership__government", "partnership__ngo")
