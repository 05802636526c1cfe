"""Contracts that are signed with a schedule of payments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.descriptions import money
from partnerships.models import Contract, User

from .contracts import record_contract
from .payments import schedule_payment
from .provenance import Provenance
from .refusals import refuse

MOST_INSTALMENTS = 60


@transaction.atomic
def record_scheduled_contract(
    *, by: User | None, provenance: Provenance, schedule: Sequence[Mapping[str, Any]] = (), **terms: Any
) -> Contract:
    """Records a contract (`terms` as `record_contract` takes them) with its instalments, of the same provenance.

    Each instalment has `stage`, `due_on` and `amount_due`; they add up to no more than the contract is worth.
    """
    contract = record_contract(by=by, provenance=provenance, **terms)
    total = sum((instalment["amount_due"] for instalment in schedule), Decimal(0))
    if contract.value is not None and total > contract.value:
        refuse(
            "value",
            _("The instalments add up to %(total)s, more than the value of %(value)s. Correct one of them."),
            total=money(total, contract.currency),
            value=money(contract.value, contract.currency),
        )
    for instalment in schedule:
        schedule_payment(by=by, contract=contract, provenance=replace(provenance, source_key=""), **instalment)
    return contract
