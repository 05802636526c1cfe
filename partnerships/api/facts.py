"""What the API says of every fact: who stands behind it, when it was recorded, whether it counts."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from partnerships.models import FactQuerySet

from .parameters import moment, yes_or_no
from .read_only import ReadOnlySerializer

FACT_FIELDS = (
    "verification",
    "recorded_side",
    "recorded_at",
    "contested",
    "voided_at",
    "void_reason",
    "source_key",
)


class FactSerializer(ReadOnlySerializer):
    """Abstract: fields of evidence. The rows must carry `is_contested` (see `marked`)."""

    contested = serializers.BooleanField(
        source="is_contested",
        read_only=True,
        help_text="An objection stands without a ruling: until then the fact counts for nothing.",
    )


INSIDE = frozenset({"include_voided", "known_at"})
"""The parameters of records that show facts inside: which of them."""


def marked(facts: FactQuerySet[Any]) -> QuerySet[Any]:
    """Facts with `is_contested`, as of now."""
    return facts.with_contested(timezone.now())


def nested(facts: FactQuerySet[Any], request: Request) -> QuerySet[Any]:
    """The same for facts shown inside another record: those that stand, or stood at the moment asked about.

    Voided ones are there only where the request asks for them.
    """
    known_at = moment(request, "known_at")
    if not yes_or_no(request, "include_voided"):
        return marked(facts.that_stood(known_at))
    return marked(facts if known_at is None else facts.filter(recorded_at__lte=known_at))
