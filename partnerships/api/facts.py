"""What the API says of every fact: who stands behind it, when it was recorded, whether it counts."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from partnerships.models import FactQuerySet

from .parameters import yes_or_no
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


def marked(facts: FactQuerySet[Any]) -> QuerySet[Any]:
    """Facts with `is_contested`, as of now."""
    return facts.with_contested(timezone.now())


def nested(facts: FactQuerySet[Any], request: Request) -> QuerySet[Any]:
    """The same for facts shown inside another record: voided ones only where the request asks for them."""
    return marked(facts) if yes_or_no(request, "include_voided") else marked(facts.standing())
