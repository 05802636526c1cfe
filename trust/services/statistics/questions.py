"""What is asked of statistics: which partnerships, which period, under which rule for small cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from partnerships.filters.fields import Rows
from partnerships.models import Partnership, User
from trust.services import last_month_end
from trust.services.population import STATES, Chosen, choose, suppressed

from .filters import PopulationFilter

Told = Sequence[Sequence[int | None]]


@dataclass(frozen=True)
class Question:
    """The partnerships counted, the period, and whether small cells are left out.

    `observed_from`: the beginning of the period if one was given. `target`: the stage that cohorts reach.
    """

    rows: Rows
    since: date
    until: date
    is_under_rule: bool = True
    observed_from: date | None = None
    target: str = "contractual"

    @cached_property
    def chosen(self) -> Chosen:
        """The same for the statistics."""
        return choose(self.rows)

    @property
    def hide(self) -> Callable[..., Any] | None:
        """What leaves small cells out; None for those who see all."""
        return suppressed if self.is_under_rule else None

    @property
    def goal(self) -> int:
        """The number of the stage that cohorts reach."""
        return STATES.index(self.target)

    @property
    def is_now(self) -> bool:
        """Whether the period ends at present."""
        return self.until >= last_month_end(timezone.localdate())

    def told(self, table: Sequence[Sequence[int]]) -> Told:
        """The numbers, through the rule for small cells if the answer is under it."""
        return suppressed(table) if self.is_under_rule and table else table


def asked_of(period: dict[str, Any]) -> dict[str, Any]:
    """The part of a question that `PeriodForm` has read."""
    return {
        "since": period["period_from"],
        "until": period["period_until"],
        "observed_from": period["observed_from"],
        "target": period["target"],
    }


def narrowed(seen: Rows, filters: PopulationFilter) -> Rows:
    """The partnerships the reader may see, by filters that were checked. Without any `seen` itself, which is faster."""
    cleaned = filters.form.cleaned_data
    given = [name for name, value in cleaned.items() if name != "ordering" and value not in (None, "", [])]
    return seen.filter(pk__in=filters.qs.order_by().values("pk")) if given else seen


def seen_by(user: User) -> Rows:
    """The partnerships that may be counted for the reader: those that they may list."""
    found: Rows = Partnership.objects.visible_to(user)
    return found
