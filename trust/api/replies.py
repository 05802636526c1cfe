"""Replies: what either side says to a judgement, read by everybody who reads the judgement."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.acts import Act, done, service_knows
from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlySerializer
from trust.filters import ReplyFilter
from trust.models import Reply
from trust.services.replies import take_back_reply

from .hearings import REPLY, NothingEntrySerializer, SaidViewSet
from .outcomes import AssessmentReferenceSerializer


class ReplySerializer(ReadOnlySerializer):
    """One side's words, and the judgement they were written to. Never edited: `withdrawn_at` says when they ended."""

    url = serializers.HyperlinkedIdentityField(view_name="api:reply-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    expansions = {"assessment": AssessmentReferenceSerializer}

    class Meta:
        model = Reply
        fields = ("id", "url", "partnership", "assessment", "side", "text", "made_at", "withdrawn_at")


class ReplyViewSet(SaidViewSet):
    """Replies to judgements, those that were taken back or replaced among them."""

    entry = REPLY
    acts = {"withdraw": Act(NothingEntrySerializer, service_knows, done(take_back_reply, "reply"))}
    queryset = Reply.objects.none()
    serializer_class = ReplySerializer
    filterset_class = ReplyFilter

    @action(detail=True, methods=["post"], url_path="withdraw", url_name="withdraw")
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """The side takes its words back; they stay on record."""
        return self.act(request)
