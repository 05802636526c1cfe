"""Instalments met again: one that was due and is paid now is completed, not replaced."""

from collections.abc import Mapping
from typing import Any

from partnerships.models import Payment, User
from partnerships.services.payments import record_payment

# What may have happened to an instalment since it was recorded as due.
PAID = frozenset({"paid_on", "amount_paid", "paid_recorded_at"})


class PaymentMade:
    """Completes an open instalment that the source now gives as paid in full; any other change is a correction."""

    def applies(self, known: Any, fields: Mapping[str, Any]) -> bool:
        """Whether nothing has changed but that the instalment was paid."""
        same = all(getattr(known, name) == value for name, value in fields.items() if name not in PAID)
        return same and known.paid_on is None and fields["amount_paid"] == known.amount_due

    def apply(self, by: User | None, known: Payment, fields: Mapping[str, Any]) -> None:
        """Records the payment."""
        record_payment(by=by, payment=known, paid_on=fields["paid_on"], amount_paid=fields["amount_paid"])
