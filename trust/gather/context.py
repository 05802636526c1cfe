"""Context shown beside a stage and never scored: dependence on either side, competition, overdue claims (D1 to D5).

Source: Casciaro & Piskorski 2005 (power imbalance D1 - D5, mutual dependence D1 + D5); Jing & Chen 2012 (many contracts
only appear competitive, hence context). Every figure covers what is on record, no more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from partnerships.models import AnnualFinance, Contract, IncomeLine, Partnership, Payment

from .lineage import Inheritance

Keys = Collection[int]

RECENT = timedelta(days=730)  # two years of spending, as for the volume of exchange
USABLE_YEARS = 3  # accounts older than this say nothing of the present


@dataclass(frozen=True)
class Context:
    """Shares from 0 to 1, None where the records do not tell. `overdue`: sum by currency of what is due and unpaid;
    `oldest_due`: the day the oldest such claim fell due; `catalogue_code`: the service D5 is about.
    """

    share_of_income: float | None
    government_share_of_income: float | None
    competitive_share: float | None
    overdue: dict[str, Decimal]
    oldest_due: date | None
    share_of_spending: float | None
    catalogue_code: str


def context(
    partnership: Partnership,
    *,
    as_of: date,
    known_at: datetime,
    competitive_methods: Collection[str],
    inherited: Collection[Inheritance] = (),
) -> Context:
    """The context of one partnership as of a date, as known at a moment.

    What the body took over from others by the date counts as its own.
    """
    gone_over = [each for each in inherited if each.since <= as_of]
    own = [partnership.pk, *(each.source for each in gone_over if each.source)]
    bodies = [partnership.government_id, *(each.body for each in gone_over)]
    accounts = _accounts(partnership, as_of, known_at)
    overdue = _overdue(own, as_of, known_at)
    code, share = _share_of_spending(own, bodies, as_of, known_at)
    sums = overdue.values_list("contract__currency").annotate(total=Sum("amount_due"))
    return Context(
        share_of_income=_share(_line(accounts, own), accounts),
        government_share_of_income=_share(accounts.government_income if accounts else None, accounts),
        competitive_share=_competitive_share(own, as_of, known_at, competitive_methods),
        overdue=dict(sums.order_by("contract__currency")),
        oldest_due=overdue.order_by("due_on").values_list("due_on", flat=True).first(),
        share_of_spending=share,
        catalogue_code=code,
    )


def _accounts(partnership: Partnership, as_of: date, known_at: datetime) -> AnnualFinance | None:
    found: AnnualFinance | None = (
        AnnualFinance.objects.known_at(known_at)
        .filter(organization=partnership.ngo_id, year__lte=as_of.year, year__gte=as_of.year - USABLE_YEARS)
        .order_by("-year")
        .first()
    )
    return found


def _line(accounts: AnnualFinance | None, own: Keys) -> Decimal | None:
    if accounts is None:
        return None
    lines = IncomeLine.objects.filter(finance=accounts, partnership__in=own)
    found: Decimal | None = lines.aggregate(total=Sum("amount"))["total"]
    return found


def _share(part: Decimal | None, accounts: AnnualFinance | None) -> float | None:
    if part is None or accounts is None or not accounts.total_income:
        return None
    return float(part / accounts.total_income)


def _competitive_share(own: Keys, as_of: date, known_at: datetime, methods: Collection[str]) -> float | None:
    """D3: of the value of contracts signed, the part that was won in competition."""
    values = (
        Contract.objects.known_at(known_at)
        .signed_by(as_of)
        .filter(partnership__in=own)
        .aggregate(total=Sum("value"), won=Sum("value", filter=Q(method__in=methods)))
    )
    return float((values["won"] or 0) / values["total"]) if values["total"] else None


def _overdue(own: Keys, as_of: date, known_at: datetime) -> QuerySet[Payment]:
    """D4: instalments due and, as known then, not paid by the day."""
    paid = Q(paid_on__lte=as_of, paid_recorded_at__lte=known_at)
    found: QuerySet[Payment] = (
        Payment.objects.known_at(known_at).filter(contract__partnership__in=own, due_on__lt=as_of).exclude(paid)
    )
    return found


def _share_of_spending(own: Keys, bodies: Keys, as_of: date, known_at: datetime) -> tuple[str, float | None]:
    """D5: the NGO's part of what the body paid for the service it buys most of from this NGO."""
    paid = Payment.objects.known_at(known_at).filter(
        contract__partnership__government__in=bodies,
        paid_recorded_at__lte=known_at,
        paid_on__lte=as_of,
        paid_on__gt=as_of - RECENT,
    )
    by_code = (
        paid.exclude(contract__catalogue_code="")
        .values(code=F("contract__catalogue_code"), currency=F("contract__currency"))
        .annotate(here=Sum("amount_paid", filter=Q(contract__partnership__in=own)), total=Sum("amount_paid"))
        .filter(here__gt=0)
        .order_by("-here")
    )
    most = by_code.first()
    return (most["code"], float(most["here"] / most["total"])) if most else ("", None)
