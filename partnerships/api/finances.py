"""Annual accounts of organizations."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from partnerships.filters.finance import FinanceFilter
from partnerships.models import AnnualFinance, IncomeLine

from .facts import FACT_FIELDS, FactSerializer, marked
from .organizations import OrganizationReferenceSerializer
from .read_only import ReadOnlySerializer, ReadOnlyViewSet


class IncomeLineSerializer(ReadOnlySerializer):
    """The part of a year's income that came through one partnership."""

    class Meta:
        model = IncomeLine
        fields = ("partnership", "amount")


class FinanceSerializer(FactSerializer):
    """An NGO's income in one calendar year, with the parts that came through partnerships the reader may see."""

    url = serializers.HyperlinkedIdentityField(view_name="api:finance-detail")
    organization = OrganizationReferenceSerializer(read_only=True)
    lines = IncomeLineSerializer(many=True, read_only=True)

    class Meta:
        model = AnnualFinance
        fields = (
            "id",
            "url",
            "organization",
            "year",
            "total_income",
            "government_income",
            "currency",
            "lines",
            *FACT_FIELDS,
        )


class FinanceViewSet(ReadOnlyViewSet):
    """Income of NGOs by year."""

    kind = "organizations"
    queryset = AnnualFinance.objects.none()
    serializer_class = FinanceSerializer
    filterset_class = FinanceFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Accounts the reader may see."""
        seen = IncomeLine.objects.visible_to(self.request.user).order_by("partnership")
        return (
            marked(AnnualFinance.objects.visible_to(self.request.user))
            .select_related("organization")
            .prefetch_related(Prefetch("lines", seen))
        )
