"""The home page, by role."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.models import Organization, Partnership, Role
from partnerships.views.lists import unknown_parameters
from trust.presenters.distribution import standings_of

from .catalogue import catalogue
from .dashboards import home_pictures
from .filters import LATEST, staged
from .organizations import organization_context
from .outcomes import count_outcomes
from .partnership_list import PARTNERSHIPS
from .problems import bad_request
from .todo import home_duties

RECENTLY_CHANGED = 20


@login_required
@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """What the reader comes for: the jurisdiction's picture, the own profile, or the data."""
    problems = unknown_parameters(request, ())
    if problems:
        return bad_request(request, problems)
    return PAGES[Role(request.user.role)](request)


def _jurisdiction(request: HttpRequest) -> HttpResponse:
    """Staff and administrators: how the partnerships of the jurisdiction stand, and which changed last."""
    partnerships = Partnership.objects.visible_to(request.user)
    recent = staged(partnerships.filter(latest_assessment__isnull=False)).order_by(f"-{LATEST}since_on", "pk")
    return render(
        request,
        "trust/home_jurisdiction.html",
        {
            "shares": count_outcomes(partnerships),
            "standings": standings_of(recent[:RECENTLY_CHANGED]),
            "what": PARTNERSHIPS,
            "pictures": [picture for picture in home_pictures(request) if picture.name != "distribution"],
            **home_duties(request.user),
        },
    )


def _own_profile(request: HttpRequest) -> HttpResponse:
    """NGO managers: the profile of their own NGO."""
    organization = get_object_or_404(
        Organization.objects.select_related("jurisdiction"), pk=request.user.organization_id
    )
    context = organization_context(request.user, organization) | home_duties(request.user)
    return render(request, "trust/home_organization.html", context)


def _catalogue(request: HttpRequest) -> HttpResponse:
    """Analysts: cases they are to rate, what data there is, what they may read of it, and how it is distributed."""
    today = timezone.localdate()
    grants = request.user.grants.filter(ends_on__gt=today - timedelta(days=365)).select_related("jurisdiction")
    return render(
        request,
        "trust/home_catalogue.html",
        {
            "grants": grants.order_by("-ends_on"),
            "today": today,
            "pictures": home_pictures(request),
            "catalogue": catalogue(),
            **home_duties(request.user),
        },
    )


PAGES = {
    Role.STAFF: _jurisdiction,
    Role.ADMINISTRATOR: _jurisdiction,
    Role.NGO_MANAGER: _own_profile,
    Role.ANALYST: _catalogue,
}
