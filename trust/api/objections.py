"""Objections to readings, with the rulings on them."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.acts import Act, done, service_knows
from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import ReadOnlySerializer
from trust.filters import ObjectionFilter
from trust.models import Objection
from trust.services.objections import withdraw_objection

from .hearings import ABOUT_CHOICES, OBJECTION, NothingEntrySerializer, SaidViewSet
from .outcomes import AssessmentReferenceSerializer


class ObjectionSerializer(ReadOnlySerializer):
    """One side finds a reading wrong: of a draft, or of a judgement that was issued. Somebody from outside rules.

    `draft` and `assessment`: what it was raised against, one of the two. The ruling stands beside it once it is given.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:reading-objection-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    about = serializers.ChoiceField(ABOUT_CHOICES, read_only=True)
    ruling_due_on = serializers.DateField(read_only=True, help_text="The day by which a ruling is owed.")
    expansions = {"assessment": AssessmentReferenceSerializer}

    class Meta:
        model = Objection
        fields = (
            "id",
            "url",
            "partnership",
            "draft",
            "assessment",
            "about",
            "side",
            "grounds",
            "opened_at",
            "ruling_due_on",
            "closed_at",
            "outcome",
            "ruling",
        )


class ObjectionViewSet(SaidViewSet):
    """Objections to readings: for both sides and whoever rules; analysts see none."""

    entry = OBJECTION
    acts = {"withdraw": Act(NothingEntrySerializer, service_knows, done(withdraw_objection, "objection"))}
    queryset = Objection.objects.none()
    serializer_class = ObjectionSerializer
    filterset_class = ObjectionFilter

    @action(detail=True, methods=["post"], url_path="withdraw", url_name="withdraw")
    def withdraw(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """The side that objected takes it back."""
        return self.act(request)
