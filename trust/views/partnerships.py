"""The trust profile of one partnership."""

from collections.abc import Sequence
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
from trust.models import Override, Reply
from trust.presenters.context import Sources, context_lines
from trust.presenters.due_process import decisions
from trust.presenters.evidence import contested_facts, with_replies
from trust.presenters.perceptions import RoundView
from trust.presenters.profile import profile_of
from trust.presenters.stages import mark_of
from trust.services.methodologies import numbers_of

from .asked import Asked, open_drafts, read_address
from .both_sides import sides_context
from .issues import issues_excerpt
from .lineage import Lineage, lineage_of
from .perceptions import ON_THE_PROFILE, rounds_seen
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
            "rounds": _rounds(request, asked),
            **_profile(asked, lineage, request.user),
            **_said_to_it(asked, request.user),
        },
    )


def _rounds(request: HttpRequest, asked: Asked) -> Sequence[RoundView]:
    """How the two sides see each other, on the profile of the present: what is read of the past was not known then."""
    if asked.suffix:
        return ()
    return rounds_seen(request.user, asked.partnership, asked.path, ON_THE_PROFILE)  # type: ignore[arg-type]


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
        # A draft has not been issued.
        **({} if asked.draft else issues_excerpt(asked.path, asked.assessment)),
    }


def _said_to_it(asked: Asked, user: User) -> dict[str, Any]:
    """What stands beside the judgement: an open draft, a stage set by decision, the two sides' replies."""
    draft, today = asked.draft or open_drafts(user, asked.partnership).first(), timezone.localdate()
    overrides = Override.objects.in_force(today).filter(partnership=asked.partnership)
    replies = Reply.objects.standing().filter(partnership=asked.partnership).select_related("assessment")
    return {
        "draft": draft,
        "draft_mark": mark_of(draft.stage, draft.reason) if draft else None,
        "decisions": decisions(overrides.select_related("proposed_by", "confirmed_by"), today),
        "replies": replies.order_by("-made_at"),
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
