"""Payments by themselves, across contracts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.access import Action
from partnerships.filters.payments import PaymentFilter
from partnerships.models import Payment
from partnerships.services.payments import record_payment

from .acts import ON_FACTS, Act, done, may
from .contract_parts import OfContractSerializer, with_contract
from .contracts import PaymentSerializer
from .entries import PAYMENT, PaidEntrySerializer
from .facts import marked
from .writing import RecordingViewSet


class PaymentRecordSerializer(OfContractSerializer, PaymentSerializer):
    """One instalment, with its contract."""

    url = serializers.HyperlinkedIdentityField(view_name="api:payment-detail")

    class Meta(PaymentSerializer.Meta):
        fields = with_contract(PaymentSerializer.Meta.fields)


class PaymentViewSet(RecordingViewSet):
    """Payments that are due or were made, under all contracts."""

    kind = "contracts"
    write_kind = "payments"
    entry = PAYMENT
    acts: ClassVar[Mapping[str, Act]] = {
        **ON_FACTS,
        "paid": Act(PaidEntrySerializer, may(Action.CLOSE), done(record_payment, "payment")),
    }
    queryset = Payment.objects.none()
    serializer_class = PaymentRecordSerializer
    filterset_class = PaymentFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Payments the reader may see."""
        return marked(Payment.objects.visible_to(self.request.user)).select_related(
            "contract__partnership__government", "contract__partnership__ngo"
        )

    @action(detail=True, methods=["post"], url_path="paid", url_name="paid")
    def paid(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """An instalment was paid, in full or in part."""
        return self.act(request)
