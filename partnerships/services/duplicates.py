"""Contracts that are probably on record already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.models import Contract, Partnership

from .refusals import refuse

DUPLICATE = "duplicate"  # the code of the refusal; its parameter `contracts` holds the likely duplicates
ALIKE = Decimal("0.05")  # sums that differ by no more than this share are taken for one sum written differently
AT_MOST = 5


@dataclass(frozen=True)
class Terms:
    """What two records of one contract would have in common."""

    partnership: Partnership
    number: str
    starts_on: date
    ends_on: date
    value: Decimal | None
    currency: str


def likely_duplicates(terms: Terms) -> Sequence[Contract]:
    """Standing contracts of the same two parties with the same number, or an overlapping term and like value."""
    alike = Q(pk__in=[])
    if terms.number.strip():
        alike |= Q(number__iexact=terms.number.strip())
    if terms.value is not None:
        margin = terms.value * ALIKE
        alike |= Q(
            starts_on__lte=terms.ends_on,
            present_end_on__gte=terms.starts_on,
            currency=terms.currency,
            value__range=(terms.value - margin, terms.value + margin),
        )
    rows = Contract.objects.standing().with_present_end(date.max).filter(partnership=terms.partnership)
    return list(rows.filter(alike).order_by("signed_on", "pk")[:AT_MOST])


def check_duplicates(terms: Terms) -> None:
    """Refuses a contract that is probably on record already, and names which."""
    found = likely_duplicates(terms)
    if found:
        named = "; ".join(f"{contract} ({contract.starts_on} – {contract.ends_on})" for contract in found)
        refuse(
            "despite_duplicates",
            _("This is probably on record already: %(named)s. Say so if it is another contract."),
            error_code=DUPLICATE,
            named=named,
            contracts=found,
        )
