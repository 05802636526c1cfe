"""The profile of one organization."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.models import Organization, Partnership, User
from partnerships.views.lists import unknown_parameters
from partnerships.views.merging import lead_on
from partnerships.views.organization_records import records_of
from trust.presenters.distribution import by_income, standings_of
from trust.presenters.headline import income_of, sentence_of
from trust.services import current_methodology
from trust.services.methodologies import numbers_of

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
    is_body = organization.sector == Organization.Sector.GOVERNMENT
    income = None if is_body else income_of(organization, user, since=_first_usable_year())
    shares, standings = count_outcomes(partnerships), by_income(standings_of(shown), income.shares if income else {})
    return {
        "organization": organization,
        "shares": shares,
        "sentence": sentence_of(shares),
        "standings": standings,
        "as_of": max((each.assessment.as_of for each in standings if each.assessment), default=None),
        "now": timezone.now(),
        "income": income,
        "is_body": is_body,
        "surroundings": surroundings_of(organization, user),
        **records_of(organization, user),
    }


def _first_usable_year() -> int:
    """The earliest year whose accounts say something of the present, by the methodology in force."""
    years = numbers_of(current_methodology()).indicators["M5"].number("latest_years")
    return timezone.localdate().year - int(years)
