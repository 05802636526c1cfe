"""Transfers planned and made under the agreements of Minas Gerais."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.ledger import Ledger
from partnerships.imports.payments import PaymentMade
from partnerships.imports.run import Part
from partnerships.models import Payment

from .held import Agreements, Held
from .rows import Transfer

# Planned days are months in truth (782 of 807 are firsts of a month); half a year early is more than that explains.
EARLY = timedelta(days=180)
# Less than one real more or less is rounding.
ONE = Decimal(1)


@dataclass(slots=True)
class OpenTransfers:
    """The planned days of unpaid transfers, and the last day on which the file knows of a payment."""

    last_payment: date | None = None
    planned: list[date] = field(default_factory=list)

    def note(self, transfer: Transfer) -> None:
        """Takes one transfer into account."""
        if transfer.paid_on:
            self.last_payment = max(self.last_payment or transfer.paid_on, transfer.paid_on)
        else:
            self.planned.append(transfer.planned_on)

    @property
    def unknown(self) -> int:
        """How many unpaid transfers were planned for after the last known payment."""
        return sum(1 for day in self.planned if self.last_payment is None or day > self.last_payment)


def load_transfers(part: Part, rows: Iterable[tuple[RawRow, Transfer]], agreements: Agreements) -> OpenTransfers:
    """Records transfers as instalments. Returns what is open, for what has to be said about the file as a whole."""
    payments = Ledger(part, Payment, completion=PaymentMade())
    unpaid = OpenTransfers()
    for row, transfer in rows:
        try:
            held = agreements.of(transfer.agreement)
            _refuse_never_due(transfer, held)
        except RowRefusedError as refusal:
            part.refuse(row, refusal.problems)
            continue
        key = f"minas_gerais:transfer:{transfer.agreement}:{transfer.programme}:{transfer.number}"
        if payments.put(row, key, _payment(part, transfer, held)):
            part.remark(row, [*transfer.remarks, *_remarks_on_transfer(transfer, held)])
            unpaid.note(transfer)
    payments.flush()
    return unpaid


def _refuse_never_due(transfer: Transfer, held: Held) -> None:
    if not transfer.paid and held.terminated_on and transfer.planned_on > held.terminated_on:
        words = {"planned": transfer.planned_on, "ended": held.terminated_on}
        sentence = _("The agreement was ended on %(ended)s, before this transfer, planned for %(planned)s, fell due.")
        raise RowRefusedError([Problem("planned_date", sentence % words)])


def _payment(part: Part, transfer: Transfer, held: Held) -> dict[str, Any]:
    """The instalment. What was paid short or in excess stays in one record: the source closes it with the payment."""
    return {
        "contract_id": held.contract,
        "stage": Payment.Stage.FIRST if transfer.number == 1 else Payment.Stage.INTERIM,
        "due_on": transfer.planned_on,
        "amount_due": transfer.planned,
        "paid_on": transfer.paid_on,
        "amount_paid": transfer.paid if transfer.paid_on else None,
        "paid_recorded_at": part.run.moment if transfer.paid_on else None,
    }


def _remarks_on_transfer(transfer: Transfer, held: Held) -> list[Problem]:
    paid = transfer.paid or Decimal(0)
    words = {
        "paid": paid,
        "planned": transfer.planned,
        "day": transfer.paid_on,
        "due": transfer.planned_on,
        "start": held.starts_on,
        "end": held.ends_on,
    }
    checks = (
        ("paid_brl", transfer.paid == 0, _("The source says that nothing was paid; the instalment stays open.")),
        (
            "paid_brl",
            bool(paid) and transfer.planned - paid >= ONE,
            _("%(paid)s was paid of %(planned)s planned; whether the rest is still owed is not on record."),
        ),
        (
            "paid_brl",
            paid - transfer.planned >= ONE,
            _("%(paid)s was paid, more than the %(planned)s planned."),
        ),
        (
            "paid_date",
            bool(transfer.paid_on and transfer.paid_on < held.starts_on),
            _("Paid on %(day)s, before the agreement began on %(start)s."),
        ),
        (
            "paid_date",
            bool(transfer.paid_on and transfer.planned_on - transfer.paid_on > EARLY),
            _("Paid on %(day)s, more than half a year before it was planned (%(due)s); a year may be mistyped."),
        ),
        (
            "planned_date",
            transfer.planned_on > held.ends_on,
            _("Planned for %(due)s, after the last day of the agreement on record, %(end)s."),
        ),
    )
    return [Problem(field, sentence % words) for field, holds, sentence in checks if holds]
