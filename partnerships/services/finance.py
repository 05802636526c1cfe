"""An NGO's income by year."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import AnnualFinance, IncomeLine, Organization, Partnership, User

from .contracts import check_amount, check_currency
from .moments import check_happened
from .provenance import Provenance, fact_columns
from .refusals import refuse_if, save

NO_LINES: Mapping[Partnership, Decimal] = MappingProxyType({})


@transaction.atomic
def record_annual_finance(
    *,
    by: User | None,
    organization: Organization,
    year: int,
    total_income: Decimal,
    provenance: Provenance,
    government_income: Decimal | None = None,
    currency: str = "CNY",
    lines: Mapping[Partnership, Decimal] = NO_LINES,
) -> AnnualFinance:
    """Records a year's income, and the part of it that came through each partnership, all in one currency."""
    check_record(by, AnnualFinance, organization)
    check_currency(currency)
    check_amount("total_income", total_income)
    check_amount("government_income", government_income)
    _check_lines(organization, total_income, lines)
    finance = AnnualFinance(
        organization=organization,
        year=year,
        total_income=total_income,
        government_income=government_income,
        currency=currency,
        **fact_columns(by, provenance),
    )
    save(finance)
    check_happened("year", date(year, 1, 1), finance.recorded_at)
    for partnership, amount in lines.items():
        save(IncomeLine(finance=finance, partnership=partnership, amount=amount))
    return finance


def _check_lines(organization: Organization, total_income: Decimal, lines: Mapping[Partnership, Decimal]) -> None:
    for partnership, amount in lines.items():
        check_amount("lines", amount)
        refuse_if(
            partnership.ngo_id != organization.pk,
            "lines",
            _("%(partnership)s is no partnership of %(organization)s. Take the line out."),
            partnership=partnership,
            organization=organization,
        )
    together = sum(lines.values(), Decimal(0))
    refuse_if(
        together > total_income,
        "lines",
        _("The lines add up to %(together)s, more than the total income of %(total)s. Correct one of them."),
        together=together,
        total=total_income,
    )
