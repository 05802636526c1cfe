"""Payments: instalments due, and what was paid when."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.models import Contract, Payment, User
from partnerships.models.languages import figure

from .contract_states import ContractAct, check_transition
from .contracts import check_amount
from .days import save_fact
from .locks import lock
from .moments import moment_recorded
from .provenance import Provenance, fact_columns
from .refusals import refuse, refuse_if


@transaction.atomic
def schedule_payment(
    *, by: User | None, contract: Contract, stage: str, due_on: date, amount_due: Decimal, provenance: Provenance
) -> Payment:
    """Records an instalment that is due on a day."""
    contract = lock(contract)
    check_transition(by, ContractAct.SCHEDULE, contract)
    check_amount("amount_due", amount_due)
    payment = Payment(
        contract=contract, stage=stage, due_on=due_on, amount_due=amount_due, **fact_columns(by, provenance)
    )
    save_fact(payment)
    return payment


@transaction.atomic
def record_payment(
    *, by: User | None, payment: Payment, paid_on: date, amount_paid: Decimal, recorded_at: datetime | None = None
) -> Payment:
    """Records that an instalment was paid. Less than was due leaves the remainder due as an instalment of its own."""
    payment = lock(payment)
    check_act(by, Action.CLOSE, payment)
    refuse_if(
        payment.paid_on is not None,
        "paid_on",
        _("This instalment was paid on %(day)s already. Void it and record it anew if that is wrong."),
        day=payment.paid_on,
    )
    _check_sum(payment, amount_paid)
    moment = moment_recorded(by, recorded_at)
    if amount_paid < payment.amount_due:
        _split(payment, amount_paid)
    payment.paid_on, payment.amount_paid, payment.paid_recorded_at = paid_on, amount_paid, moment
    save_fact(payment)
    return payment


def _check_sum(payment: Payment, amount_paid: Decimal) -> None:
    refuse_if(
        amount_paid <= 0,
        "amount_paid",
        _("%(value)s is not a payment. Give a sum above zero, or leave the instalment open."),
        value=amount_paid,
    )
    refuse_if(
        amount_paid > payment.amount_due,
        "amount_paid",
        _("%(value)s is more than the %(due)s due. Record the rest as a payment without schedule."),
        value=figure(amount_paid),
        due=figure(payment.amount_due),
    )


def _split(payment: Payment, amount_paid: Decimal) -> None:
    """Cuts the instalment at the sum paid; the rest stays due since the same day and known since the same moment.

    So the sum due at any past moment reads as it was known then.
    """
    rest = Payment(
        contract=payment.contract,
        stage=payment.stage,
        due_on=payment.due_on,
        amount_due=payment.amount_due - amount_paid,
        verification=payment.verification,
        recorded_side=payment.recorded_side,
        recorded_at=payment.recorded_at,
        recorded_by=payment.recorded_by,
        import_batch=payment.import_batch,
    )
    save_fact(rest)
    payment.amount_due = amount_paid


@transaction.atomic
def record_instalment(
    *,
    by: User | None,
    contract: Contract,
    stage: str,
    provenance: Provenance,
    due_on: date | None = None,
    amount_due: Decimal | None = None,
    paid_on: date | None = None,
    amount_paid: Decimal | None = None,
) -> Payment:
    """Records an instalment that is due, was paid, or both; each day needs its amount."""
    _check_pair("amount_due", due_on, amount_due)
    _check_pair("amount_paid", paid_on, amount_paid)
    if due_on is not None and amount_due is not None:
        payment = schedule_payment(
            by=by, contract=contract, stage=stage, due_on=due_on, amount_due=amount_due, provenance=provenance
        )
        if paid_on is None or amount_paid is None:
            return payment
        return record_payment(by=by, payment=payment, paid_on=paid_on, amount_paid=amount_paid)
    if paid_on is None or amount_paid is None:
        refuse("due_on", _("Neither a due day nor a day of payment is given. Give one of them, with its amount."))
    return record_payment_without_schedule(
        by=by, contract=contract, stage=stage, paid_on=paid_on, amount_paid=amount_paid, provenance=provenance
    )


def _check_pair(field: str, day: date | None, amount: Decimal | None) -> None:
    refuse_if((day is None) != (amount is None), field, _("A day and its amount go together. Give both, or neither."))


@transaction.atomic
def record_payment_without_schedule(
    *, by: User | None, contract: Contract, stage: str, paid_on: date, amount_paid: Decimal, provenance: Provenance
) -> Payment:
    """Records a payment for which no due day is known; its lateness cannot be judged."""
    contract = lock(contract)
    check_transition(by, ContractAct.PAY, contract)
    refuse_if(
        amount_paid <= 0, "amount_paid", _("%(value)s is not a payment. Give a sum above zero."), value=amount_paid
    )
    columns = fact_columns(by, provenance)
    payment = Payment(
        contract=contract,
        stage=stage,
        amount_due=amount_paid,
        paid_on=paid_on,
        amount_paid=amount_paid,
        paid_recorded_at=columns["recorded_at"],
        **columns,
    )
    save_fact(payment)
    return payment
