"""Milestones: what is due under a contract, and that it was reached."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.models import Contract, Milestone, User

from .contract_states import ContractAct, check_transition
from .days import save_fact
from .locks import lock
from .moments import moment_recorded
from .provenance import Provenance, fact_columns
from .refusals import refuse_if


@transaction.atomic
def record_milestone(
    *, by: User | None, contract: Contract, title: str, due_on: date, provenance: Provenance
) -> Milestone:
    """Records something the NGO has to deliver by a day."""
    contract = lock(contract)
    check_transition(by, ContractAct.ADD_MILESTONE, contract)
    milestone = Milestone(contract=contract, title=title, due_on=due_on, **fact_columns(by, provenance))
    save_fact(milestone)
    return milestone


@transaction.atomic
def reach_milestone(
    *, by: User | None, milestone: Milestone, reached_on: date, recorded_at: datetime | None = None
) -> Milestone:
    """Records that a milestone was reached."""
    milestone = lock(milestone)
    check_act(by, Action.CLOSE, milestone)
    refuse_if(
        milestone.reached_on is not None,
        "reached_on",
        _("It was reached on %(day)s already. Void it and record it anew if that is wrong."),
        day=milestone.reached_on,
    )
    milestone.reached_recorded_at = moment_recorded(by, recorded_at)
    milestone.reached_on = reached_on
    save_fact(milestone)
    return milestone
