"""What the NGOs of a body answered in a year, as it was told once and for all. There is no address for an answer."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnerships.api.organizations import OrganizationReferenceSerializer
from partnerships.api.read_only import ReadOnlySerializer, ReadOnlyViewSet
from partnerships.filters import SurveyResultFilter
from partnerships.models import SurveyResult
from partnerships.models.surveys import HIGHEST_MEAN, LOWEST_MEAN
from partnerships.questionnaires import questionnaire

OPEN_ENDS = [("or_less", "or less"), ("or_more", "or more")]


class StatementResultSerializer(serializers.Serializer[Any]):
    """The mean of one statement, in half points from 2.0 to 4.0."""

    mean = serializers.DecimalField(
        max_digits=2, decimal_places=1, allow_null=True, help_text="Null where too few said anything to it."
    )
    open_end = serializers.ChoiceField(
        OPEN_ENDS, allow_null=True, help_text="At the ends: the mean is this or less, or this or more."
    )
    text_en = serializers.CharField(help_text="The statement, as it was asked.")
    text_zh = serializers.CharField()


class SurveyResultSerializer(ReadOnlySerializer):
    """What a body's NGOs answered in one year; the same numbers for every reader, and never told anew.

    `ngos` is null, and there are no statements, where fewer answered than may be told of.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:survey-result-detail")
    body = OrganizationReferenceSerializer(read_only=True)
    statements = serializers.SerializerMethodField()

    class Meta:
        model = SurveyResult
        fields = ("id", "url", "body", "year", "questionnaire", "ngos", "statements", "published_at")

    @extend_schema_field(serializers.DictField(child=StatementResultSerializer()))
    def get_statements(self, result: SurveyResult) -> Mapping[str, Any]:
        """The statements by code."""
        items = questionnaire(result.questionnaire).items if result.ngos else ()
        rows = {item.code: _told(item, mean) for item, mean in zip(items, result.means, strict=True)}
        return {code: StatementResultSerializer(row).data for code, row in rows.items()}


def _told(item: Any, mean: Any) -> dict[str, Any]:
    ends = {LOWEST_MEAN: "or_less", HIGHEST_MEAN: "or_more"}
    return {"mean": mean, "open_end": ends.get(mean), "text_en": item.en, "text_zh": item.zh}


class SurveyResultViewSet(ReadOnlyViewSet):
    """What was told of bodies, year by year, as on the pages of their conduct."""

    kind = "organizations"
    queryset = SurveyResult.objects.none()
    serializer_class = SurveyResultSerializer
    filterset_class = SurveyResultFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Results of bodies the reader may see."""
        return SurveyResult.objects.visible_to(self.request.user).select_related("body")
