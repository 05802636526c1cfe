"""How a government body keeps its side: payments, answers, proposals, tasks, cuts and endings, year by year.

Only what is on record and may be seen counts, objections and voided facts left out. Source: the method, section 9
(two-sidedness); limits and grace are those of the methodology (R3, M3).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

import numpy as np

from partnerships.filters.fields import Rows
from partnerships.models import Contract, Fact, InteractionEvent, Organization, Payment, Request, User
from partnerships.models.contracts import Party

PROPOSAL = "REC_PROPOSAL"
COUNTED_EVENTS = (PROPOSAL, "RES_EXTRA_TASK", "RES_SCOPE_CUT", "REC_RETALIATION")


@dataclass
class Conduct:
    """One year. `delays`: days from due to paid, or to today while unpaid; `answers`: working days from a request to
    its answer, or to today, each with the limit of its kind; `proposals` by outcome; `events` by type; `endings`:
    early ones, by the body or through its fault.
    """

    year: int
    delays: list[int] = field(default_factory=list)
    unpaid: int = 0
    answers: list[tuple[int, int]] = field(default_factory=list)
    unanswered: int = 0
    proposals: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    events: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    endings: int = 0

    @property
    def median_delay(self) -> float | None:
        """Days, half of the instalments were paid sooner; None without any."""
        return median(self.delays) if self.delays else None

    @property
    def median_answer(self) -> float | None:
        """Working days, half of the requests were answered sooner; None without any."""
        return median(days for days, _limit in self.answers) if self.answers else None

    def paid_within(self, grace: int) -> int:
        """How many instalments were paid by so many days after they fell due."""
        return sum(delay <= grace for delay in self.delays)

    def answered_within(self) -> int:
        """How many requests were answered within the limit of their kind."""
        return sum(days <= limit for days, limit in self.answers)


def conduct_of(
    body: Organization, user: User, *, today: date, at: datetime, limits: Mapping[str, int], years: int
) -> Sequence[Conduct]:
    """The body's conduct in the present year and the ones before it, the latest first. Four queries."""
    found = {year: Conduct(year) for year in range(today.year, today.year - years, -1)}
    first = date(today.year - years + 1, 1, 1)
    _payments(found, body, user, first, today, at)
    _requests(found, body, user, first, today, at, limits)
    occurred_on = {"occurred_on__gte": first, "occurred_on__lte": today}
    events = _counting(InteractionEvent, user, at, partnership__government=body, type__in=COUNTED_EVENTS, **occurred_on)
    for kind, outcome, day in events.values_list("type", "outcome", "occurred_on"):
        counts = found[day.year].proposals if kind == PROPOSAL else found[day.year].events
        counts[outcome if kind == PROPOSAL else kind] += 1
    endings = (
        Contract.objects.visible_to(user)
        .standing()
        .filter(partnership__government=body, terminated_on__gte=first, terminated_on__lte=today)
    )
    for day, party, fault in endings.values_list("terminated_on", "termination_party", "termination_fault"):
        found[day.year].endings += Party.GOVERNMENT in (party, fault)
    return list(found.values())


def _counting(model: type[Fact], user: User, at: datetime, **conditions: Any) -> Rows:
    """The facts the person may see that are neither voided nor contested at the moment."""
    rows: Rows = model.objects.visible_to(user).standing().with_contested(at)  # type: ignore[attr-defined]
    return rows.filter(is_contested=False, **conditions)


def _payments(
    found: Mapping[int, Conduct], body: Organization, user: User, first: date, today: date, at: datetime
) -> None:
    due_on = {"due_on__gte": first, "due_on__lt": today}
    rows = _counting(Payment, user, at, contract__partnership__government=body, **due_on)
    for due, paid in rows.values_list("due_on", "paid_on"):
        found[due.year].delays.append(max(((paid or today) - due).days, 0))
        found[due.year].unpaid += paid is None


def _requests(
    found: Mapping[int, Conduct],
    body: Organization,
    user: User,
    first: date,
    today: date,
    at: datetime,
    limits: Mapping[str, int],
) -> None:
    opened_on = {"opened_on__gte": first, "opened_on__lte": today}
    rows = _counting(Request, user, at, partnership__government=body, **opened_on)
    for kind, opened, answered in rows.values_list("kind", "opened_on", "answered_on"):
        days, limit = workdays(opened, answered or today), limits[kind]
        if answered is None and days <= limit:
            continue  # still in time: nothing to say yet
        found[opened.year].answers.append((days, limit))
        found[opened.year].unanswered += answered is None


def workdays(begin: date, end: date) -> int:
    """Working days, Monday to Friday, from one day to another."""
    return int(np.busday_count(begin, end))


def without_any(years: Iterable[Conduct]) -> bool:
    """Whether nothing at all is on record."""
    return not any(each.delays or each.answers or each.proposals or each.events or each.endings for each in years)
