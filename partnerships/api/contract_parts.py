"""What happens under a contract, each kind by itself, across contracts; to be completed, confirmed or taken back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.access import Action
from partnerships.filters.contract_parts import (
    AmendmentFilter,
    EvaluationFilter,
    MilestoneFilter,
    SuspensionFilter,
)
from partnerships.models import Amendment, Evaluation, Milestone, Suspension
from partnerships.services.milestones import reach_milestone

from .acts import ON_FACTS, Act, done, may
from .contract_entries import ReachedEntrySerializer
from .contracts import (
    AmendmentSerializer,
    ContractTermsSerializer,
    EvaluationSerializer,
    MilestoneSerializer,
    SuspensionSerializer,
)
from .facts import FactSerializer, marked
from .partnerships import PartnershipReferenceSerializer
from .writing import FactViewSet


def with_contract(nested: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of a part shown by itself: those it has inside its contract, and where it belongs."""
    return ("id", "url", "contract", "partnership", *nested[1:])


class OfContractSerializer(FactSerializer):
    """Abstract: a part with the contract it belongs to."""

    partnership = PartnershipReferenceSerializer(source="contract.partnership", read_only=True)
    expansions = {"contract": ContractTermsSerializer}


class AmendmentRecordSerializer(OfContractSerializer, AmendmentSerializer):
    """A signed change of a contract's term, value or content, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:amendment-detail")

    class Meta(AmendmentSerializer.Meta):
        fields = with_contract(AmendmentSerializer.Meta.fields)


class MilestoneRecordSerializer(OfContractSerializer, MilestoneSerializer):
    """Something the NGO has to deliver by a date, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:milestone-detail")

    class Meta(MilestoneSerializer.Meta):
        fields = with_contract(MilestoneSerializer.Meta.fields)


class SuspensionRecordSerializer(OfContractSerializer, SuspensionSerializer):
    """A time in which work under a contract rested, with its contract. `ended_on` is the day work went on."""

    url = serializers.HyperlinkedIdentityField(view_name="api:suspension-detail")

    class Meta(SuspensionSerializer.Meta):
        fields = with_contract(SuspensionSerializer.Meta.fields)


class EvaluationRecordSerializer(OfContractSerializer, EvaluationSerializer):
    """A mid-term or final evaluation or an acceptance, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:evaluation-detail")

    class Meta(EvaluationSerializer.Meta):
        fields = with_contract(EvaluationSerializer.Meta.fields)


class ContractPartViewSet(FactViewSet):
    """Abstract: one kind of part, under all contracts."""

    kind = "contracts"

    def get_queryset(self) -> QuerySet[Any]:
        """Parts of contracts the reader may see."""
        rows: Any = self.serializer_class.Meta.model.objects  # type: ignore[union-attr]
        return marked(rows.visible_to(self.request.user)).select_related(
            "contract__partnership__government", "contract__partnership__ngo"
        )


class AmendmentViewSet(ContractPartViewSet):
    """Amendments of all contracts."""

    queryset = Amendment.objects.none()
    serializer_class = AmendmentRecordSerializer
    filterset_class = AmendmentFilter


class MilestoneViewSet(ContractPartViewSet):
    """Milestones of all contracts: what was to be delivered by when, and when it was."""

    queryset = Milestone.objects.none()
    serializer_class = MilestoneRecordSerializer
    filterset_class = MilestoneFilter
    acts: ClassVar[Mapping[str, Act]] = {
        **ON_FACTS,
        "reached": Act(ReachedEntrySerializer, may(Action.CLOSE), done(reach_milestone, "milestone")),
    }

    @action(detail=True, methods=["post"], url_path="reached", url_name="reached")
    def reached(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """A milestone was reached."""
        return self.act(request)


class SuspensionViewSet(ContractPartViewSet):
    """Times in which work rested, under all contracts."""

    queryset = Suspension.objects.none()
    serializer_class = SuspensionRecordSerializer
    filterset_class = SuspensionFilter


class EvaluationViewSet(ContractPartViewSet):
    """Evaluations and acceptances under all contracts."""

    queryset = Evaluation.objects.none()
    serializer_class = EvaluationRecordSerializer
    filterset_class = EvaluationFilter
