"""Studies of the method: robustness, sensitivity, agreement with experts, as the method card shows them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnerships.api.read_only import ReadOnlySerializer, ReadOnlyViewSet
from trust.filters import STAGE_CODES, StudyFilter
from trust.models import MethodStudy
from trust.scoring.stages import REASONS
from trust.services.studies.telling import told_outcomes

from .assessments import MethodologyReferenceSerializer

Result = Mapping[str, Any]
SURE = 0.99  # odds are told no nearer to 0 or 1 than this, as on the page


def _robustness(study: MethodStudy) -> Result:
    outcomes = [
        {
            "stage": STAGE_CODES[row["stage"]],
            "reason": REASONS[row["reason"]] or None,
            "partnerships": told,
            "kept": None if told is None else _share(row["kept"]),
            "nearly_always": None if told is None else row["nearly_always"],
        }
        for row, told in zip(study.result["outcomes"], told_outcomes(study), strict=True)
    ]
    shown = {name: study.result[name] for name in ("runs", "nearly_always")}
    kept = study.result["kept"]
    return {**shown, "kept": None if kept is None else _share(kept), "outcomes": outcomes}


def _sensitivity(study: MethodStudy) -> Result:
    cases = [
        {
            "stage": STAGE_CODES[case["stage"]],
            "odds": _share(case["odds"]),
            "total": [None if value is None else round(max(value, 0.0), 2) for value in case["total"]],
        }
        for case in study.result["cases"]
    ]
    return {**{name: study.result[name] for name in ("draws", "evaluations", "factors")}, "cases": cases}


def _agreement(study: MethodStudy) -> Result:
    return study.result


def _share(value: float) -> float:
    return min(max(round(value, 2), 1 - SURE), SURE)


TELL: Mapping[str, Callable[[MethodStudy], Result]] = {
    MethodStudy.Kind.ROBUSTNESS: _robustness,
    MethodStudy.Kind.SENSITIVITY: _sensitivity,
    MethodStudy.Kind.AGREEMENT: _agreement,
}


class StudySerializer(ReadOnlySerializer):
    """One study of one version: of how many partnerships or cases, on which knowledge, and what computes it again.

    `result` depends on the kind. Robustness: share of `runs` that keep the outcome, by outcome; null where so few have
    it that they could be found out. Sensitivity: of each case the total Sobol index of each factor. Agreement: kappa
    and counts of the method against the panel, and of experts against each other.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:study-detail")
    methodology = MethodologyReferenceSerializer(read_only=True)
    result = serializers.SerializerMethodField()

    class Meta:
        model = MethodStudy
        fields = ("id", "url", "kind", "methodology", "made_at", "as_of", "known_at", "subjects", "command", "result")

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_result(self, study: MethodStudy) -> Result:
        """The numbers, as far as they may be told."""
        return TELL[study.kind](study)


class StudyViewSet(ReadOnlyViewSet):
    """Studies of the method, for everybody who signs in. None is ever changed."""

    queryset = MethodStudy.objects.none()
    serializer_class = StudySerializer
    filterset_class = StudyFilter

    def get_queryset(self) -> QuerySet[Any]:
        """All of them."""
        return MethodStudy.objects.select_related("methodology")
