"""What was recorded under a contract, each at an address of its own, to be completed, confirmed or taken back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.access import Action
from partnerships.models import Amendment, Evaluation, Milestone, Suspension
from partnerships.services.milestones import reach_milestone

from .acts import ON_FACTS, Act, done, may
from .contract_entries import ReachedEntrySerializer
from .contracts import AmendmentSerializer, EvaluationSerializer, MilestoneSerializer, SuspensionSerializer
from .facts import marked
from .writing import ActingViewSet


class AmendmentRecordSerializer(AmendmentSerializer):
    """One amendment, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:amendment-detail")

    class Meta(AmendmentSerializer.Meta):
        fields = ("id", "url", "contract", *AmendmentSerializer.Meta.fields[1:])


class MilestoneRecordSerializer(MilestoneSerializer):
    """One milestone, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:milestone-detail")

    class Meta(MilestoneSerializer.Meta):
        fields = ("id", "url", "contract", *MilestoneSerializer.Meta.fields[1:])


class SuspensionRecordSerializer(SuspensionSerializer):
    """One suspension, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:suspension-detail")

    class Meta(SuspensionSerializer.Meta):
        fields = ("id", "url", "contract", *SuspensionSerializer.Meta.fields[1:])


class EvaluationRecordSerializer(EvaluationSerializer):
    """One evaluation, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:evaluation-detail")

    class Meta(EvaluationSerializer.Meta):
        fields = ("id", "url", "contract", *EvaluationSerializer.Meta.fields[1:])


class PartViewSet(ActingViewSet):
    """Abstract: one kind of part. The contract's own address lists its parts."""

    kind = "contracts"

    def get_queryset(self) -> QuerySet[Any]:
        """Those the reader may see."""
        rows: Any = self.queryset
        return marked(rows.visible_to(self.request.user)).select_related("contract")


class AmendmentViewSet(PartViewSet):
    """Signed changes of contracts."""

    queryset = Amendment.objects.all()
    serializer_class = AmendmentRecordSerializer


class SuspensionViewSet(PartViewSet):
    """Times in which work rested."""

    queryset = Suspension.objects.all()
    serializer_class = SuspensionRecordSerializer


class EvaluationViewSet(PartViewSet):
    """Evaluations and acceptances."""

    queryset = Evaluation.objects.all()
    serializer_class = EvaluationRecordSerializer


class MilestoneViewSet(PartViewSet):
    """What NGOs have to deliver by a day."""

    acts: ClassVar[Mapping[str, Act]] = {
        **ON_FACTS,
        "reached": Act(ReachedEntrySerializer, may(Action.CLOSE), done(reach_milestone, "milestone")),
    }
    queryset = Milestone.objects.all()
    serializer_class = MilestoneRecordSerializer

    @action(detail=True, methods=["post"], url_path="reached", url_name="reached")
    def reached(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """A milestone was reached."""
        return self.act(request)
