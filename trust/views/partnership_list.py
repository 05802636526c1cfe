"""The list of partnerships, with their present stages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.models import Partnership, User
from partnerships.views.lists import (
    Column,
    Control,
    EmptyList,
    NewRecord,
    RecordList,
    answer_list,
    choice_control,
    text_control,
)
from partnerships.views.lists.divisions import division_control
from partnerships.views.lists.facts import party_columns
from trust.presenters.distribution import standings_of
from trust.presenters.stages import MARKS

from .filters import StagedPartnershipFilter, staged


def _prepare(_user: User, partnerships: Sequence[Any]) -> None:
    """Adds the present standing, which was selected with the row. No query."""
    for partnership, standing in zip(partnerships, standings_of(partnerships), strict=True):
        partnership.standing = standing


COLUMNS = (
    Column(
        "partnership",
        gettext_lazy("Partnership"),
        str,
        order="government",
        address=lambda partnership: reverse("partnership-detail", args=[partnership.pk]),
    ),
    *(
        replace(column, is_shown=False)
        for column in party_columns(lambda partnership: partnership.government, lambda partnership: partnership.ngo)
    ),
    Column(
        "division",
        gettext_lazy("Division"),
        lambda partnership: str(partnership.government.jurisdiction or ""),
        is_shown=False,
    ),
    Column(
        "service_field",
        gettext_lazy("Service field"),
        lambda partnership: partnership.ngo.service_field,
        is_shown=False,
    ),
    Column(
        "stage",
        gettext_lazy("Present stage"),
        lambda partnership: partnership.standing.mark.label,
        template="trust/cells/stage.html",
    ),
    Column("certainty", gettext_lazy("Certainty"), lambda partnership: partnership.standing.certainty, style="number"),
    Column(
        "since",
        gettext_lazy("Since"),
        lambda partnership: partnership.standing.assessment and partnership.standing.assessment.since_on,
        order="since",
        descends=True,
        template="trust/cells/since.html",
    ),
    Column(
        "as_of",
        gettext_lazy("As of"),
        lambda partnership: partnership.standing.assessment and partnership.standing.assessment.as_of,
    ),
)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Name of either party"), _("Name or identifier")),
        choice_control(request, "stage", _("Present stage"), [(mark.slug, mark.label) for mark in MARKS]),
        division_control(request),
    ]


PARTNERSHIPS = RecordList(
    name="partnership-list",
    title=gettext_lazy("Partnerships"),
    intro=gettext_lazy(
        "One government body and one NGO each, with the stage of their relationship on the evidence recorded."
    ),
    filters=StagedPartnershipFilter,
    rows=Partnership.objects.visible_to,
    shown=staged,
    columns=COLUMNS,
    controls=_controls,
    order="government",
    empty=EmptyList(
        gettext_lazy("There is no partnership here yet."),
        gettext_lazy(
            "A partnership appears with the first contract, event or request recorded between a government body and "
            "an NGO, by hand or by import."
        ),
        is_imported=True,
    ),
    new=NewRecord(gettext_lazy("Record a partnership"), "partnership-new", Partnership),
    prepare=_prepare,
)


@login_required
@require_safe
def list_partnerships(request: HttpRequest) -> HttpResponseBase:
    """The partnerships the reader may see, each with its present stage."""
    return answer_list(request, PARTNERSHIPS)
