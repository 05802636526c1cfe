"""How contracts end: early, by one side's word and then by both; and closed, when everything is settled."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.descriptions import money
from partnerships.models import Contract, Evaluation, Milestone, Party, Payment, User, Verification
from partnerships.models.facts import ONE_SIDED

from .contract_states import ENDED_ALREADY, ContractAct, check_transition
from .days import save_fact
from .locks import lock
from .moments import check_not_before, moment_recorded
from .provenance import SIDE_OF_ROLE, check_verification
from .refusals import refuse, refuse_if
from .verification import change_verification, check_other_side, open_contest

OPEN_POINTS = "open-points"  # the code of the refusal to close what is not settled


@transaction.atomic
def terminate_contract(
    *,
    by: User | None,
    contract: Contract,
    terminated_on: date,
    party: str,
    fault: str,
    verification: str,
    reason: str = "",
    recorded_at: datetime | None = None,
) -> Contract:
    """Records that a contract was ended early: on which day, by whom, through whose fault (`Party` values)."""
    contract = lock(contract)
    check_transition(by, ContractAct.TERMINATE, contract)
    refuse_if(contract.terminated_on is not None, "terminated_on", str(ENDED_ALREADY), day=contract.terminated_on)
    for field, value in (("party", party), ("fault", fault)):
        if value not in Party.values:
            known = ", ".join(Party.values)
            refuse(field, _("“%(value)s” is no party. Use one of: %(known)s."), value=value, known=known)
    side = SIDE_OF_ROLE.get(by.role, contract.recorded_side) if by else contract.recorded_side  # type: ignore[call-overload]
    check_verification(by, verification, side)
    earliest = _("Ended on %(day)s, before it was signed on %(earliest)s. Correct the date.")
    check_not_before("terminated_on", terminated_on, contract.signed_on, earliest)
    if by is not None:
        _check_within_term(contract, terminated_on)
    contract.termination_recorded_at = moment_recorded(by, recorded_at)
    contract.terminated_on = terminated_on
    contract.termination_party, contract.termination_fault = party, fault
    contract.termination_verification, contract.termination_reason = verification, reason
    contract.termination_side, contract.termination_recorded_by = side, by
    save_fact(contract)
    return contract


def _check_within_term(contract: Contract, terminated_on: date) -> None:
    then: Any = Contract.objects.with_present_end(terminated_on).get(pk=contract.pk)
    refuse_if(
        terminated_on > then.present_end_on,
        "terminated_on",
        _("On %(day)s it had run out already, on %(end)s. An early ending comes before that."),
        day=terminated_on,
        end=then.present_end_on,
    )


@transaction.atomic
def confirm_ending(*, by: User | None, contract: Contract, note: str = "", at: datetime | None = None) -> Contract:
    """The other party confirms that, how and through whose fault a contract was ended early.

    Nobody can confirm the end of a contract and leave the contract itself in doubt: if it rests on the word of the
    same side it is confirmed, too. The reverse does not hold; whoever confirms a contract says nothing of its ending.
    """
    contract = lock(contract)
    check_transition(by, ContractAct.CONFIRM_ENDING, contract)
    refuse_if(contract.terminated_on is None, "verification", _("The contract was not ended early."))
    refuse_if(
        contract.ending_verification not in ONE_SIDED,
        "verification",
        _("The ending is “%(level)s” already; it needs no confirmation."),
        level=Verification(contract.ending_verification).label if contract.ending_verification else "",
    )
    refuse_if(
        open_contest(contract) is not None,
        "verification",
        _("An objection to this entry is open. Wait for the ruling, or ask the other side to withdraw the entry."),
    )
    if by is not None:
        check_other_side(by, contract.termination_side, contract.termination_recorded_by)
    moment = moment_recorded(by, at, "at")
    contract.termination_confirmed_at, contract.termination_confirmed_by = moment, by
    save_fact(contract)
    if contract.verification in ONE_SIDED and contract.recorded_side == contract.termination_side:
        change_verification(by, contract, Verification.DUAL, moment, note)
    return contract


@transaction.atomic
def close_contract(
    *, by: User | None, contract: Contract, closed_on: date, closing_note: str = "", despite_open: bool = False
) -> Contract:
    """Records that a contract is settled. What is still open is named, and has to be accepted with `despite_open`."""
    contract = lock(contract)
    check_transition(by, ContractAct.CLOSE, contract)
    earliest = _("Closed on %(day)s, before it was signed on %(earliest)s. Correct the date.")
    check_not_before("closed_on", closed_on, contract.signed_on, earliest)
    if contract.terminated_on is not None:
        earliest = _("Closed on %(day)s, before it was ended on %(earliest)s. Correct the date.")
        check_not_before("closed_on", closed_on, contract.terminated_on, earliest)
    points = open_points(contract, closed_on)
    refuse_if(
        bool(points) and not despite_open,
        "despite_open",
        _("Still open: %(points)s. Settle it first, or say that the contract is closed all the same."),
        error_code=OPEN_POINTS,
        points="; ".join(points),
    )
    contract.closed_on, contract.closing_note = closed_on, closing_note.strip()
    contract.closing_recorded_at, contract.closing_recorded_by = timezone.now(), by
    save_fact(contract)
    return contract


def open_points(contract: Contract, day: date) -> list[str]:
    """What is not settled under a contract on the day, in words. Four queries."""
    found = (_term(contract, day), _unpaid(contract), _unreached(contract), _unevaluated(contract))
    return [point for point in found if point]


def _term(contract: Contract, day: date) -> str:
    running: Any = Contract.objects.in_force(day).filter(pk=contract.pk).first()
    return _("its term runs until %(day)s") % {"day": running.present_end_on} if running else ""


def _unpaid(contract: Contract) -> str:
    unpaid = Payment.objects.standing().filter(contract=contract, paid_on__isnull=True)
    count, total = unpaid.count(), unpaid.aggregate(total=Sum("amount_due"))["total"] or Decimal(0)
    words = ngettext(
        "%(count)s instalment of %(total)s is not paid",
        "%(count)s instalments, %(total)s together, are not paid",
        count,
    )
    return words % {"count": count, "total": money(total, contract.currency)} if count else ""


def _unreached(contract: Contract) -> str:
    count = Milestone.objects.standing().filter(contract=contract, reached_on__isnull=True).count()
    words = ngettext("%(count)s milestone is not reached", "%(count)s milestones are not reached", count)
    return words % {"count": count} if count else ""


def _unevaluated(contract: Contract) -> str:
    last = (Evaluation.Phase.FINAL, Evaluation.Phase.ACCEPTANCE)
    done = Evaluation.objects.standing().filter(contract=contract, phase__in=last).exists()
    return "" if done else _("there is no final evaluation or acceptance")
