"""Filters of contracts."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contract, Organization, Partnership
from partnerships.models.naming import titled_like

from .facts import AsOfFilter, FactFilter
from .fields import (
    AmountFilter,
    CodesFilter,
    CurrencyFilter,
    DayFilter,
    DivisionFilter,
    RecordFilter,
    Rows,
    StableOrdering,
    TextFilter,
    YesNoFilter,
)

PARTIES = ("partnership__government", "partnership__ngo")


class ContractFilter(FactFilter):
    """Filters of contracts."""

    q = TextFilter(method="titled", label=_("words in the title or the contract number"))
    partnership = RecordFilter(Partnership, label=_("partnership (id)"))
    organization = RecordFilter(Organization, paths=PARTIES, label=_("either party (id)"))
    government = RecordFilter(Organization, "partnership__government", label=_("government body (id)"))
    ngo = RecordFilter(Organization, "partnership__ngo", label=_("NGO (id)"))
    jurisdiction = DivisionFilter(
        "partnership__government__jurisdiction", label=_("government body in this division or below (code)")
    )
    method = CodesFilter(choices=Contract.Method.choices, label=_("procurement method"))
    signed_from = DayFilter("signed_on", "gte", label=_("signed on or after"))
    signed_before = DayFilter("signed_on", "lt", label=_("signed before"))
    ends_from = DayFilter("ends_on", "gte", label=_("original last day on or after"))
    ends_before = DayFilter("ends_on", "lt", label=_("original last day before"))
    ended_from = DayFilter(method="over_from", label=_("ended, early or by its present term, on or after"))
    ended_before = DayFilter(method="over_before", label=_("ended, early or by its present term, before"))
    in_force_on = AsOfFilter(label=_("in force on"))
    as_of = AsOfFilter(label=_("in force on this day"))
    ended_early = YesNoFilter("terminated_on", "isnull", exclude=True, label=_("ended early"))
    value_from = AmountFilter("value", "gte", label=_("value from"))
    value_below = AmountFilter("value", "lt", label=_("value below"))
    currency = CurrencyFilter(label=_("currency"))
    ordering = StableOrdering(
        fields=["id", "signed_on", "starts_on", "ends_on", "value", "recorded_at"], label=_("order")
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def titled(self, rows: Rows, _name: str, value: str) -> Rows:
        """Contracts with each of the words in their number or titles."""
        return rows.filter(titled_like(value))

    def over_from(self, rows: Rows, _name: str, value: date) -> Rows:
        """Contracts whose end, as it stands today, came on the day or later."""
        return rows.with_actual_end(timezone.localdate()).filter(actual_end_on__gte=value)

    def over_before(self, rows: Rows, _name: str, value: date) -> Rows:
        """Contracts whose end, as it stands today, came before the day."""
        return rows.with_actual_end(timezone.localdate()).filter(actual_end_on__lt=value)
