"""What a judgement comes to: a stage, or none with its reason, and the odds; the same words at every address."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnerships.api.read_only import ReadOnlySerializer
from trust.filters import STAGE_CODES
from trust.models import Assessment
from trust.models.assessments import Reason, Stage
from trust.scoring.stages import REASONS

from .readings import rounded

STAGE_CHOICES = [(code, label) for code, label in zip(STAGE_CODES, Stage.labels, strict=True)]
REASON_CHOICES = [(code, label) for code, label in zip(REASONS, Reason.labels, strict=True) if code]


class OddsSerializer(serializers.Serializer[Any]):
    """Chances, between 0 and 1, that the relationship has come at least so far."""

    at_least_dependence = serializers.SerializerMethodField()
    at_least_contractual = serializers.SerializerMethodField()
    at_least_equal = serializers.SerializerMethodField()

    def get_at_least_dependence(self, judged: Any) -> float:
        """P(stage >= dependence)."""
        return rounded(judged.at_least_dependence)

    def get_at_least_contractual(self, judged: Any) -> float:
        """P(stage >= contractual)."""
        return rounded(judged.at_least_contractual)

    def get_at_least_equal(self, judged: Any) -> float:
        """P(stage = equal)."""
        return rounded(judged.at_least_equal)


class OutcomeSerializer(ReadOnlySerializer):
    """Abstract: a stage, or none with its reason, of rows that keep them as numbers."""

    stage = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES))
    def get_stage(self, judged: Any) -> str:
        """The stage; `none` comes with its reason and is not a low stage."""
        return STAGE_CODES[judged.stage]

    @extend_schema_field(serializers.ChoiceField(REASON_CHOICES, allow_null=True))
    def get_reason(self, judged: Any) -> str | None:
        """Why there is no stage; null where there is one."""
        return REASONS[judged.reason] or None


class AssessmentReferenceSerializer(OutcomeSerializer):
    """A judgement, by id, month and outcome."""

    url = serializers.HyperlinkedIdentityField(view_name="api:assessment-detail")

    class Meta:
        model = Assessment
        fields = ("id", "url", "as_of", "stage", "reason", "since_on")
