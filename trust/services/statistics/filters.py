"""Filters of statistics: those of the list of partnerships, and the period. Pages and the API share them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.filters import PartnershipFilter
from partnerships.filters.fields import CodesFilter, Rows
from trust.models.assessments import Reason, Stage
from trust.presenters.stages import MARKS
from trust.services import last_month_end
from trust.services.population import STATES

from .spell_filters import SpellFilter, SpellForm

LATEST = "latest_assessment__"
TARGETS = STATES[1:4]
USUAL = "contractual"
CONDITIONS: Mapping[str, Q] = {
    "equal": Q(**{f"{LATEST}stage": Stage.EQUAL}),
    "contractual": Q(**{f"{LATEST}stage": Stage.CONTRACTUAL}),
    "dependence": Q(**{f"{LATEST}stage": Stage.DEPENDENCE}),
    "no-evidence": Q(**{f"{LATEST}reason": Reason.NO_EVIDENCE}),
    "not-established": Q(**{f"{LATEST}reason": Reason.NOT_ESTABLISHED}),
    "lapsed": Q(**{f"{LATEST}reason": Reason.LAPSED}),
    "suspended": Q(**{f"{LATEST}reason": Reason.SUSPENDED}),
    "unassessed": Q(latest_assessment__isnull=True),
}
"""Partnerships by the slug of their present outcome."""


class OutcomeFilter(CodesFilter):
    """Partnerships with any of the present outcomes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[(mark.slug, mark.label) for mark in MARKS], label=_("present stage"), **kwargs)

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """The rows with any of the outcomes."""
        return qs.filter(self.condition(value)) if value else qs

    def condition(self, codes: Sequence[str]) -> Q:
        """The condition for a partnership to have any of the outcomes."""
        found = Q(pk__in=[])
        for code in codes:
            found |= CONDITIONS[code]
        return found


class PopulationFilter(SpellFilter, PartnershipFilter):
    """Partnerships, by their present outcome and by what they went through, too. What is counted has no order."""

    stage = OutcomeFilter()
    ordering: Any = None

    class Meta(PartnershipFilter.Meta):
        form = SpellForm


class DayField(forms.DateField):
    """A day in ISO form, or none."""

    def __init__(self) -> None:
        message = _("Write the date as YYYY-MM-DD, such as 2025-03-31.")
        super().__init__(required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": message})


class PeriodForm(forms.Form):
    """From when on movements are counted, and until when; two years up to the last month judged unless told."""

    period_from = DayField()
    period_until = DayField()
    target = forms.ChoiceField(choices=[(slug, slug) for slug in TARGETS], required=False)

    def clean(self) -> dict[str, Any]:
        """Fills in what was left open; a period ends after it begins, and is one that a calendar has.

        `observed_from` is the beginning only if one was given: then spells that had begun by then enter with their age.
        """
        cleaned = super().clean() or {}
        asked = cleaned.get("period_from")
        until = cleaned.get("period_until") or last_month_end(timezone.localdate())
        since = asked or date(max(until.year - 2, 1), until.month, 1)
        if since >= until:
            self.add_error("period_until", _("The period has to end after it begins."))
        if not 1900 <= since.year <= until.year <= 2200:
            self.add_error("period_until", _("Choose years from 1900 to 2200."))
        target = cleaned.get("target") or USUAL
        return {**cleaned, "period_from": since, "period_until": until, "observed_from": asked, "target": target}
