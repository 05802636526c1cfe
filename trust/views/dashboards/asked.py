"""What a reader asks of the dashboards, and the lists behind what they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from partnerships.filters.fields import Rows
from partnerships.models import Role
from trust.services.statistics import PeriodForm, Question, asked_of, seen_by

OWN = ("period_from", "period_until", "download", "stage", "target")


@dataclass(frozen=True)
class Asked(Question):
    """A question with the filters in force (`kept`), for the lists behind."""

    kept: QueryDict = field(default_factory=QueryDict)

    def listed(self, **parameters: Any) -> str:
        """The list of the partnerships with these parameters beside the filters in force; a sequence is any of them."""
        query = self.kept.copy()
        for name, value in parameters.items():
            if name in query:
                return ""  # two conditions of one name: no list has exactly these
            many = isinstance(value, Sequence) and not isinstance(value, str)
            query.setlist(name, [str(each) for each in value] if many else [str(value)])
        return f"{reverse('partnership-list')}?{query.urlencode()}"


def asked_at_home(request: HttpRequest) -> Asked:
    """All the reader may see, in the usual period."""
    period = PeriodForm({})
    period.is_valid()
    return asked_by(request, seen_by(request.user), period.cleaned_data, QueryDict())  # type: ignore[arg-type]


def asked_by(request: HttpRequest, rows: Rows, period: dict[str, Any], query: QueryDict) -> Asked:
    """What the address asks for. The rule for small cells holds for analysts, and in files for everybody."""
    kept = query.copy()
    for name in OWN:
        kept.pop(name, None)
    is_under_rule = request.user.role == Role.ANALYST or bool(query.get("download"))  # type: ignore[union-attr]
    return Asked(rows, **asked_of(period), is_under_rule=is_under_rule, kept=kept)
