"""Drafts: judgements laid before both sides before they are issued. Others do not see them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlyViewSet
from trust.filters import DraftFilter
from trust.models import Draft
from trust.services.drafts import path_of_draft

from .assessments import JudgedSerializer, MethodologyReferenceSerializer
from .outcomes import AssessmentReferenceSerializer, OddsSerializer, OutcomeSerializer


class DraftSerializer(OutcomeSerializer):
    """A judgement that says something new, before it is issued. Until then the one issued before stands.

    `known_at` is the moment whose knowledge it uses; `issued` the judgement that stood when it was made, null where it
    would be the first.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:draft-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    methodology = MethodologyReferenceSerializer(read_only=True)
    odds = OddsSerializer(source="*", read_only=True)
    expansions = {"issued": AssessmentReferenceSerializer}

    class Meta:
        model = Draft
        fields = (
            "id",
            "url",
            "partnership",
            "as_of",
            "known_at",
            "methodology",
            "stage",
            "reason",
            "odds",
            "issued",
            "opened_at",
            "due_on",
            "closed_at",
            "outcome",
        )


class DraftReadingSerializer(JudgedSerializer):
    """What an open draft would issue for its month, judged again from its own inputs."""


class DraftViewSet(ReadOnlyViewSet):
    """Drafts as both sides see them; officials from outside only while they have to rule on an objection to one."""

    kind = "hearings"
    queryset = Draft.objects.none()
    serializer_class = DraftSerializer
    filterset_class = DraftFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Drafts the reader may see."""
        return Draft.objects.visible_to(self.request.user).select_related(
            "partnership__government", "partnership__ngo", "methodology", *self.expanded()
        )

    @extend_schema(parameters=[], responses=DraftReadingSerializer)
    @action(detail=True, url_path="reading", url_name="reading", serializer_class=DraftReadingSerializer)
    def reading(self, request: Request, pk: str) -> Response:
        """The whole of an open draft: dimensions, indicators, conditions and flags as they would be issued."""
        draft: Any = self.get_object()
        path = path_of_draft(draft) if draft.closed_at is None else []
        if not path:
            raise NotFound(_("The draft “{key}” is closed. What was issued is among the assessments.").format(key=pk))
        return Response(DraftReadingSerializer(path[-1], context={"request": request}).data)
