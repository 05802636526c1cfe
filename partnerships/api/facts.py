"""What the API says of every fact: who stands behind it, when it was recorded, whether it counts."""

from datetime import datetime
from typing import Any, TypedDict

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from partnerships.models import Contest, FactQuerySet

from .parameters import moment, yes_or_no
from .read_only import ReadOnlySerializer

FACT_FIELDS = (
    "verification",
    "recorded_side",
    "recorded_at",
    "contested",
    "objection",
    "voided_at",
    "void_reason",
    "source_key",
)


class OpenObjection(TypedDict):
    """An objection without a ruling, as `OpenObjectionSerializer` shows it."""

    opened_at: Any
    grounds: str


class OpenObjectionSerializer(serializers.Serializer[OpenObjection]):
    """An objection that waits for its ruling."""

    opened_at = serializers.DateTimeField()
    grounds = serializers.CharField(help_text="Empty until they are given; without any it lapses in 30 days.")


class FactSerializer(ReadOnlySerializer):
    """Abstract: fields of evidence. The rows must carry `is_contested` and `objection` (see `marked`)."""

    contested = serializers.BooleanField(
        source="is_contested",
        read_only=True,
        help_text="An objection stands without a ruling: until then the fact counts for nothing.",
    )
    objection = serializers.SerializerMethodField(help_text="Null where none is open.")

    @extend_schema_field(OpenObjectionSerializer(allow_null=True))
    def get_objection(self, fact: Any) -> dict[str, Any] | None:
        """What is said against the fact, as long as nobody has ruled."""
        if fact.objection is None:
            return None
        opened = OpenObjection(
            opened_at=datetime.fromisoformat(fact.objection["opened_at"]), grounds=fact.objection["grounds"]
        )
        return dict(OpenObjectionSerializer(opened).data)


INSIDE = frozenset({"include_voided", "known_at"})
"""The parameters of records that show facts inside: which of them."""


def marked(facts: FactQuerySet[Any]) -> QuerySet[Any]:
    """Facts with `is_contested` and the open `objection`, as of now."""
    now = timezone.now()
    kind = ContentType.objects.get_for_model(facts.model)
    opened = Contest.objects.open_at(now).filter(content_type=kind, object_id=OuterRef("pk"))
    said = opened.values(said=JSONObject(opened_at="opened_at", grounds="grounds"))
    return facts.with_contested(now).annotate(objection=Subquery(said[:1]))


def nested(facts: FactQuerySet[Any], request: Request) -> QuerySet[Any]:
    """The same for facts shown inside another record: those that stand, or stood at the moment asked about.

    Voided ones are there only where the request asks for them.
    """
    known_at = moment(request, "known_at")
    if not yes_or_no(request, "include_voided"):
        return marked(facts.that_stood(known_at))
    return marked(facts if known_at is None else facts.filter(recorded_at__lte=known_at))
