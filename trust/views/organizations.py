"""The profile of one organization."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import Organization, Partnership, User
from partnerships.views.lists import unknown_parameters
from partnerships.views.merging import lead_on
from partnerships.views.organization_records import records_of
from trust.presenters.distribution import standings_of
from trust.presenters.headline import largest_share

from .filters import LATEST, staged
from .networks import surroundings_of
from .outcomes import count_outcomes
from .problems import bad_request

PARTNERSHIPS_SHOWN = 50


@login_required
@require_safe
def show_organization(request: HttpRequest, pk: int) -> HttpResponse:
    """One organization: its partnerships by stage, no average; the largest by income speaks first."""
    rows = Organization.objects.visible_to(request.user).select_related("jurisdiction")
    organization = rows.filter(pk=pk).first()
    if organization is None:
        return lead_on(request, Organization, pk)
    problems = unknown_parameters(request, ())
    if problems:
        return bad_request(request, problems)
    return render(request, "trust/organization.html", organization_context(request.user, organization))


def organization_context(user: User, organization: Organization) -> dict[str, object]:
    """What the profile of an organization shows."""
    partnerships = Partnership.objects.visible_to(user).of(organization)
    shown = staged(partnerships).order_by(f"-{LATEST}since_on", "pk")[:PARTNERSHIPS_SHOWN]
    return {
        "organization": organization,
        "shares": count_outcomes(partnerships),
        "standings": standings_of(shown),
        "headline": largest_share(organization, user),
        "is_body": organization.sector == Organization.Sector.GOVERNMENT,
        "surroundings": surroundings_of(organization, user),
        **records_of(organization, user),
    }
