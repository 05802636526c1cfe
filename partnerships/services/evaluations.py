"""Evaluations of what a contract delivered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Contract, Evaluation, Side, User, Verification

from .contract_states import ContractAct, check_transition
from .days import save_fact
from .locks import lock
from .provenance import Provenance, fact_columns
from .refusals import refuse_if


@transaction.atomic
def record_evaluation(
    *,
    by: User | None,
    contract: Contract,
    phase: str,
    held_on: date,
    result: str,
    provenance: Provenance,
    score: Decimal | None = None,
    score_maximum: Decimal | None = None,
    evaluator: str = "",
    paid_for_by: str = "",
    is_independent: bool = False,
) -> Evaluation:
    """Records an evaluation or acceptance; a score goes from 0 to its maximum, which is given with it.

    An evaluator who belongs to neither side (`is_independent`) gives a third party's word, under their name.
    """
    contract = lock(contract)
    check_transition(by, ContractAct.EVALUATE, contract)
    refuse_if(
        score is not None and score_maximum is None,
        "score_maximum",
        _("The score %(value)s has no maximum. Say out of how much it is."),
        value=score,
    )
    if is_independent:
        refuse_if(not evaluator.strip(), "evaluator", _("Name the evaluator, or say that it is a party's own word."))
        provenance = replace(provenance, verification=Verification.THIRD, side=Side.THIRD)
    evaluation = Evaluation(
        contract=contract,
        phase=phase,
        held_on=held_on,
        result=result,
        score=score,
        score_maximum=score_maximum,
        evaluator=evaluator.strip(),
        paid_for_by=paid_for_by,
        **fact_columns(by, provenance, evaluator=evaluator.strip()),
    )
    save_fact(evaluation)
    return evaluation
