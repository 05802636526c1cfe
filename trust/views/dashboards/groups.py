"""Partnerships by division and by service field, and what government bodies owe."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from trust.presenters.breakdowns import Row, by_dimension, by_stage
from trust.presenters.population import Picture, group_words, linked
from trust.services.population import STATES
from trust.services.statistics import Group, told_arrears, told_groups

from .asked import Asked


def group_pictures(asked: Asked) -> Iterator[Picture]:
    """Numbers and points by division and by field; arrears by division."""
    divisions, fields = told_groups(asked)
    by_division = [_row(asked, group, "at_division") for group in divisions]
    by_field = [_row(asked, group, "service_field") for group in fields]
    division, field = _("Division"), _("Service field")
    yield by_stage("divisions", _("Stages by division"), division, by_division)
    yield by_stage("fields", _("Stages by service field"), field, by_field)
    yield by_dimension("division-dimensions", _("The four dimensions by division"), division, by_division)
    yield by_dimension("field-dimensions", _("The four dimensions by service field"), field, by_field)
    yield _arrears(asked)


def _row(asked: Asked, group: Group, parameter: str) -> Row:
    """The group with the lists behind it; one without a code has none."""
    mine = {parameter: group.code}
    links = linked([group.states], lambda _row, state: asked.listed(**mine, was=STATES[state], was_on=asked.until))[0]
    return Row(
        group_words(group, _("not stated")),
        asked.listed(**mine) if group.code else "",
        group.states,
        group.judged,
        group.medians,
        links if group.code else [""] * len(STATES),
        asked.listed(**mine, was=STATES, was_on=asked.until) if group.code else "",
    )


def _arrears(asked: Asked) -> Picture:
    """A row leads to the list of payments only where that has exactly its payments: no filter more."""
    rows: list[list[Any]] = []
    addresses = []
    for each in told_arrears(asked):
        name = group_words(each, _("no division"))
        rows.append([name, each.partnerships, each.payments, each.owed, each.longest])
        listed = f"{reverse('payment-list')}?state=late&at_division={each.code}"
        addresses.append(listed if not asked.kept and each.code else "")
    return Picture(
        "arrears",
        _("What government bodies owe"),
        _("One row per division of the body; the unit is payments that are late today, in yuan."),
        _("Only payments with a due date on record can be late. Other currencies are left out."),
        [_("Division"), _("Partnerships"), _("Late payments"), _("Yuan owed"), _("Longest delay in days")],
        rows,
        addresses,
    )
