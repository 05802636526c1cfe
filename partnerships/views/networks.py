"""Entering networks, members and ties, and their endings."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, check_act, check_record
from partnerships.forms.networks import EndForm, MembershipForm, NetworkForm, TieForm
from partnerships.models import NetworkMembership, ServiceNetwork, ServiceTie
from partnerships.services.networks import end_tie, found_network, join_network, leave_network, record_tie
from partnerships.services.provenance import own_word

from .entering import EntryPage, Values, enter, form_data
from .organizations import FORM_METHODS, organization_page, page_of, seen_organization


def network_page_of(network: ServiceNetwork) -> str:
    """The address of the network's page."""
    return reverse("network-detail", args=[network.pk])


@login_required
@require_http_methods(FORM_METHODS)
def new_network(request: HttpRequest) -> HttpResponse:
    """Enters a network."""
    check_record(request.user, ServiceNetwork, None)

    def act(values: Values) -> ServiceNetwork:
        return found_network(by=request.user, **values)

    page = EntryPage(_("New network"), _("Record the network"), reverse("home"))
    initial = {"convened_by": request.user.organization}
    form = NetworkForm(user=request.user, initial=initial, **form_data(request))
    return enter(request, form, act, page, then=network_page_of)


@login_required
@require_http_methods(FORM_METHODS)
def new_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Records that an organization belongs to the network."""
    network = get_object_or_404(ServiceNetwork.objects.visible_to(request.user), pk=pk)
    check_record(request.user, NetworkMembership, None)

    def act(values: Values) -> NetworkMembership:
        return join_network(by=request.user, network=network, provenance=own_word(request.user), **values)

    page = EntryPage(_("Add a member"), _("Record the membership"), network_page_of(network), about=str(network))
    form = MembershipForm(user=request.user, **form_data(request))
    return enter(request, form, act, page, then=lambda _membership: network_page_of(network))


@login_required
@require_http_methods(FORM_METHODS)
def new_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Records that the organization works together with another."""
    organization = seen_organization(request, pk)
    check_record(request.user, ServiceTie, organization)

    def act(values: Values) -> ServiceTie:
        return record_tie(by=request.user, organization=organization, provenance=own_word(request.user), **values)

    form = TieForm(user=request.user, **form_data(request))
    page = organization_page(organization, _("Record a tie"), _("Record the tie"))
    return enter(request, form, act, page, then=lambda _tie: page_of(organization))


@login_required
@require_http_methods(FORM_METHODS)
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the day from which an organization belongs to the network no longer."""
    membership = _seen(request, NetworkMembership, pk, "network", "organization")

    def act(values: Values) -> NetworkMembership:
        return leave_network(by=request.user, membership=membership, **values)

    return _ending(request, act, network_page_of(membership.network), str(membership), _("End the membership"))


@login_required
@require_http_methods(FORM_METHODS)
def finish_tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the day from which two organizations work together no longer."""
    tie = _seen(request, ServiceTie, pk, "organization", "partner")

    def act(values: Values) -> ServiceTie:
        return end_tie(by=request.user, tie=tie, **values)

    return _ending(request, act, page_of(tie.organization), str(tie), _("End the tie"))


def _seen(request: HttpRequest, model: type[Any], pk: int, *related: str) -> Any:
    """The relation; 404 for one the reader may not see, a refusal for one they may not end."""
    relation = get_object_or_404(model.objects.visible_to(request.user).select_related(*related), pk=pk)
    check_act(request.user, Action.CLOSE, relation)
    return relation


def _ending(request: HttpRequest, act: Any, back: str, about: str, title: str) -> HttpResponse:
    page = EntryPage(title, _("Record the end"), back, about=about)
    return enter(request, EndForm(**form_data(request)), act, page, then=lambda _relation: back)
