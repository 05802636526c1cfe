"""What a reader asks of the dashboards: which partnerships, which period, under which rule for small cells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.filters.fields import Rows
from partnerships.models import Partnership, Role
from trust.presenters.population import SLUGS
from trust.services import last_month_end
from trust.services.population import Chosen, choose, suppressed

OWN = ("period_from", "period_until", "download", "stage", "target")
TARGETS = SLUGS[1:4]
Hide = Callable[..., Any] | None


class PeriodForm(forms.Form):
    """From when on movements are counted, and until when; two years up to the last month judged unless told."""

    period_from = forms.DateField(required=False)
    period_until = forms.DateField(required=False)
    target = forms.ChoiceField(choices=[(slug, slug) for slug in TARGETS], required=False)
    download = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Fills in what was left open; a period ends after it begins, and is one that a calendar has."""
        cleaned = super().clean() or {}
        until = cleaned.get("period_until") or last_month_end(timezone.localdate())
        since = cleaned.get("period_from") or date(max(until.year - 2, 1), until.month, 1)
        if since >= until:
            self.add_error("period_until", _("The period has to end after it begins."))
        if not 1900 <= since.year <= until.year <= 2200:
            self.add_error("period_until", _("Choose years from 1900 to 2200."))
        return {**cleaned, "period_from": since, "period_until": until}


@dataclass(frozen=True)
class Asked:
    """The partnerships counted, the period, and how small cells are treated: `hide` is None for those who see all.

    `kept`: the filters in force, for the lists behind. `observed_from`: the beginning of the period if one was given.
    """

    rows: Rows
    since: date
    until: date
    hide: Hide
    kept: QueryDict
    observed_from: date | None = None
    target: str = ""

    @cached_property
    def chosen(self) -> Chosen:
        """The same for the statistics."""
        return choose(self.rows)

    @property
    def is_now(self) -> bool:
        """Whether the period ends at present."""
        return self.until >= last_month_end(timezone.localdate())

    def listed(self, **parameters: Any) -> str:
        """The list of the partnerships with these parameters beside the filters in force."""
        query = self.kept.copy()
        for name, value in parameters.items():
            if name in query:
                return ""  # two conditions of one name: no list has exactly these
            query[name] = str(value)
        return f"{reverse('partnership-list')}?{query.urlencode()}"


def asked_at_home(request: HttpRequest) -> Asked:
    """All the reader may see, in the usual period."""
    period = PeriodForm({})
    period.is_valid()
    return asked_by(request, Partnership.objects.visible_to(request.user), period.cleaned_data, QueryDict())


def asked_by(request: HttpRequest, rows: Rows, period: dict[str, Any], query: QueryDict) -> Asked:
    """What the address asks for. Small cells are left out for analysts, and in files for everybody."""
    kept = query.copy()
    for name in OWN:
        kept.pop(name, None)
    is_under_rule = request.user.role == Role.ANALYST or bool(query.get("download"))  # type: ignore[union-attr]
    since, until = period["period_from"], period["period_until"]
    hide = suppressed if is_under_rule else None
    observed_from = since if query.get("period_from") else None
    return Asked(rows, since, until, hide, kept, observed_from, period["target"] or "contractual")
