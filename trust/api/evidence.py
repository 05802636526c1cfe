"""What an assessment rests on: the facts behind each reading and each condition, with what they weighed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

import polars as pl
from rest_framework import serializers

from trust.models import Assessment
from trust.services import trace_partnership

from .readings import rounded


class EvidenceFact(TypedDict):
    """A fact behind a reading."""

    table: str
    fact: int
    day: date
    building: float
    eroding: float


class CountedFact(TypedDict):
    """A fact a condition counts."""

    table: str
    fact: int
    day: date


class CountedFactSerializer(serializers.Serializer[CountedFact]):
    """A fact that a condition counts."""

    table = serializers.CharField(help_text="The kind of fact, such as contract, payment or interactionevent.")
    fact = serializers.IntegerField(help_text="Its id among its kind.")
    day = serializers.DateField()


class EvidenceFactSerializer(CountedFactSerializer):
    """A fact behind a reading, with its mass on either side, faded and weighed by who stands behind it."""

    building = serializers.FloatField()
    eroding = serializers.FloatField()


class EvidenceSerializer(serializers.Serializer[Any]):
    """The facts behind an assessment, found anew from the evidence it was made with."""

    assessment = serializers.IntegerField(help_text="The id of the assessment.")
    evidence_digest = serializers.CharField()
    indicators = serializers.DictField(child=EvidenceFactSerializer(many=True), help_text="By indicator.")
    conditions = serializers.DictField(child=CountedFactSerializer(many=True), help_text="By condition of the gates.")


def evidence_of(assessment: Assessment) -> dict[str, Any]:
    """The facts, by indicator and by condition, the latest first. The same evidence the assessment was made with."""
    trace = trace_partnership(
        assessment.partnership,
        as_of=assessment.as_of,
        known_at=assessment.run.known_at,
        methodology=assessment.run.methodology,
        with_path=False,
    )
    found = trace.explanation
    return {
        "assessment": assessment.pk,
        "evidence_digest": assessment.evidence_digest,
        "indicators": {} if found is None else _by_code(found.indicators, ("building", "eroding")),
        "conditions": {} if found is None else _by_code(found.conditions, ()),
    }


def _by_code(frames: Mapping[str, pl.DataFrame], masses: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    columns = ("table", "fact", "day")
    return {
        code: [_row(row, masses) for row in frame.select(*columns, *masses).iter_rows(named=True)]
        for code, frame in frames.items()
    }


def _row(row: Mapping[str, Any], masses: Iterable[str]) -> dict[str, Any]:
    return {**row, **{name: rounded(row[name] or 0.0) for name in masses}}
