"""The list of organizations, with the stages of their partnerships."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.models import Organization, User
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
from trust.presenters.stages import MARKS

from .filters import StagedOrganizationFilter, named
from .outcomes import outcomes_by_party


def _prepare(user: User, organizations: Sequence[Any]) -> None:
    """Adds the distribution of each organization's partnerships, and its identifiers. Two queries."""
    shares = outcomes_by_party(user, organizations)
    for organization in organizations:
        organization.shares = shares.get(organization.pk, ())
    prefetch_related_objects(organizations, "identifiers")


def _shares(organization: Any) -> str:
    return ", ".join(f"{share.mark.label} {share.number}" for share in organization.shares)


COLUMNS = (
    Column(
        "name",
        gettext_lazy("Name"),
        str,
        order="name",
        address=lambda organization: reverse("organization-detail", args=[organization.pk]),
    ),
    Column(
        "identifiers",
        gettext_lazy("Identifiers"),
        lambda organization: ", ".join(each.value for each in organization.identifiers.all()),
        is_shown=False,
    ),
    Column(
        "sector",
        gettext_lazy("Sector"),
        lambda organization: capfirst(organization.get_sector_display()),
        is_shown=False,
    ),
    Column("kind", gettext_lazy("Kind"), lambda organization: capfirst(organization.get_kind_display()), order="kind"),
    Column(
        "division",
        gettext_lazy("Division"),
        lambda organization: str(organization.jurisdiction or ""),
        order="division",
    ),
    Column(
        "service_field",
        gettext_lazy("Service field"),
        lambda organization: organization.service_field,
        order="service_field",
        is_shown=False,
    ),
    Column(
        "registered_on",
        gettext_lazy("Registered on"),
        lambda organization: organization.registered_on,
        order="registered_on",
        descends=True,
        is_shown=False,
    ),
    Column(
        "partnerships",
        gettext_lazy("Partnerships by stage"),
        _shares,
        order="party",
        descends=True,
        template="trust/cells/shares.html",
    ),
)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Name"), _("Name or identifier")),
        choice_control(request, "sector", _("Sector"), Organization.Sector.choices),
        choice_control(request, "kind", _("Kind"), Organization.Kind.choices),
        division_control(request),
        choice_control(request, "stage", _("Has a partnership in"), [(mark.slug, mark.label) for mark in MARKS]),
    ]


ORGANIZATIONS = RecordList(
    name="organization-list",
    title=gettext_lazy("Organizations"),
    intro=gettext_lazy("Each with how many of its partnerships stand at which stage. Organizations are not ranked."),
    filters=StagedOrganizationFilter,
    rows=lambda user: named(Organization.objects.visible_to(user).select_related("jurisdiction"), user),
    columns=COLUMNS,
    controls=_controls,
    order="-party",
    empty=EmptyList(
        gettext_lazy("There is no organization here yet."),
        gettext_lazy("Record the first one by hand, or import a file of them."),
        is_imported=True,
    ),
    new=NewRecord(gettext_lazy("Record an organization"), "organization-new", Organization),
    prepare=_prepare,
)


@login_required
@require_safe
def list_organizations(request: HttpRequest) -> HttpResponseBase:
    """The organizations the reader may see, each with the stages of its partnerships."""
    return answer_list(request, ORGANIZATIONS)
