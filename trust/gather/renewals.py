"""How often a government body goes on with the same NGO when a contract ends, by the year of the end.

The rule is that of the indicator of continuation (R5): a later contract of the same partnership that begins within the
time the methodology gives; before that time is over, nothing is said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from partnerships.models import Contract, Organization, User


@dataclass
class Renewals:
    """Contracts that ended in one year, early or by their present term: `renewed` were followed by another, `waiting`
    still may be.
    """

    ended: int = 0
    renewed: int = 0
    waiting: int = 0

    @property
    def decided(self) -> int:
        """How many of them were followed by another, or can no longer be."""
        return self.ended - self.waiting


@dataclass(frozen=True)
class _Term:
    signed: date
    starts: date
    end: date


def renewals_of(
    body: Organization, user: User, *, today: date, at: datetime, within: int, given_up: int, years: Sequence[int]
) -> Mapping[int, Renewals]:
    """By year. `within`: days from the end in which a successor begins; `given_up`: days after which none is awaited.

    One query over the body's contracts the person may see that are neither voided nor contested at the moment.
    """
    rows = Contract.objects.visible_to(user).standing().filter(partnership__government=body).with_contested(at)
    rows = rows.filter(is_contested=False).with_actual_end(today)
    terms: dict[int, list[_Term]] = defaultdict(list)
    for partnership, *term in rows.values_list("partnership", "signed_on", "starts_on", "actual_end_on"):
        terms[partnership].append(_Term(*term))
    found = {year: Renewals() for year in years}
    for group in terms.values():
        for term in group:
            if term.end < today and term.end.year in found:
                _count(found[term.end.year], term, group, (today - term.end).days, within, given_up)
    return found


def _count(year: Renewals, term: _Term, group: Sequence[_Term], age: int, within: int, given_up: int) -> None:
    followed = any(
        other.signed > term.signed and (other.starts - term.end).days <= within for other in group if other is not term
    )
    year.ended += 1
    year.renewed += followed
    year.waiting += not followed and age <= given_up
