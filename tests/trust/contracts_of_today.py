"""A partnership that stands at contractual trust today, whatever day it is."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from partnerships.models import Contract, Partnership
from partnerships.services import contracts, evaluations, payments
from partnerships.services.provenance import Provenance
from trust.services import current_methodology


def contractual_partnership(partnership: Partnership) -> Contract:
    """Two years of service so far, paid for on the day and found good."""
    today = timezone.localdate()
    begun = today - timedelta(days=700)
    confirmed = Provenance("dual", "gov", datetime.combine(today - timedelta(days=1), time.min, tzinfo=UTC))
    contract = contracts.record_contract(
        by=None,
        partnership=partnership,
        title="Home care",
        method="open_tender",
        signed_on=begun,
        starts_on=begun,
        ends_on=today + timedelta(days=200),
        value=Decimal(400_000),
        provenance=confirmed,
    )
    for days in (60, 250, 400, 600):
        payments.record_payment_without_schedule(
            by=None,
            contract=contract,
            stage="interim",
            paid_on=begun + timedelta(days=days),
            amount_paid=Decimal(100_000),
            provenance=confirmed,
        )
    for phase, days in (("mid", 300), ("final", 550)):
        evaluations.record_evaluation(
            by=None,
            contract=contract,
            phase=phase,
            held_on=begun + timedelta(days=days),
            result="good",
            provenance=confirmed,
        )
    return contract


def next_version(*changes: tuple[str, str], version: str = "2090.1") -> str:
    """The file in force under another name, with changes of its text."""
    present = current_methodology()
    text: str = present.source.replace(f'version = "{present.version}"', f'version = "{version}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def first_of_a_coming_month(months: int = 1) -> date:
    """The first day of the month that begins in so many months."""
    day = timezone.localdate().replace(day=1)
    for _month in range(months):
        day = (day + timedelta(days=32)).replace(day=1)
    return day
