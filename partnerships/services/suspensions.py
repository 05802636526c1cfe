"""Suspensions: work under a contract rests, and goes on. The agreement stays in force, so no stage depends on it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Contract, Suspension, User

from .contract_states import ContractAct, check_transition
from .days import save_fact
from .locks import lock
from .moments import check_not_before
from .provenance import Provenance, fact_columns
from .refusals import refuse, refuse_if


@transaction.atomic
def suspend_contract(
    *, by: User | None, contract: Contract, started_on: date, reason: str, provenance: Provenance
) -> Suspension:
    """Records that work rests from a day on. A reason is needed."""
    contract = lock(contract)
    check_transition(by, ContractAct.SUSPEND, contract)
    refuse_if(not reason.strip(), "reason", _("The reason is empty. Say why work rests."))
    earliest = _("Suspended from %(day)s, before the contract begins, %(earliest)s. Correct the date.")
    check_not_before("started_on", started_on, contract.starts_on, earliest)
    earlier = Suspension.objects.standing().filter(contract=contract)
    last = earlier.filter(ended_on__gt=started_on).order_by("ended_on").last()
    if last is not None:
        sentence = _("Suspended from %(day)s, before work went on again on %(earliest)s. Correct the date.")
        refuse("started_on", sentence, day=started_on, earliest=last.ended_on)
    suspension = Suspension(
        contract=contract, started_on=started_on, reason=reason.strip(), **fact_columns(by, provenance)
    )
    save_fact(suspension)
    return suspension


@transaction.atomic
def resume_contract(*, by: User | None, contract: Contract, ended_on: date) -> Suspension:
    """Records the day work went on."""
    contract = lock(contract)
    check_transition(by, ContractAct.RESUME, contract)
    rows = Suspension.objects.standing().filter(contract=contract, ended_on__isnull=True)
    suspension: Suspension | None = rows.select_for_update().first()
    if suspension is None:
        refuse("ended_on", _("The contract is not suspended."))
    suspension.ended_on, suspension.end_recorded_at = ended_on, timezone.now()
    save_fact(suspension)
    return suspension
