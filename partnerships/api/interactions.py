"""What happens between the two sides: event types, interaction events, requests."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request as Asked
from rest_framework.response import Response

from partnerships.access import Action
from partnerships.filters import EventTypeListFilter, InteractionEventFilter, RequestFilter
from partnerships.models import EventType, InteractionEvent, Request
from partnerships.services.interactions import answer_request

from .acts import ON_FACTS, Act, done, may
from .contracts import ContractTermsSerializer
from .entries import EVENT, REQUEST, ReplyEntrySerializer
from .facts import FACT_FIELDS, FactSerializer, marked
from .organizations import OrganizationReferenceSerializer
from .partnerships import PartnershipReferenceSerializer
from .read_only import CODES, ReadOnlySerializer, ReadOnlyViewSet
from .writing import RecordingViewSet


class EventTypeSerializer(ReadOnlySerializer):
    """One of the types of the taxonomy. What it counts for is told by the indicators."""

    outcomes = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="The outcomes an event of this type must name one of."
    )

    class Meta:
        model = EventType
        fields = (
            "code",
            "name_en",
            "name_zh",
            "evidence_for",
            "direction",
            "polarity",
            "recorders",
            "stored_as",
            "scope",
            "outcomes",
            "position",
        )


class EventTypeReferenceSerializer(ReadOnlySerializer):
    """An event type, by code and names."""

    class Meta:
        model = EventType
        fields = ("code", "name_en", "name_zh")


class EventReferenceSerializer(ReadOnlySerializer):
    """An event, by id, type and day."""

    type = EventTypeReferenceSerializer(read_only=True)

    class Meta:
        model = InteractionEvent
        fields = ("id", "type", "occurred_on", "outcome", "note")


class InteractionEventSerializer(FactSerializer):
    """Something that happened, dated and typed. It concerns one partnership, or the NGO in all of them."""

    url = serializers.HyperlinkedIdentityField(view_name="api:event-detail")
    type = EventTypeReferenceSerializer(read_only=True)
    partnership = PartnershipReferenceSerializer(
        read_only=True, allow_null=True, help_text="Null where the event concerns the NGO in all its partnerships."
    )
    organization = OrganizationReferenceSerializer(
        read_only=True, allow_null=True, help_text="The NGO, where the event concerns it in all its partnerships."
    )
    expansions = {"contract": ContractTermsSerializer, "closes": EventReferenceSerializer}

    class Meta:
        model = InteractionEvent
        fields = (
            "id",
            "url",
            "type",
            "partnership",
            "organization",
            "occurred_on",
            "outcome",
            "party",
            "amount",
            "currency",
            "contract",
            "closes",
            "note",
            *FACT_FIELDS,
        )


class RequestSerializer(FactSerializer):
    """A request, challenge or complaint by the NGO, and the body's reply. Filing one never counts against anybody."""

    url = serializers.HyperlinkedIdentityField(view_name="api:request-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)

    class Meta:
        model = Request
        fields = (
            "id",
            "url",
            "partnership",
            "kind",
            "subject",
            "opened_on",
            "answered_on",
            "answer",
            "answer_recorded_at",
            *FACT_FIELDS,
        )


class EventTypeViewSet(ReadOnlyViewSet):
    """The taxonomy of what can happen between the two sides."""

    queryset = EventType.objects.all()
    serializer_class = EventTypeSerializer
    filterset_class = EventTypeListFilter
    lookup_field = "code"
    keys = CODES


class InteractionEventViewSet(RecordingViewSet):
    """Interaction events of partnerships and of NGOs."""

    kind = "events"
    entry = EVENT
    queryset = InteractionEvent.objects.none()
    serializer_class = InteractionEventSerializer
    filterset_class = InteractionEventFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Events the reader may see."""
        return marked(InteractionEvent.objects.visible_to(self.request.user)).select_related(
            "type", "organization", "partnership__government", "partnership__ngo", *self.expanded(), *self.closing()
        )

    def closing(self) -> tuple[str, ...]:
        """What is shown of an event that is closed needs its type."""
        return ("closes__type",) if "closes" in self.expanded() else ()


class RequestViewSet(RecordingViewSet):
    """Requests by NGOs and the replies of government bodies."""

    kind = "requests"
    entry = REQUEST
    acts: ClassVar[Mapping[str, Act]] = {
        **ON_FACTS,
        "answer": Act(ReplyEntrySerializer, may(Action.CLOSE), done(answer_request, "request")),
    }
    queryset = Request.objects.none()
    serializer_class = RequestSerializer
    filterset_class = RequestFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Requests the reader may see."""
        return marked(Request.objects.visible_to(self.request.user)).select_related(
            "partnership__government", "partnership__ngo"
        )

    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    def answer(self, request: Asked, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """The government body replied."""
        return self.act(request)
