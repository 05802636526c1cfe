"""What can be done with a contract in which state, as data.

A state is derived from the contract's facts and the day (`ContractQuerySet.with_state`); nothing is stored, so nothing
can contradict the facts. Each act has an answer for every state: `OPEN`, or the sentence that refuses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import (
    Amendment,
    Contract,
    ContractState,
    Evaluation,
    Fact,
    Milestone,
    Payment,
    Suspension,
    User,
)

from .refusals import refuse


class ContractAct(models.TextChoices):
    """What people do with a contract that is on record."""

    AMEND = "amend", _("amend")
    RENEW = "renew", _("renew")
    SUSPEND = "suspend", _("suspend")
    RESUME = "resume", _("resume")
    TERMINATE = "terminate", _("end early")
    CONFIRM_ENDING = "confirm_ending", _("confirm the early ending")
    CLOSE = "close", _("close")
    CORRECT = "correct", _("correct")
    ADD_MILESTONE = "add_milestone", _("add a milestone")
    SCHEDULE = "schedule", _("schedule an instalment")
    PAY = "pay", _("record a payment")
    EVALUATE = "evaluate", _("record an evaluation")


Answer = str | Promise
OPEN: Answer = ""
_NOT_BEGUN, _IN_FORCE, _SUSPENDED = ContractState.NOT_BEGUN, ContractState.IN_FORCE, ContractState.SUSPENDED
_ENDED, _RUN_OUT, _CLOSED, _VOIDED = (
    ContractState.ENDED_EARLY,
    ContractState.RUN_OUT,
    ContractState.CLOSED,
    ContractState.VOIDED,
)
VOIDED: Answer = _("This contract was voided on %(day)s. Record a new one instead.")
CLOSED: Answer = _("The contract was closed on %(day)s. Correct it first if it should be open again.")
ENDED_ALREADY: Answer = _("The contract was ended on %(day)s already. Correct it if that is wrong.")


@dataclass(frozen=True)
class Transition:
    """An act: what it needs of the access table (an action, or the model it records), and its answer in each state.

    `field` is the field of the act's form that a refusal is about.
    """

    needs: Action | type[Fact]
    answers: Mapping[ContractState, Answer]
    field: str = NON_FIELD_ERRORS

    def is_open_in(self, state: str) -> bool:
        """Whether the act makes sense in the state."""
        return self.answers[ContractState(state)] == OPEN


def _answers(
    *,
    not_begun: Answer = OPEN,
    in_force: Answer = OPEN,
    suspended: Answer = OPEN,
    ended: Answer = OPEN,
    run_out: Answer = OPEN,
    closed: Answer = CLOSED,
) -> Mapping[ContractState, Answer]:
    """One row of the table. Nothing is done with a voided contract, and little with a closed one."""
    return {
        _NOT_BEGUN: not_begun,
        _IN_FORCE: in_force,
        _SUSPENDED: suspended,
        _ENDED: ended,
        _RUN_OUT: run_out,
        _CLOSED: closed,
        _VOIDED: VOIDED,
    }


TRANSITIONS: Mapping[ContractAct, Transition] = {
    # What was agreed before an early ending may be recorded after it; the service looks at the day.
    ContractAct.AMEND: Transition(Amendment, _answers()),
    ContractAct.RENEW: Transition(
        Contract,
        _answers(
            not_begun=_("The contract begins on %(day)s. Only one that has begun can be renewed."),
            suspended=_("The contract is suspended. Record that work goes on, or end it, before it is renewed."),
            ended=_("The contract was ended early on %(day)s. What follows it is a new contract: record one."),
            closed=OPEN,
        ),
        "renews",
    ),
    ContractAct.SUSPEND: Transition(
        Suspension,
        _answers(
            not_begun=_("The contract begins on %(day)s. Amend its term if it begins later."),
            suspended=_("The contract is suspended already."),
            ended=_("The contract was ended early on %(day)s; there is nothing left to suspend."),
            run_out=_("The contract ran out on %(day)s; there is nothing left to suspend."),
        ),
        "started_on",
    ),
    ContractAct.RESUME: Transition(
        Action.CLOSE,
        _answers(
            not_begun=_("The contract is not suspended."),
            in_force=_("The contract is not suspended."),
            ended=_("The contract was ended early on %(day)s; work cannot go on under it."),
        ),
        "ended_on",
    ),
    ContractAct.TERMINATE: Transition(Action.CLOSE, _answers(ended=ENDED_ALREADY), "terminated_on"),
    ContractAct.CONFIRM_ENDING: Transition(
        Action.CONFIRM,
        _answers(
            not_begun=_("The contract was not ended early."),
            in_force=_("The contract was not ended early."),
            suspended=_("The contract was not ended early."),
            run_out=_("The contract was not ended early."),
            closed=OPEN,
        ),
        "verification",
    ),
    ContractAct.CLOSE: Transition(
        Action.CLOSE,
        _answers(
            not_begun=_("The contract begins on %(day)s. End it early if nothing comes of it."),
            suspended=_("The contract is suspended. Record that work goes on, or end it, before it is closed."),
            closed=_("The contract was closed on %(day)s already. Correct it if that is wrong."),
        ),
        "closed_on",
    ),
    ContractAct.CORRECT: Transition(Action.VOID, _answers(closed=OPEN)),
    ContractAct.ADD_MILESTONE: Transition(Milestone, _answers()),
    ContractAct.SCHEDULE: Transition(Payment, _answers()),
    # Money that moved and judgements that were given are recorded whenever they come.
    ContractAct.PAY: Transition(Payment, _answers(closed=OPEN)),
    ContractAct.EVALUATE: Transition(Evaluation, _answers(closed=OPEN)),
}

# The day a sentence names in each state.
DAY_OF: Mapping[ContractState, str] = {
    _NOT_BEGUN: "starts_on",
    _IN_FORCE: "starts_on",
    _SUSPENDED: "starts_on",
    _ENDED: "terminated_on",
    _RUN_OUT: "present_end_on",
    _CLOSED: "closed_on",
    _VOIDED: "voided_at",
}


def check_transition(by: User | None, act: ContractAct, contract: Contract) -> None:
    """Refuses with a sentence what the person may not do, or what makes no sense in the contract's state today.

    The system itself records the past in any order, so that its own writes are held to days alone, not to states.
    """
    if by is not None:
        check_may(by, act, contract)
        check_state(act, contract)


def check_may(by: User, act: ContractAct, contract: Contract) -> None:
    """Refuses with a sentence what the person may not do with the contract, in whatever state it is."""
    needs = TRANSITIONS[act].needs
    if isinstance(needs, Action):
        check_act(by, needs, contract)
    else:
        check_record(by, needs, contract if needs is not Contract else contract.partnership)


def check_state(act: ContractAct, contract: Contract) -> None:
    """Refuses what makes no sense in the contract's state today. One query."""
    transition = TRANSITIONS[act]
    seen: Any = Contract.objects.with_state(timezone.localdate()).get(pk=contract.pk)
    answer = transition.answers[ContractState(seen.state)]
    if answer != OPEN:
        day = getattr(seen, DAY_OF[ContractState(seen.state)])
        refuse(transition.field, str(answer), day=day.date() if hasattr(day, "date") else day)
