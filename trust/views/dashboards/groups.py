"""Partnerships by division and by service field, and what government bodies owe."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Jurisdiction, Payment
from partnerships.models.languages import shown_name
from trust.presenters.breakdowns import Group, by_dimension, by_stage
from trust.presenters.population import Picture
from trust.services.population import SMALLEST, STATES, Numbers, read_groups, told_alone

from .asked import Asked

ADDED = 4  # columns of arrears that a common row adds up, or takes the largest of


def group_pictures(asked: Asked) -> Iterator[Picture]:
    """Numbers and points by division and by field; arrears by division."""
    divisions, fields = read_groups(asked.chosen)
    places = Jurisdiction.objects.filter(pk__in=[key for key in divisions if key]).order_by("path")
    named = [(name, code, divisions[key]) for key, name, code in _names(places)]
    if None in divisions:
        named.append((_("not stated"), "", divisions[None]))
    by_division = _groups(asked, named, "at_division")
    by_field = _groups(
        asked, [(name or _("not stated"), name, fields[name]) for name in sorted(fields)], "service_field"
    )
    division, field = _("Division"), _("Service field")
    yield by_stage("divisions", _("Stages by division"), division, by_division, asked.hide)
    yield by_stage("fields", _("Stages by service field"), field, by_field, asked.hide)
    yield by_dimension("division-dimensions", _("The four dimensions by division"), division, by_division, SMALLEST)
    yield by_dimension("field-dimensions", _("The four dimensions by service field"), field, by_field, SMALLEST)
    yield _arrears(asked)


def _names(places: Any) -> Any:
    return places.annotate(shown=shown_name()).values_list("pk", "shown", "code")


def _groups(asked: Asked, named: Sequence[tuple[str, str, Numbers]], parameter: str) -> list[Group]:
    """The groups; for readers under the rule small ones are one without a name of its own."""
    alone = told_alone([int(numbers.states.sum()) for *_words, numbers in named]) if asked.hide else [True] * len(named)
    groups, rest = [], Numbers()
    for (name, key, numbers), is_alone in zip(named, alone, strict=True):
        if is_alone:
            groups.append(_group(asked, name, parameter, key, numbers))
        else:
            rest.states += numbers.states
            rest.packed += numbers.packed
    if rest.packed:
        groups.append(_group(asked, _together(len(named) - len(groups)), parameter, "", rest))
    return groups


def _group(asked: Asked, name: str, parameter: str, key: str, numbers: Numbers) -> Group:
    address = asked.listed(**{parameter: key}) if key else ""
    cells = [
        asked.listed(**{parameter: key}, was=STATES[state], was_on=asked.until) if key and number else ""
        for state, number in enumerate(numbers.states)
    ]
    return Group(name, address, numbers.states.tolist(), int(numbers.states.sum()), numbers.medians(), cells)


def _together(number: int) -> str:
    return ngettext("%(number)s small group", "%(number)s small groups together", number) % {"number": number}


def _arrears(asked: Asked) -> Picture:
    """A row leads to the list of payments only where that has exactly its payments: no filter more."""
    today = timezone.localdate()
    late = Payment.objects.standing().filter(paid_on__isnull=True, due_on__lt=today, contract__voided_at__isnull=True)
    late = late.filter(contract__partnership__in=asked.rows.values("pk"), contract__currency="CNY").order_by()
    place = "contract__partnership__government__jurisdiction__"
    found = list(
        late.annotate(division=shown_name(place))
        .values_list("division", f"{place}code")
        .annotate(
            bodies=Count("contract__partnership", distinct=True),
            number=Count("pk"),
            owed=Sum("amount_due"),
            oldest=Min("due_on"),
        )
        .order_by("-owed")
    )
    alone = told_alone([each[2] for each in found]) if asked.hide else [True] * len(found)
    told = [each for each, is_alone in zip(found, alone, strict=True) if is_alone]
    rest = [each for each, is_alone in zip(found, alone, strict=True) if not is_alone]
    rows: list[list[Any]] = [[each[0] or _("no division"), *each[2:5], (today - each[5]).days] for each in told]
    if rest:
        bodies, number, owed = (sum(each[column] for each in rest) for column in (2, 3, 4))
        told_together = [bodies, number, owed, (today - min(each[5] for each in rest)).days]
        rows.append([_together(len(rest)), *(told_together if bodies >= SMALLEST else [None] * ADDED)])
    addresses = [
        f"{reverse('payment-list')}?state=late&at_division={code}" if not asked.kept and code else ""
        for _name, code, *_numbers in told
    ]
    return Picture(
        "arrears",
        _("What government bodies owe"),
        _("One row per division of the body; the unit is payments that are late today, in yuan."),
        _("Only payments with a due date on record can be late. Other currencies are left out."),
        [_("Division"), _("Partnerships"), _("Late payments"), _("Yuan owed"), _("Longest delay in days")],
        rows,
        [*addresses, *([""] if rest else [])],
    )
