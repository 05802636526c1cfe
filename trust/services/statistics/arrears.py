"""What government bodies owe, by division, as told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Sum
from django.utils import timezone

from partnerships.models import Payment
from partnerships.models.languages import shown_name
from trust.services.population import SMALLEST, rounded, told_alone

from .questions import Question

DIGITS = 2
DAYS = 100


@dataclass(frozen=True)
class Arrears:
    """Payments of one division that are late today, in yuan, and the longest delay in days; None where left out.

    `name` is empty where the body has no division, and for small divisions told as one: `together` counts these.
    """

    name: str
    code: str
    together: int
    partnerships: int | None
    payments: int | None
    owed: Decimal | None
    longest: int | None


def told_arrears(question: Question) -> list[Arrears]:
    """The largest sum first, the small ones together last. One query."""
    found = _late(question)
    alone = told_alone([each[2] for each in found]) if question.is_under_rule else [True] * len(found)
    shown = [_arrears(question, 0, [each]) for each, is_alone in zip(found, alone, strict=True) if is_alone]
    rest = [each for each, is_alone in zip(found, alone, strict=True) if not is_alone]
    return [*shown, *([_arrears(question, len(rest), rest)] if rest else [])]


def _late(question: Question) -> list[Any]:
    late = Payment.objects.standing().filter(paid_on__isnull=True, due_on__lt=timezone.localdate())
    late = late.filter(contract__voided_at__isnull=True, contract__currency="CNY")
    late = late.filter(contract__partnership__in=question.rows.values("pk")).order_by()
    place = "contract__partnership__government__jurisdiction__"
    rows = late.annotate(division=shown_name(place)).values_list("division", f"{place}code")
    counted = rows.annotate(
        bodies=Count("contract__partnership", distinct=True),
        number=Count("pk"),
        owed=Sum("amount_due"),
        oldest=Min("due_on"),
    )
    return list(counted.order_by("-owed"))


def _arrears(question: Question, together: int, rows: Sequence[Any]) -> Arrears:
    """Under the rule numbers are to the nearest five, yuan to two digits, the delay to the nearest hundred days."""
    name, code = ("", "") if together else (rows[0][0] or "", rows[0][1] or "")
    partnerships, payments, owed = (sum(each[column] for each in rows) for column in (2, 3, 4))
    longest = (timezone.localdate() - min(each[5] for each in rows)).days
    if not question.is_under_rule:
        return Arrears(name, code, together, partnerships, payments, owed, longest)
    if partnerships < SMALLEST:
        return Arrears(name, code, together, None, None, None, None)
    told = (rounded(partnerships), rounded(payments), _to_digits(owed), DAYS * round(longest / DAYS))
    return Arrears(name, code, together, *told)


def _to_digits(amount: Decimal) -> Decimal:
    """The amount to two digits: 1,234,567 as 1,200,000."""
    return amount.quantize(Decimal(1).scaleb(amount.adjusted() - DIGITS + 1)).quantize(Decimal("0.01"))
