"""Filters of payments."""

from collections.abc import Sequence

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Payment

from .contract_parts import BODY, ContractPartFilter
from .fields import AmountFilter, CodesFilter, DayFilter, Rows, StableOrdering, TextFilter


class PaymentStateFilter(CodesFilter):
    """Payments by how they stand today: still to come, late, paid, paid late."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        choices = [("due", _("due")), ("late", _("late")), ("paid", _("paid")), ("paid_late", _("paid late"))]
        super().__init__(*args, choices=choices, **kwargs)

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """Payments in any of the states."""
        today = timezone.localdate()
        states = {
            "due": Q(paid_on__isnull=True) & (Q(due_on__isnull=True) | Q(due_on__gte=today)),
            "late": Q(paid_on__isnull=True, due_on__lt=today),
            "paid": Q(paid_on__isnull=False),
            "paid_late": Q(paid_on__gt=F("due_on")),
        }
        found = Q()
        for code in value:
            found |= states[code]
        return qs.filter(found)


class PaymentFilter(ContractPartFilter):
    """Filters of payments."""

    at_division = TextFilter(f"{BODY}__jurisdiction__code", label=_("government body at exactly this division (code)"))
    state = PaymentStateFilter(label=_("state"))
    stage = CodesFilter(choices=Payment.Stage.choices, label=_("instalment"))
    due_from = DayFilter("due_on", "gte", label=_("due on or after"))
    due_before = DayFilter("due_on", "lt", label=_("due before"))
    paid_from = DayFilter("paid_on", "gte", label=_("paid on or after"))
    paid_before = DayFilter("paid_on", "lt", label=_("paid before"))
    amount_from = AmountFilter("amount_due", "gte", label=_("amount due from"))
    ordering = StableOrdering(fields=["id", "due_on", "paid_on", "amount_due"], label=_("order"))

    class Meta:
        model = Payment
        fields: list[str] = []
