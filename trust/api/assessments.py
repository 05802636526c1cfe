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
from trust.filters import AssessmentFilter, PathFilter
from trust.models import Assessment, AssessmentRun, Methodology
from trust.presenters.flags import FLAG_WORDS
from trust.scoring.flags import FLAGS
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import DIMENSIONS
from trust.services.methodologies import numbers_of

from .beside import BesideSerializer, find_beside
from .evidence import EvidenceSerializer, evidence_of
from .outcomes import OddsSerializer, OutcomeSerializer
from .readings import IndicatorReadingSerializer, Reading, ReadingSerializer, readings, rounded

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


class JudgedSerializer(OutcomeSerializer):
    """Abstract: everything that a judgement says of the relationship in one month."""

    odds = OddsSerializer(source="*", read_only=True)
    flags = serializers.SerializerMethodField()
    dimensions = serializers.SerializerMethodField()
    indicators = serializers.SerializerMethodField()
    conditions = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = (
            "as_of",
            "stage",
            "reason",
            "since_on",
            "odds",
            "flags",
            "dimensions",
            "indicators",
            "conditions",
        )

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


class AssessmentSerializer(JudgedSerializer):
    """The judgement on one partnership as of one date. It never changes; a correction is a judgement of a later run.

    What stands `beside` it is that of today.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:assessment-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    run = RunSerializer(read_only=True)
    beside = serializers.SerializerMethodField()

    class Meta(JudgedSerializer.Meta):
        fields = ("id", "url", "partnership", *JudgedSerializer.Meta.fields, "evidence_digest", "run", "beside")

    @extend_schema_field(BesideSerializer)
    def get_beside(self, assessment: Assessment) -> Mapping[str, Any]:
        """What is said to the judgement on the partnership now."""
        request = self.context["request"]
        found = assessment.beside if hasattr(assessment, "beside") else find_beside([assessment], request)[0]
        return BesideSerializer(found, context=self.context).data


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
        """The page, with the readings of all its rows worked out together, and what stands beside each."""
        page = list(super().paginate_queryset(queryset) or ())
        read_all(page)
        for row, found in zip(page, find_beside(page, self.request), strict=True):
            row.beside = found
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
