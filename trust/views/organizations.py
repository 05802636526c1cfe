"""Organizations: the list with the stages of their partnerships, and the profile of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.models import Organization, Partnership, User
from partnerships.views.lists import (
    Control,
    choice_control,
    list_rows,
    order_control,
    text_control,
    unknown_parameters,
)
from partnerships.views.organization_records import records_of
from trust.presenters.distribution import standings_of
from trust.presenters.headline import largest_share
from trust.presenters.stages import MARKS

from .divisions import division_control
from .filters import LATEST, StagedOrganizationFilter, named, staged
from .outcomes import count_outcomes, outcomes_by_party
from .problems import bad_request

PARTNERSHIPS_SHOWN = 50


@login_required
@require_safe
def list_organizations(request: HttpRequest) -> HttpResponse:
    """The organizations the reader may see, each with the stages of its partnerships."""
    rows = named(Organization.objects.visible_to(request.user).select_related("jurisdiction"), request.user)
    listing = list_rows(request, StagedOrganizationFilter, rows, _controls(request))
    shares = outcomes_by_party(request.user, listing.page)
    context = {"listing": listing, "rows": [(each, shares.get(each.pk, ())) for each in listing.page]}
    return render(request, "trust/organization_list.html", context, status=listing.status)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Name"), _("Name or identifier")),
        choice_control(request, "sector", _("Sector"), Organization.Sector.choices),
        choice_control(request, "kind", _("Kind"), Organization.Kind.choices),
        division_control(request),
        choice_control(request, "stage", _("Has a partnership in"), [(mark.slug, mark.label) for mark in MARKS]),
        order_control(
            request,
            [
                ("-party", _("With partnerships first")),
                ("name", _("Name")),
                ("-registered_on", _("Registered most recently")),
            ],
        ),
    ]


@login_required
@require_safe
def show_organization(request: HttpRequest, pk: int) -> HttpResponse:
    """One organization: its partnerships by stage, no average; the largest by income speaks first."""
    organization = get_object_or_404(
        Organization.objects.visible_to(request.user).select_related("jurisdiction"), pk=pk
    )
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
        **records_of(organization, user),
    }
