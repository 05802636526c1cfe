"""Contracts: signing and changing them."""

import re
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import Amendment, Contract, Partnership, User

from .contract_states import ContractAct, check_transition
from .days import save_fact
from .duplicates import Terms, check_duplicates
from .locks import lock
from .moments import check_not_before
from .provenance import Provenance, fact_columns
from .refusals import refuse_if

# What of a contract stays the same in the one that renews it, most likely.
KEPT_ON_RENEWAL = ("title", "title_en", "method", "catalogue_code", "currency")


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
    despite_duplicates: bool = False,
) -> Contract:
    """Records a purchase of services. `ends_on` is the last day of the term; `value` is in the currency's main unit.

    A person's entry that is probably on record already is refused unless `despite_duplicates`; files have keys instead.
    """
    check_record(by, Contract, partnership)
    check_terms(currency=currency, value=value, starts_on=starts_on, ends_on=ends_on)
    _check_renewal(by, partnership, renews, signed_on)
    if by is not None and not despite_duplicates:
        check_duplicates(Terms(partnership, number, starts_on, ends_on, value, currency))
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


def check_terms(*, currency: str, value: Decimal | None, starts_on: date, ends_on: date) -> None:
    """Refuses a value or a term no contract can have."""
    check_currency(currency)
    check_amount("value", value)
    check_not_before(
        "ends_on", ends_on, starts_on, _("It ends on %(day)s, before it starts on %(earliest)s. Correct a day.")
    )


def _check_renewal(by: User | None, partnership: Partnership, renews: Contract | None, signed_on: date) -> None:
    if renews is None:
        return
    refuse_if(
        renews.partnership_id != partnership.pk,
        "renews",
        _("%(contract)s belongs to another partnership. Choose a contract of the same two parties."),
        contract=renews,
    )
    check_transition(by, ContractAct.RENEW, renews)
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
    check_transition(by, ContractAct.AMEND, contract)
    refuse_if(
        new_ends_on is None and new_value is None and not description.strip(),
        "description",
        _("The amendment changes nothing. Give a new last day, a new value or a description."),
    )
    check_amount("new_value", new_value)
    earliest = _("Signed on %(day)s, before the contract itself, %(earliest)s. Correct the date.")
    check_not_before("signed_on", signed_on, contract.signed_on, earliest)
    if by is not None and contract.terminated_on is not None:
        refuse_if(
            signed_on > contract.terminated_on,
            "signed_on",
            _("Signed on %(day)s, after the contract was ended early on %(ended)s. What follows is a new contract."),
            day=signed_on,
            ended=contract.terminated_on,
        )
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
