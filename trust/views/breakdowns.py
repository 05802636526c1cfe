"""The partnerships of the dashboards by division and by service field. One query for all of their pictures."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.filters.fields import Rows
from partnerships.models.languages import shown_name
from trust.presenters.breakdowns import Group, by_dimension, by_stage
from trust.presenters.population import Picture
from trust.services.population import SMALLEST, STATES, state_of

from .filters import LATEST

DIVISION = "government__jurisdiction__"


def breakdowns(rows: Rows, hide: Callable[..., Any] | None, kept: QueryDict) -> list[Picture]:
    """Numbers and points by division and by field. `kept`: the filters in force, for the lists behind."""
    found = list(
        rows.order_by(f"{DIVISION}path", "ngo__service_field")
        .annotate(division=shown_name(DIVISION))
        .values_list(
            "division",
            f"{DIVISION}code",
            "ngo__service_field",
            f"{LATEST}stage",
            f"{LATEST}reason",
            f"{LATEST}dimension_means",
        )
    )
    divisions = _groups([(row[0], row[1], *row[3:]) for row in found], "at_division", kept)
    fields = _groups([(row[2], row[2], *row[3:]) for row in found], "service_field", kept)
    division, field = _("Division"), _("Service field")
    return [
        by_stage("divisions", _("Stages by division"), division, divisions, hide),
        by_stage("fields", _("Stages by service field"), field, fields, hide),
        by_dimension("division-dimensions", _("The four dimensions by division"), division, divisions, SMALLEST),
        by_dimension("field-dimensions", _("The four dimensions by service field"), field, fields, SMALLEST),
    ]


def _groups(found: Sequence[Sequence[Any]], parameter: str, kept: QueryDict) -> list[Group]:
    numbers: dict[str, list[int]] = defaultdict(lambda: [0] * len(STATES))
    means: dict[str, list[Sequence[float]]] = defaultdict(list)
    names: dict[str, str] = {}
    for name, key, stage, reason, points in found:
        group = str(key or "")
        names[group] = str(name or _("not stated"))
        if stage is not None:
            numbers[group][state_of(stage, reason)] += 1
            means[group].append(points)
    return [Group(names[key], _address(parameter, key, kept), numbers[key], means[key]) for key in names]


def _address(parameter: str, key: str, kept: QueryDict) -> str:
    """The list of exactly these partnerships; none where what they share is that it is not stated."""
    if not key:
        return ""
    query = kept.copy()
    query[parameter] = key
    return f"{reverse('partnership-list')}?{query.urlencode()}"
