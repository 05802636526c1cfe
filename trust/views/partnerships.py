"""Partnerships: the list with their stages, and the profile of one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from partnerships.views.lists import Control, choice_control, list_rows, order_control, text_control
from trust.gather import context
from trust.presenters.context import context_lines
from trust.presenters.distribution import standings_of
from trust.presenters.evidence import contested_facts
from trust.presenters.profile import profile_of
from trust.presenters.stages import MARKS
from trust.services.methodologies import numbers_of

from .asked import Asked, read_address
from .divisions import division_control
from .filters import StagedPartnershipFilter, staged
from .problems import bad_request


@login_required
@require_safe
def list_partnerships(request: HttpRequest) -> HttpResponse:
    """The partnerships the reader may see, each with its present stage."""
    rows = staged(Partnership.objects.visible_to(request.user))
    listing = list_rows(request, StagedPartnershipFilter, rows, _controls(request))
    context = {"listing": listing, "standings": standings_of(listing.page)}
    return render(request, "trust/partnership_list.html", context, status=listing.status)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Name of either party"), _("Name or identifier")),
        choice_control(request, "stage", _("Present stage"), [(mark.slug, mark.label) for mark in MARKS]),
        division_control(request),
        order_control(
            request,
            [
                ("government", _("Government body")),
                ("ngo", _("NGO")),
                ("-since", _("Changed most recently")),
                ("since", _("Unchanged for longest")),
            ],
        ),
    ]


@login_required
@require_safe
def show_partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """The trust profile of one partnership, as of a day and as known on a day (default: the latest)."""
    asked = read_address(request, pk)
    if asked.problems:
        return bad_request(request, asked.problems)
    return render(
        request, "trust/partnership.html", {"asked": asked, "partnership": asked.partnership, **_profile(asked)}
    )


def _profile(asked: Asked) -> dict[str, Any]:
    """What the profile shows; nothing where nothing was assessed by the day asked for."""
    if asked.assessment is None:
        return {}
    run = asked.assessment.run
    numbers = numbers_of(run.methodology)
    figures = context(
        asked.partnership,
        as_of=asked.assessment.as_of,
        known_at=run.known_at,
        competitive_methods=numbers.contract.competitive,
    )
    return {
        "methodology": run.methodology,
        "profile": profile_of(asked.path, asked.assessment, numbers),
        "context_lines": context_lines(figures),
        "contested": contested_facts(asked.partnership, asked.moment.known_at or timezone.now()),
    }
