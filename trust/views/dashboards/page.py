"""The pages of the dashboards: filters, pictures one below the other, each picture as a file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.models import Organization, Role
from partnerships.views.lists import choice_control, day_control, form_problems, text_control, unknown_parameters
from partnerships.views.lists.divisions import division_control
from partnerships.views.lists.listing import filled
from trust.presenters.population import Picture, caveat, rule, state_choices
from trust.presenters.stages import Words
from trust.services.statistics import TARGETS, USUAL, PeriodForm, narrowed, seen_by
from trust.views.files import csv_file
from trust.views.filters import StagedPartnershipFilter, staged

from .asked import Asked, asked_by
from .cohorts import cohort_pictures
from .groups import group_pictures
from .rates import rate_pictures
from .stages import stage_pictures
from .times import time_pictures

log = structlog.get_logger(__name__)
Draw = Callable[[Asked], Iterator[Picture]]


@dataclass(frozen=True)
class Tab:
    """One page: its words, what it draws, and which controls stand above it beside those of partnerships."""

    label: Words
    draw: Draw
    controls: tuple[str, ...] = ()


TABS: Mapping[str, Tab] = {
    "dashboards": Tab(gettext_lazy("Stages and changes"), stage_pictures, ("period_from", "period_until")),
    "dashboard-groups": Tab(gettext_lazy("Divisions and service fields"), group_pictures),
    "dashboard-time": Tab(gettext_lazy("Time in a stage"), time_pictures, ("period_from", "period_until")),
    "dashboard-cohorts": Tab(gettext_lazy("Cohorts"), cohort_pictures, ("target",)),
    "dashboard-rates": Tab(gettext_lazy("Chances and rates"), rate_pictures),
}


@login_required
@require_safe
def show_dashboards(request: HttpRequest) -> HttpResponse:
    """Where partnerships stand and stood, and how they moved."""
    return _show(request, "dashboards")


@login_required
@require_safe
def show_groups(request: HttpRequest) -> HttpResponse:
    """Partnerships by division and by service field, and what is owed."""
    return _show(request, "dashboard-groups")


@login_required
@require_safe
def show_time(request: HttpRequest) -> HttpResponse:
    """How long partnerships stay at a stage, and what ends it."""
    return _show(request, "dashboard-time")


@login_required
@require_safe
def show_cohorts(request: HttpRequest) -> HttpResponse:
    """How soon partnerships reach a stage, by cohort."""
    return _show(request, "dashboard-cohorts")


@login_required
@require_safe
def show_rates(request: HttpRequest) -> HttpResponse:
    """The yearly matrix and the intensities."""
    return _show(request, "dashboard-rates")


def _show(request: HttpRequest, name: str) -> HttpResponse:
    """Pictures of the partnerships the reader may see, by the filters of their list."""
    if request.user.role == Role.NGO_MANAGER:  # type: ignore[union-attr]
        return render(request, "trust/dashboards_own.html")
    query, tab = filled(request.GET), TABS[name]
    seen = seen_by(request.user)  # type: ignore[arg-type]
    filters = StagedPartnershipFilter(query, queryset=staged(seen), request=request)
    period = PeriodForm(query)
    problems = [
        *unknown_parameters(request, {*filters.filters, *period.fields, "download"}),
        *form_problems(filters.form, request),
        *form_problems(period, request),
    ]
    wanted, pictures, asked = query.get("download", ""), [], None
    if not problems:
        asked = asked_by(request, narrowed(seen, filters), period.cleaned_data, query)
        for picture in tab.draw(asked):
            if picture.name == wanted:
                return _file(request, picture)
            pictures.append(picture)
    if wanted and not problems:
        problems = [_("There is no such table to download. Follow a link of the page.")]
    context = {
        "title": tab.label,
        "tabs": _tabs(request, name),
        "pictures": pictures,
        "problems": problems,
        "controls": _controls(request, tab),
        "caveat": caveat(),
        "rule": rule() if asked and asked.is_under_rule else "",
    }
    return render(request, "trust/dashboards.html", context, status=400 if problems else 200)


def _tabs(request: HttpRequest, current: str) -> list[tuple[str, Words, bool]]:
    """The pages, each with the filters in force."""
    query = filled(request.GET)
    query.pop("download", None)
    ending = f"?{query.urlencode()}" if query else ""
    return [(reverse(name) + ending, tab.label, name == current) for name, tab in TABS.items()]


def _controls(request: HttpRequest, tab: Tab) -> list[Any]:
    # Of the NGOs the reader sees, with a partnership or without: to go through the partnerships took longer.
    seen = Organization.objects.visible_to(request.user).exclude(sector=Organization.Sector.GOVERNMENT)
    fields = seen.order_by().values_list("service_field", flat=True)
    names = sorted(name for name in fields.distinct() if name)
    more = {
        "period_from": lambda: day_control(request, "period_from", _("Movements from")),
        "period_until": lambda: day_control(request, "period_until", _("Movements until")),
        "target": lambda: choice_control(
            request,
            "target",
            _("Stage reached"),
            [(slug, words) for slug, words in state_choices() if slug in TARGETS and slug != USUAL],
            str(dict(state_choices())[USUAL]),
        ),
    }
    return [
        division_control(request),
        choice_control(request, "service_field", _("Service field"), [(name, name) for name in names]),
        text_control(request, "q", _("Name of either party"), _("Name or identifier")),
        *(more[name]() for name in tab.controls),
    ]


def _file(request: HttpRequest, picture: Picture) -> HttpResponse:
    """The table as CSV, with what a row is and what to mind in its first lines. Who took what is logged."""
    log.info("dashboard exported", picture=picture.name, user=request.user.pk, query=request.GET.urlencode())
    small = _("left out (small number)")
    lines = [[small if cell is None else cell for cell in line] for line in picture.rows]
    return csv_file(picture.name, [picture.title], [[picture.row], [picture.note], [rule()], picture.headings, *lines])
