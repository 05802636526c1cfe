"""Correcting a contract: the row is voided, and recorded anew with everything that hangs on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Amendment, Contest, Contract, DocumentLink, Fact, User, Verification

from .contract_states import ContractAct, check_transition
from .contracts import check_terms
from .days import save_fact
from .duplicates import Terms, check_duplicates
from .locks import lock
from .moments import check_not_before
from .provenance import SIDE_OF_ROLE, Provenance, fact_columns
from .refusals import refuse, refuse_if
from .rerecording import Rerecording, hanging_on, place

TERMS = (
    "number", "title", "title_en", "method", "catalogue_code", "signed_on", "starts_on", "ends_on", "value", "currency",
)  # fmt: skip
ENDING = ("terminated_on", "termination_party", "termination_fault", "termination_reason")
CLOSING = ("closed_on", "closing_note")
CORRECTABLE = frozenset({*TERMS, *ENDING, *CLOSING})


@transaction.atomic
def correct_contract(
    *,
    by: User | None,
    contract: Contract,
    changes: Mapping[str, Any],
    reason: str,
    has_document: bool = False,
    despite_duplicates: bool = False,
) -> Contract:
    """Voids a contract and records it anew with the changes, with all that hangs on it; returns the new row.

    `changes` are columns of `CORRECTABLE` with their right values; `terminated_on` or `closed_on` None takes an ending
    or a closing back. The new row is its recorder's word (better with a document) until the other side confirms it.
    """
    contract = lock(contract)
    check_transition(by, ContractAct.CORRECT, contract)
    changed = {name: value for name, value in changes.items() if getattr(contract, name) != value}
    _check_changes(by, contract, changed, reason)
    facts = hanging_on(contract)
    _check_uncontested(facts)
    work = Rerecording(by, facts, moment=timezone.now(), reason=reason.strip())
    provenance = _own_word_on(by, contract, has_document)
    work.void()
    corrected = work.copy(contract)
    for name, value in (
        changed | fact_columns(by, provenance) | {"recorded_at": work.moment, "corrects": contract}
    ).items():
        setattr(corrected, name, value)
    _settle_ending(by, corrected, changed, provenance, work.moment)
    _settle_closing(by, corrected, changed, work.moment)
    _check_terms(corrected, facts, despite_duplicates=despite_duplicates or by is None)
    save_fact(corrected)
    work.made[place(contract)] = corrected
    work.record()
    return corrected


def _check_changes(by: User | None, contract: Contract, changed: Mapping[str, Any], reason: str) -> None:
    unknown = sorted(set(changed) - CORRECTABLE)
    if unknown:
        raise ValueError(f"These columns are not corrected: {', '.join(unknown)}")
    refuse_if(not reason.strip(), "reason", _("The reason is empty. Say what was wrong."))
    refuse_if(not changed, "reason", _("Nothing differs from what is on record. Change what is wrong, or leave it."))
    refuse_if(
        contract.terminated_on is None and changed.get("terminated_on") is not None,
        "terminated_on",
        _("The contract was not ended early. Record its ending instead."),
    )
    own_side = SIDE_OF_ROLE.get(by.role) if by is not None else None  # type: ignore[call-overload]
    refuse_if(
        own_side is not None and not changed.keys().isdisjoint(ENDING) and contract.termination_side != own_side,
        "terminated_on",
        _("The other side recorded the ending. Contest it instead."),
    )


def _check_uncontested(facts: Iterable[Fact]) -> None:
    """Refuses while an objection waits for its ruling: a correction would take away what it is about."""
    now = timezone.now()
    for _name, rows in groupby(facts, key=lambda fact: type(fact).__name__):
        contest = Contest.objects.open_at(now).on(rows).first()
        if contest is not None:
            refuse(
                "reason",
                _("An objection of %(day)s to this contract or what hangs on it is open. Wait for the ruling."),
                day=timezone.localdate(contest.opened_at),
            )


def _own_word_on(by: User | None, contract: Contract, has_document: bool) -> Provenance:
    """Who stands behind the new row: the side that corrects it, alone. An administrator has no side and keeps the
    row's; what both sides had confirmed is then one side's word again, for neither has confirmed the new words.
    """
    kind = ContentType.objects.get_for_model(Contract)
    documented = has_document or DocumentLink.objects.filter(content_type=kind, object_id=contract.pk).exists()
    alone = Verification.SINGLE_DOC if documented else Verification.SINGLE
    side = SIDE_OF_ROLE.get(by.role) if by is not None else None  # type: ignore[call-overload]
    if side is not None:
        return Provenance(alone, side)
    level = alone if contract.verification == Verification.DUAL else contract.verification
    return Provenance(level, contract.recorded_side)


def _settle_ending(
    by: User | None, contract: Contract, changed: Mapping[str, Any], provenance: Provenance, moment: datetime
) -> None:
    """What is corrected of an ending is one side's word again; an ending taken back leaves nothing."""
    if changed.keys().isdisjoint(ENDING):
        return
    contract.termination_confirmed_at = contract.termination_confirmed_by = None
    if contract.terminated_on is None:
        contract.termination_party = contract.termination_fault = contract.termination_reason = ""
        contract.termination_verification = contract.termination_side = ""
        contract.termination_recorded_at = contract.termination_recorded_by = None
        return
    contract.termination_verification, contract.termination_side = provenance.verification, provenance.side
    contract.termination_recorded_at, contract.termination_recorded_by = moment, by


def _settle_closing(by: User | None, contract: Contract, changed: Mapping[str, Any], moment: datetime) -> None:
    if changed.keys().isdisjoint(CLOSING):
        return
    if contract.closed_on is None:
        contract.closing_note, contract.closing_recorded_at, contract.closing_recorded_by = "", None, None
        return
    contract.closing_recorded_at, contract.closing_recorded_by = moment, by


def _check_terms(contract: Contract, facts: Iterable[Fact], *, despite_duplicates: bool) -> None:
    """Refuses terms that no contract can have, or that what hangs on this one contradicts."""
    check_terms(
        currency=contract.currency, value=contract.value, starts_on=contract.starts_on, ends_on=contract.ends_on
    )
    for fact in facts:
        if isinstance(fact, Amendment):
            _check_amendment(contract, fact)
        elif isinstance(fact, Contract) and fact.renews_id == contract.corrects_id:
            earliest = _("The contract that renews it was signed on %(day)s, before %(earliest)s. Correct a day.")
            check_not_before("signed_on", fact.signed_on, contract.signed_on, earliest)
    if not despite_duplicates:
        terms = (contract.number, contract.starts_on, contract.ends_on, contract.value, contract.currency)
        check_duplicates(Terms(contract.partnership, *terms))


def _check_amendment(contract: Contract, amendment: Amendment) -> None:
    if amendment.contract_id != contract.corrects_id:
        return
    earliest = _("An amendment was signed on %(day)s, before %(earliest)s. Correct the day, or void the amendment.")
    check_not_before("signed_on", amendment.signed_on, contract.signed_on, earliest)
    if amendment.new_ends_on is not None:
        earliest = _("An amendment ends the term on %(day)s, before %(earliest)s. Correct the day, or void it.")
        check_not_before("starts_on", amendment.new_ends_on, contract.starts_on, earliest)
