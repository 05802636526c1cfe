"""Contracts, with everything that happened under them."""

from typing import Any, TypedDict

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from partnerships.filters import ContractFilter
from partnerships.models import (
    Amendment,
    Contract,
    Evaluation,
    Milestone,
    Party,
    Payment,
    Side,
    Suspension,
    Verification,
)

from .contract_acts import ActingOnContracts
from .entries import CONTRACT
from .facts import FACT_FIELDS, INSIDE, FactSerializer, marked, nested
from .parameters import INCLUDE_VOIDED, KNOWN_AT
from .partnerships import PartnershipReferenceSerializer
from .read_only import ReadOnlySerializer

CURRENCY_OF_THE_CONTRACT = "The currency of the contract."


class AmendmentSerializer(FactSerializer):
    """A signed change of a contract's term, value or content."""

    currency = serializers.CharField(source="contract.currency", read_only=True, help_text=CURRENCY_OF_THE_CONTRACT)

    class Meta:
        model = Amendment
        fields = ("id", "number", "signed_on", "new_ends_on", "new_value", "currency", "description", *FACT_FIELDS)


class MilestoneSerializer(FactSerializer):
    """Something the NGO has to deliver under a contract by a date."""

    class Meta:
        model = Milestone
        fields = ("id", "title", "due_on", "reached_on", "reached_recorded_at", *FACT_FIELDS)


class SuspensionSerializer(FactSerializer):
    """A time in which work under a contract rested, up to the day it went on; the agreement stayed in force."""

    class Meta:
        model = Suspension
        fields = ("id", "started_on", "ended_on", "end_recorded_at", "reason", *FACT_FIELDS)


class PaymentSerializer(FactSerializer):
    """One instalment: when it was due and when it was paid."""

    currency = serializers.CharField(source="contract.currency", read_only=True, help_text=CURRENCY_OF_THE_CONTRACT)

    class Meta:
        model = Payment
        fields = (
            "id",
            "stage",
            "due_on",
            "amount_due",
            "paid_on",
            "amount_paid",
            "currency",
            "paid_recorded_at",
            *FACT_FIELDS,
        )


class EvaluationSerializer(FactSerializer):
    """A mid-term or final evaluation or an acceptance."""

    class Meta:
        model = Evaluation
        fields = (
            "id",
            "phase",
            "held_on",
            "result",
            "score",
            "score_maximum",
            "evaluator",
            "paid_for_by",
            *FACT_FIELDS,
        )


class EarlyEnding(TypedDict):
    """The early ending of a contract, as `EarlyEndingSerializer` shows it."""

    on: Any
    party: str
    fault: str
    reason: str
    verification: str
    recorded_side: str
    recorded_at: Any
    confirmed_at: Any


class EarlyEndingSerializer(serializers.Serializer[EarlyEnding]):
    """A contract ended before its last day."""

    on = serializers.DateField(help_text="The day it was ended.")
    party = serializers.ChoiceField(Party.choices, help_text="Who ended it.")
    fault = serializers.ChoiceField(Party.choices, help_text="Whose fault it was.")
    reason = serializers.CharField()
    verification = serializers.ChoiceField(Verification.choices)
    recorded_side = serializers.ChoiceField(Side.choices, help_text="Whose entry it is.")
    recorded_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True, help_text="When the other side confirmed it.")


class ContractTermsSerializer(ReadOnlySerializer):
    """The terms of a contract, without what happened under it."""

    class Meta:
        model = Contract
        fields = (
            "id",
            "number",
            "title",
            "title_en",
            "method",
            "signed_on",
            "starts_on",
            "ends_on",
            "value",
            "currency",
        )


class ContractSerializer(FactSerializer):
    """An agreement to deliver services. `ends_on` is the last day of the original term; amendments move it."""

    url = serializers.HyperlinkedIdentityField(view_name="api:contract-detail")
    partnership = PartnershipReferenceSerializer(read_only=True)
    ended_early = serializers.SerializerMethodField(help_text="Null where the contract ran, or runs, to its end.")
    amendments = AmendmentSerializer(many=True, read_only=True)
    milestones = MilestoneSerializer(many=True, read_only=True)
    suspensions = SuspensionSerializer(many=True, read_only=True)
    payments = PaymentSerializer(many=True, read_only=True)
    evaluations = EvaluationSerializer(many=True, read_only=True)
    expansions = {"renews": ContractTermsSerializer, "corrects": ContractTermsSerializer}

    class Meta:
        model = Contract
        fields = (
            "id",
            "url",
            "partnership",
            "number",
            "title",
            "title_en",
            "method",
            "catalogue_code",
            "signed_on",
            "starts_on",
            "ends_on",
            "value",
            "currency",
            "renews",
            "ended_early",
            "closed_on",
            "closing_note",
            "closing_recorded_at",
            "corrects",
            *FACT_FIELDS,
            "amendments",
            "milestones",
            "suspensions",
            "payments",
            "evaluations",
        )

    @extend_schema_field(EarlyEndingSerializer(allow_null=True))
    def get_ended_early(self, contract: Contract) -> dict[str, Any] | None:
        """When, by whom and through whose fault the contract was ended before its last day."""
        if contract.terminated_on is None:
            return None
        ending = EarlyEnding(
            on=contract.terminated_on,
            party=contract.termination_party,
            fault=contract.termination_fault,
            reason=contract.termination_reason,
            verification=contract.ending_verification,
            recorded_side=contract.termination_side,
            recorded_at=contract.termination_recorded_at,
            confirmed_at=contract.termination_confirmed_at,
        )
        return dict(EarlyEndingSerializer(ending).data)


@extend_schema_view(
    list=extend_schema(parameters=[INCLUDE_VOIDED, KNOWN_AT]),
    retrieve=extend_schema(parameters=[INCLUDE_VOIDED, KNOWN_AT]),
)
class ContractViewSet(ActingOnContracts):
    """Contracts with their amendments, milestones, payments and evaluations."""

    kind = "contracts"
    entry = CONTRACT
    queryset = Contract.objects.none()
    serializer_class = ContractSerializer
    filterset_class = ContractFilter
    also_known = INSIDE

    def get_queryset(self) -> QuerySet[Any]:
        """Contracts the reader may see, with their parts in order of date."""
        contracts = marked(Contract.objects.visible_to(self.request.user))
        parts = (
            ("amendments", Amendment.objects.order_by("signed_on", "pk")),
            ("milestones", Milestone.objects.order_by("due_on", "pk")),
            ("suspensions", Suspension.objects.order_by("started_on", "pk")),
            ("payments", Payment.objects.order_by("due_on", "paid_on", "pk")),
            ("evaluations", Evaluation.objects.order_by("held_on", "pk")),
        )
        return contracts.select_related(
            "partnership__government", "partnership__ngo", *self.expanded()
        ).prefetch_related(*(Prefetch(name, nested(rows, self.request)) for name, rows in parts))
