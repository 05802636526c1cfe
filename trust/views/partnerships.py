"""The trust profile of one partnership."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.access import parties_of
from partnerships.acts import acts_on
from partnerships.models import Partnership, User
from partnerships.views.merging import lead_on
from trust.gather import context
from trust.presenters.context import Sources, context_lines
from trust.presenters.evidence import contested_facts, with_replies
from trust.presenters.profile import profile_of
from trust.services.methodologies import numbers_of

from .asked import Asked, read_address
from .both_sides import sides_context
from .issues import issues_excerpt
from .lineage import Lineage, lineage_of
from .problems import bad_request


@login_required
@require_safe
def show_partnership(request: HttpRequest, pk: int) -> HttpResponse:
    """The trust profile of one partnership, as of a day and as known on a day (default: the latest)."""
    try:
        asked = read_address(request, pk)
    except Http404:
        return lead_on(request, Partnership, pk)
    if asked.problems:
        return bad_request(request, asked.problems)
    lineage = lineage_of(asked, request.user)
    return render(
        request,
        "trust/partnership.html",
        {
            "asked": asked,
            "partnership": asked.partnership,
            "acts": acts_on(request.user, asked.partnership, parties_of(asked.partnership)),
            "lineage": lineage,
            **_profile(asked, lineage, request.user),
        },
    )


def _profile(asked: Asked, lineage: Lineage, user: User) -> dict[str, Any]:
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
        inherited=lineage.inherited,
    )
    contested = contested_facts(asked.partnership, asked.moment.known_by or timezone.now(), lineage.sources)
    return {
        "methodology": run.methodology,
        "profile": profile_of(asked.path, asked.assessment, numbers),
        "context_lines": context_lines(figures, _sources(asked)),
        "contested": with_replies(contested, asked.partnership, user),
        **sides_context(asked, asked.assessment, numbers, lineage.inherited),
        **issues_excerpt(asked.path, asked.assessment),
    }


def _sources(asked: Asked) -> Sources:
    """Where the records behind the context are: the accounts as they were known then, the rest in today's lists."""
    key = asked.partnership.pk
    return Sources(
        accounts=reverse("indicator-evidence", args=[key, "M5"]) + asked.suffix,
        contracts=f"{reverse('contract-list')}?partnership={key}",
        overdue=f"{reverse('payment-list')}?partnership={key}&state=late",
        payments=f"{reverse('payment-list')}?organization={asked.partnership.government_id}&state=paid",
    )
