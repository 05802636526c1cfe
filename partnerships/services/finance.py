"""An NGO's income by year."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import AnnualFinance, IncomeLine, Organization, Partnership, User
from partnerships.models.languages import figure

from .contracts import check_amount, check_currency
from .moments import check_happened
from .provenance import Provenance, fact_columns
from .refusals import refuse_if, save
from .verification import void_fact

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
    refuse_if(
        government_income is not None and government_income > total_income,
        "government_income",
        _("%(part)s from government bodies is more than the total income of %(total)s. Correct one of them."),
        part=figure(government_income or 0),
        total=figure(total_income),
    )
    _check_lines(organization, total_income if government_income is None else government_income, lines)
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


@transaction.atomic
def correct_annual_finance(
    *, by: User | None, finance: AnnualFinance, reason: str, provenance: Provenance, **anew: Any
) -> AnnualFinance:
    """Voids a year's income for the reason and records it anew; `anew` are the figures of `record_annual_finance`.

    Lines of partnerships the person does not see are taken over as they stand: nobody drops what they cannot read.
    """
    unseen = _lines_unseen_by(by, finance)
    void_fact(by=by, fact=finance, reason=reason)
    lines = {**unseen, **anew.pop("lines", NO_LINES)}
    return record_annual_finance(by=by, organization=finance.organization, provenance=provenance, lines=lines, **anew)


def _lines_unseen_by(by: User | None, finance: AnnualFinance) -> dict[Partnership, Decimal]:
    if by is None:
        return {}
    seen = IncomeLine.objects.visible_to(by).filter(finance=finance).values("pk")
    rows = IncomeLine.objects.filter(finance=finance).exclude(pk__in=seen).select_related("partnership")
    return {line.partnership: line.amount for line in rows}


def _check_lines(organization: Organization, most: Decimal, lines: Mapping[Partnership, Decimal]) -> None:
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
        together > most,
        "lines",
        _("The lines add up to %(together)s, more than the %(most)s they are part of. Correct one of them."),
        together=together,
        most=most,
    )
