"""Contracts: signing, changing and ending them early."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import Amendment, Contract, Partnership, Party, User

from .days import save_fact
from .locks import lock
from .moments import check_not_before, moment_recorded
from .provenance import SIDE_OF_ROLE, Provenance, check_verification, fact_columns
from .refusals import refuse, refuse_if


def check_currency(currency: str) -> None:
    """Refuses what is not the form of an ISO 4217 code."""
    refuse_if(
        not re.fullmatch("[A-Z]{3}", currency),
        "currency",
        _("“%(value)s” is not a currency code. Use three capital letters, such as CNY."),
        value=currency,
    )


def check_amount(field: str, amount: Decimal | None) -> None:
    """Refuses a negative sum of money."""
    if amount is not None:
        refuse_if(amount < 0, field, _("%(value)s is negative. Give a sum of zero or more."), value=amount)


@transaction.atomic
def record_contract(
    *,
    by: User | None,
    partnership: Partnership,
    title: str,
    method: str,
    signed_on: date,
    starts_on: date,
    ends_on: date,
    provenance: Provenance,
    number: str = "",
    value: Decimal | None = None,
    currency: str = "CNY",
    catalogue_code: str = "",
    renews: Contract | None = None,
    title_en: str = "",
) -> Contract:
    """Records a purchase of services. `ends_on` is the last day of the term; `value` is in the currency's main unit."""
    check_record(by, Contract, partnership)
    check_currency(currency)
    check_amount("value", value)
    check_not_before(
        "ends_on", ends_on, starts_on, _("It ends on %(day)s, before it starts on %(earliest)s. Correct a day.")
    )
    _check_renewal(partnership, renews, signed_on)
    contract = Contract(
        partnership=partnership,
        number=number,
        title=title,
        title_en=title_en,
        method=method,
        catalogue_code=catalogue_code,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        currency=currency,
        renews=renews,
        **fact_columns(by, provenance),
    )
    save_fact(contract)
    return contract


def _check_renewal(partnership: Partnership, renews: Contract | None, signed_on: date) -> None:
    if renews is None:
        return
    refuse_if(
        renews.partnership_id != partnership.pk,
        "renews",
        _("%(contract)s belongs to another partnership. Choose a contract of the same two parties."),
        contract=renews,
    )
    check_not_before(
        "signed_on",
        signed_on,
        renews.signed_on,
        _("Signed on %(day)s, before the contract it renews, %(earliest)s. Correct the date or the contract."),
    )


@transaction.atomic
def amend_contract(
    *,
    by: User | None,
    contract: Contract,
    signed_on: date,
    provenance: Provenance,
    number: str = "",
    new_ends_on: date | None = None,
    new_value: Decimal | None = None,
    description: str = "",
) -> Amendment:
    """Records a signed change of the term (`new_ends_on`: new last day), the value or the content."""
    contract = lock(contract)
    check_record(by, Amendment, contract)
    refuse_if(
        new_ends_on is None and new_value is None and not description.strip(),
        "description",
        _("The amendment changes nothing. Give a new last day, a new value or a description."),
    )
    check_amount("new_value", new_value)
    earliest = _("Signed on %(day)s, before the contract itself, %(earliest)s. Correct the date.")
    check_not_before("signed_on", signed_on, contract.signed_on, earliest)
    if new_ends_on is not None:
        earliest = _("The new last day, %(day)s, lies before the contract starts, %(earliest)s. Correct the date.")
        check_not_before("new_ends_on", new_ends_on, contract.starts_on, earliest)
    amendment = Amendment(
        contract=contract,
        number=number,
        signed_on=signed_on,
        new_ends_on=new_ends_on,
        new_value=new_value,
        description=description,
        **fact_columns(by, provenance),
    )
    save_fact(amendment)
    return amendment


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
    check_act(by, Action.CLOSE, contract)
    refuse_if(
        contract.terminated_on is not None,
        "terminated_on",
        _("The contract was ended on %(day)s already. Void it and record it anew if that is wrong."),
        day=contract.terminated_on,
    )
    for field, value in (("termination_party", party), ("termination_fault", fault)):
        if value not in Party.values:
            known = ", ".join(Party.values)
            refuse(field, _("“%(value)s” is no party. Use one of: %(known)s."), value=value, known=known)
    side = SIDE_OF_ROLE.get(by.role, contract.recorded_side) if by else contract.recorded_side  # type: ignore[call-overload]
    check_verification(by, verification, side)
    earliest = _("Ended on %(day)s, before it was signed on %(earliest)s. Correct the date.")
    check_not_before("terminated_on", terminated_on, contract.signed_on, earliest)
    contract.termination_recorded_at = moment_recorded(by, recorded_at)
    contract.terminated_on = terminated_on
    contract.termination_party, contract.termination_fault = party, fault
    contract.termination_verification, contract.termination_reason = verification, reason
    save_fact(contract)
    return contract
