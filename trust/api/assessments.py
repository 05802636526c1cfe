"""Assessments: the judgement on each partnership, with everything it was made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlySerializer, ReadOnlyViewSet
from partnerships.filters.fields import IDS
from partnerships.models import Partnership
from trust.filters import STAGE_CODES, AssessmentFilter, PathFilter
from trust.models import Assessment, AssessmentRun, Methodology
from trust.models.assessments import Reason, Stage
from trust.presenters.flags import FLAG_WORDS
from trust.scoring.flags import FLAGS
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import DIMENSIONS
from trust.scoring.stages import REASONS
from trust.services.methodologies import numbers_of

from .evidence import EvidenceSerializer, evidence_of
from .readings import IndicatorReadingSerializer, Reading, ReadingSerializer, readings, rounded

STAGE_CHOICES = [(code, label) for code, label in zip(STAGE_CODES, Stage.labels, strict=True)]
REASON_CHOICES = [(code, label) for code, label in zip(REASONS, Reason.labels, strict=True) if code]
FLAG_CHOICES = [(code, FLAG_WORDS[code].label) for code in FLAGS]


class MethodologyReferenceSerializer(ReadOnlySerializer):
    """A version of the method; `digest` is the SHA-256 of its content."""

    class Meta:
        model = Methodology
        fields = ("version", "digest")


class RunSerializer(ReadOnlySerializer):
    """The run that made a judgement: what was known, and by which version of the method."""

    methodology = MethodologyReferenceSerializer(read_only=True)

    class Meta:
        model = AssessmentRun
        fields = ("id", "known_at", "methodology")


class OddsSerializer(serializers.Serializer[Assessment]):
    """Chances, between 0 and 1, that the relationship has come at least so far."""

    at_least_dependence = serializers.SerializerMethodField()
    at_least_contractual = serializers.SerializerMethodField()
    at_least_equal = serializers.SerializerMethodField()

    def get_at_least_dependence(self, assessment: Assessment) -> float:
        """P(stage >= dependence)."""
        return rounded(assessment.at_least_dependence)

    def get_at_least_contractual(self, assessment: Assessment) -> float:
        """P(stage >= contractual)."""
        return rounded(assessment.at_least_contractual)

    def get_at_least_equal(self, assessment: Assessment) -> float:
        """P(stage = equal)."""
        return rounded(assessment.at_least_equal)


class AssessmentSerializer(ReadOnlySerializer):
    """The judgement on one partnership as of one date. It never changes; a correction is a judgement of a later run."""

    url = serializers.HyperlinkedIdentityField(view_name="api:assessment-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    stage = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    odds = OddsSerializer(source="*", read_only=True)
    flags = serializers.SerializerMethodField()
    dimensions = serializers.SerializerMethodField()
    indicators = serializers.SerializerMethodField()
    conditions = serializers.SerializerMethodField()
    run = RunSerializer(read_only=True)

    class Meta:
        model = Assessment
        fields = (
            "id",
            "url",
            "partnership",
            "as_of",
            "stage",
            "reason",
            "since_on",
            "odds",
            "flags",
            "dimensions",
            "indicators",
            "conditions",
            "evidence_digest",
            "run",
        )

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES))
    def get_stage(self, assessment: Assessment) -> str:
        """The stage; `none` comes with its reason and is not a low stage."""
        return STAGE_CODES[assessment.stage]

    @extend_schema_field(serializers.ChoiceField(REASON_CHOICES, allow_null=True))
    def get_reason(self, assessment: Assessment) -> str | None:
        """Why there is no stage; null where there is one."""
        return REASONS[assessment.reason] or None

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(FLAG_CHOICES)))
    def get_flags(self, assessment: Assessment) -> list[str]:
        """Flags beside the stage: they explain, and never change it."""
        return list(assessment.raised_flags)

    @extend_schema_field(serializers.DictField(child=ReadingSerializer()))
    def get_dimensions(self, assessment: Assessment) -> Mapping[str, Any]:
        """The four dimensions by name."""
        return dict(zip(DIMENSIONS, _read(assessment).dimensions, strict=True))

    @extend_schema_field(serializers.DictField(child=IndicatorReadingSerializer()))
    def get_indicators(self, assessment: Assessment) -> Mapping[str, Any]:
        """The indicators by code."""
        codes = numbers_of(assessment.run.methodology).indicators
        rows = zip(codes, _read(assessment).indicators, assessment.indicator_facts, strict=True)
        return {code: {**reading, "facts": facts} for code, reading, facts in rows}

    @extend_schema_field(serializers.DictField(child=serializers.FloatField()))
    def get_conditions(self, assessment: Assessment) -> Mapping[str, float]:
        """The chance that each condition of the gates holds, by its name."""
        return {code: rounded(chance) for code, chance in zip(CONDITION_CODES, assessment.conditions, strict=True)}


@dataclass(frozen=True)
class Readings:
    """The readings of one assessment, in the order of `DIMENSIONS` and of its methodology's indicators."""

    dimensions: list[Reading]
    indicators: list[Reading]


def read_all(assessments: Iterable[Assessment]) -> None:
    """Works out the readings of many assessments at once and leaves each its own."""
    by_version: dict[int, list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        by_version[assessment.run.methodology_id].append(assessment)
    for rows in by_version.values():
        interval = numbers_of(rows[0].run.methodology).interval
        levels = (interval["low"], interval["high"])
        dimensions = readings([row.dimension_means for row in rows], [row.dimension_deviations for row in rows], levels)
        indicators = readings(
            [row.indicator_values for row in rows], [row.indicator_deviations for row in rows], levels
        )
        for row, *found in zip(rows, dimensions, indicators, strict=True):
            row.readings = Readings(*found)


def _read(assessment: Assessment) -> Readings:
    if not hasattr(assessment, "readings"):
        read_all([assessment])
    found: Readings = assessment.readings
    return found


class AssessmentViewSet(ReadOnlyViewSet):
    """Present judgements; with `history=true` every month, as known now or at `known_at`."""

    kind = "assessments"
    queryset = Assessment.objects.none()
    serializer_class = AssessmentSerializer
    filterset_class: type[AssessmentFilter] | type[PathFilter] = AssessmentFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Assessments the reader may see, with their runs and methodologies fetched once each."""
        return (
            Assessment.objects.visible_to(self.request.user)
            .select_related("partnership__government", "partnership__ngo")
            .prefetch_related("run__methodology")
        )

    @extend_schema(parameters=[], responses=EvidenceSerializer)
    @action(detail=True, url_path="evidence", url_name="evidence", serializer_class=EvidenceSerializer)
    def evidence(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """The facts behind each reading and each condition, with what they weighed."""
        return Response(EvidenceSerializer(evidence_of(self.get_object())).data)

    def paginate_queryset(self, queryset: QuerySet[Any]) -> list[Any]:
        """The page, with the readings of all its rows worked out together."""
        page = list(super().paginate_queryset(queryset) or ())
        read_all(page)
        return page


@extend_schema(parameters=[OpenApiParameter("partnership_id", OpenApiTypes.INT, OpenApiParameter.PATH)])
class PartnershipAssessmentViewSet(AssessmentViewSet):
    """One partnership's judgements month by month, as known now or at `known_at`."""

    filterset_class = PathFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Assessments of the partnership; NotFound when there is none that the reader may see."""
        key = self.kwargs["partnership_id"]
        seen = Partnership.objects.visible_to(self.request.user)
        if not (IDS.fullmatch(key) and seen.filter(pk=key).exists()):
            message = _("There is no {noun} “{key}”, or you may not see it.")
            raise NotFound(message.format(noun=Partnership._meta.verbose_name, key=key))
        return super().get_queryset().filter(partnership=key)
