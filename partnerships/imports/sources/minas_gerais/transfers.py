"""Transfers planned and made under the agreements of Minas Gerais."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    words = {
        "paid": transfer.paid,
        "planned": transfer.planned,
        "day": transfer.paid_on,
        "due": transfer.planned_on,
        "start": held.starts_on,
        "end": held.ends_on,
    }
    return [Problem(field, str(sentence) % words) for field, holds, sentence in ODDITIES if holds(transfer, held)]


def _paid_less(transfer: Transfer, _held: Held) -> bool:
    return bool(transfer.paid) and transfer.planned - (transfer.paid or 0) >= ONE


def _paid_more(transfer: Transfer, _held: Held) -> bool:
    return bool(transfer.paid) and (transfer.paid or 0) - transfer.planned >= ONE


def _paid_before_start(transfer: Transfer, held: Held) -> bool:
    return transfer.paid_on is not None and transfer.paid_on < held.starts_on


def _paid_early(transfer: Transfer, _held: Held) -> bool:
    return transfer.paid_on is not None and transfer.planned_on - transfer.paid_on > EARLY


# What is worth a remark: the column, when it holds, and what is said.
ODDITIES: tuple[tuple[str, Callable[[Transfer, Held], bool], Promise], ...] = (
    (
        "paid_brl",
        lambda transfer, _held: transfer.paid == 0,
        gettext_lazy("The source says that nothing was paid; the instalment stays open."),
    ),
    (
        "paid_brl",
        _paid_less,
        gettext_lazy("%(paid)s was paid of %(planned)s planned; whether the rest is still owed is not on record."),
    ),
    ("paid_brl", _paid_more, gettext_lazy("%(paid)s was paid, more than the %(planned)s planned.")),
    ("paid_date", _paid_before_start, gettext_lazy("Paid on %(day)s, before the agreement began on %(start)s.")),
    (
        "paid_date",
        _paid_early,
        gettext_lazy("Paid on %(day)s, over half a year before it was planned (%(due)s); a year may be mistyped."),
    ),
    (
        "planned_date",
        lambda transfer, held: transfer.planned_on > held.ends_on,
        gettext_lazy("Planned for %(due)s, after the last day of the agreement on record, %(end)s."),
    ),
)
