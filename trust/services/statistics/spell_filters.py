"""Filters of partnerships by what they went through: what the marks of the dashboards lead to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partnerships.filters.fields import CodesFilter, DayFilter, Rows
from partnerships.models import Jurisdiction
from trust.models import StageSpell
from trust.models.assessments import Reason
from trust.presenters.population import change_words, state_choices
from trust.services.population import KINDS, LAPSED, STATES, kind_of

Part = tuple[str, Callable[[Any], Q]]
CHANGES = [
    (kind, [(a, b) for a in range(len(STATES)) for b in range(len(STATES)) if kind_of(a, b) == 1 + place])
    for place, kind in enumerate(KINDS)
]


def in_state(slugs: Any, prefix: str = "") -> Q:
    """The condition for a spell to be at any of the states, or (`prefix` “next_”) to be followed by one."""
    condition = Q(pk__in=[])
    for slug in slugs:
        state = STATES.index(slug)
        lapsed = Q(**{f"{prefix}reason": Reason.LAPSED})
        condition |= lapsed if state == LAPSED else Q(**{f"{prefix}stage": state}) & ~lapsed
    return condition


def on_day(day: date) -> Q:
    """The condition for a spell to hold on the day."""
    return Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class SpellForm(forms.Form):
    """What the parameters mean together."""

    def clean(self) -> dict[str, Any]:
        """Where a partnership stood is asked with its day."""
        cleaned = super().clean() or {}
        for name in ("was", "then"):
            if bool(cleaned.get(name)) != bool(cleaned.get(f"{name}_on")):
                message = _("Give “%(name)s” and “%(name)s_on” together: an outcome, and the day.")
                self.add_error(name, ValidationError(message, params={"name": name}))
        return cleaned


class _Together:
    """A filter that `SpellFilter` applies with the others of its kind."""

    def filter(self, qs: Rows, _value: Any) -> Rows:
        """All rows."""
        return qs


class PartCodes(_Together, CodesFilter):
    """Codes."""


class PartDay(_Together, DayFilter):
    """A day."""


class SpellFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Abstract: partnerships by their spells. All parameters of a change speak of one and the same change."""

    was = PartCodes(choices=state_choices(), label=_("stood at"))
    was_on = PartDay(label=_("stood there on"))
    then = PartCodes(choices=state_choices(), label=_("then stood at"))
    then_on = PartDay(label=_("then stood there on"))
    left = PartCodes(choices=state_choices(), label=_("changed from"))
    reached = PartCodes(choices=state_choices(), label=_("changed to"))
    change = PartCodes(choices=change_words(), label=_("change"))
    change_from = PartDay(label=_("changed on or after"))
    change_before = PartDay(label=_("changed before"))
    ever = PartCodes(choices=state_choices(), label=_("has stood at"))
    first_from = PartDay(label=_("first contact on or after"))
    first_before = PartDay(label=_("first contact before"))
    level = CodesFilter(
        "government__jurisdiction__level", choices=Jurisdiction.Level.choices, label=_("level of the government body")
    )

    def filter_queryset(self, queryset: Rows) -> Rows:
        """The rows by all filters."""
        rows: Rows = super().filter_queryset(queryset)
        given = self.form.cleaned_data
        for name in ("was", "then"):
            if given[name] and given[f"{name}_on"]:
                rows = rows.filter(_has(in_state(given[name]) & on_day(given[f"{name}_on"])))
        if given["ever"]:
            rows = rows.filter(_has(in_state(given["ever"])))
        change = _change(given)
        return _first_contact(rows.filter(_has(change)) if change else rows, given)


def _has(condition: Q) -> Exists:
    return Exists(StageSpell.objects.filter(condition, partnership=OuterRef("pk")))


def _change(given: dict[str, Any]) -> Q | None:
    """The condition on a spell that ended as asked; None where nothing is asked of a change."""
    parts: tuple[Part, ...] = (
        ("left", in_state),
        ("reached", lambda value: in_state(value, "next_")),
        ("change", _of_kinds),
        ("change_from", lambda day: Q(ended_on__gte=day)),
        ("change_before", lambda day: Q(ended_on__lt=day)),
    )
    condition, asked = Q(ended_on__isnull=False), False
    for name, part in parts:
        if given[name]:
            condition, asked = condition & part(given[name]), True
    return condition if asked else None


def _of_kinds(kinds: Any) -> Q:
    condition = Q(pk__in=[])
    for kind, pairs in CHANGES:
        if kind in kinds:
            for before, after in pairs:
                condition |= in_state([STATES[before]]) & in_state([STATES[after]], "next_")
    return condition


def _first_contact(rows: Rows, given: dict[str, Any]) -> Rows:
    """By the first month judged: there is a spell from before the one day, and none from before the other."""
    if given["first_from"]:
        rows = rows.filter(_has(Q(started_on__gte=given["first_from"])), ~_has(Q(started_on__lt=given["first_from"])))
    return rows.filter(_has(Q(started_on__lt=given["first_before"]))) if given["first_before"] else rows
