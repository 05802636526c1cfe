"""Service networks: the drawing around one organization first, the table beside it, the whole on demand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partnerships.access import Parties, parties_of
from partnerships.acts import acts_on
from partnerships.models import NetworkMembership, Organization, ServiceNetwork, ServiceTie, User
from partnerships.views.lists import form_problems, unknown_parameters
from trust.presenters.networks import Graph, drawing_of, graph_of

from .forms import DayField
from .problems import bad_request

MOST_TIES = 5_000  # more are not drawn: nobody could read them
MOST_ROWS = 500
ORGANIZATIONS = ("organization__jurisdiction", "partner__jurisdiction")


class ViewForm(forms.Form):
    """What of a network is shown."""

    centre = forms.IntegerField(label=_("Around"), required=False, min_value=1, max_value=2**62)
    on = DayField(_("As of"))
    kind = forms.ChoiceField(label=_("Kind of tie"), required=False, choices=[("", _("all")), *ServiceTie.Kind.choices])
    whole = forms.ChoiceField(label=_("Extent"), required=False, choices=[("", _("around one")), ("yes", _("whole"))])

    def address(self, path: str, **changed: Any) -> str:
        """The same view with some of it changed."""
        given = {**self.cleaned_data, **changed}
        query = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in given.items() if value
        }
        return f"{path}?{urlencode(query)}" if query else path


@dataclass(frozen=True)
class Shown:
    """One view of a network."""

    day: date
    graph: Graph
    drawing: dict[str, Any]
    centres: list[Organization]
    is_whole: bool
    is_cut: bool


@login_required
@require_safe
def show_network(request: HttpRequest, pk: int) -> HttpResponse:
    """One network on a day: who belongs to it, who works with whom, and what is measured of it."""
    rows = ServiceNetwork.objects.visible_to(request.user).select_related("convened_by")
    network = get_object_or_404(rows, pk=pk)
    form = ViewForm(request.GET)
    problems = [*unknown_parameters(request, form.fields), *form_problems(form, request)]
    if problems:
        return bad_request(request, problems)
    shown = _shown(request.user, network, form)  # type: ignore[arg-type]
    parties = parties_of(network)
    members = _members(request.user, network, parties)  # type: ignore[arg-type]
    context = {
        "network": network,
        "form": form,
        "shown": shown,
        "acts": acts_on(request.user, network, parties),  # type: ignore[arg-type]
        "members": members,
        "last_day": None if shown.graph.nodes else _last_day([member for member, _acts in members], shown.day),
        "ties": _tie_rows(request.user, shown.graph, parties),  # type: ignore[arg-type]
        "whole_address": form.address(request.path, whole="" if shown.is_whole else "yes"),
    }
    return render(request, "trust/network.html", context)


def _shown(user: User, network: ServiceNetwork, form: ViewForm) -> Shown:
    day = form.cleaned_data["on"] or timezone.localdate()
    members = list(
        _open(NetworkMembership, user, day).filter(network=network).select_related("organization__jurisdiction")
    )
    found = _open(ServiceTie, user, day).filter(_within(network, members)).select_related(*ORGANIZATIONS)
    if form.cleaned_data["kind"]:
        found = found.filter(kind=form.cleaned_data["kind"])
    ties = list(found.order_by("pk")[: MOST_TIES + 1])
    everybody = graph_of(ties, members, centre=None, whole=True)
    asked = (form.cleaned_data["centre"], user.organization_id, network.convened_by_id)
    centre = _centre(asked, everybody)
    is_whole = bool(form.cleaned_data["whole"])
    graph = graph_of(ties[:MOST_TIES], members, centre=centre, whole=is_whole)
    here = reverse("network-detail", args=[network.pk])
    drawing = drawing_of(graph, lambda key: form.address(here, centre=key, whole=""))
    centres = sorted((node.organization for node in everybody.nodes), key=str)
    return Shown(day, graph, drawing, centres, is_whole, len(ties) > MOST_TIES)


def _last_day(members: Iterable[NetworkMembership], day: date) -> date | None:
    """The last day before `day` on which somebody belonged to the network; a membership ends before its `ended_on`."""
    ends = [
        member.ended_on for member in members if member.ended_on and member.ended_on <= day and not member.voided_at
    ]
    return max(ends) - timedelta(days=1) if ends else None


def _open(model: Any, user: User, day: date) -> QuerySet[Any]:
    """Relations the person may see that stood on the day and were not taken back."""
    rows: QuerySet[Any] = model.objects.visible_to(user).as_of(day).standing().distinct()
    return rows


def _within(network: ServiceNetwork, members: list[NetworkMembership]) -> Q:
    """Ties of the network, and those its members have to each other besides."""
    keys = [membership.organization_id for membership in members]
    return Q(network=network) | Q(network__isnull=True, organization__in=keys, partner__in=keys)


def _centre(asked: Iterable[int | None], graph: Graph) -> int | None:
    """The first of those asked for that is shown, else whoever leads, else whoever has most partners."""
    keys = {node.organization.pk: node for node in graph.nodes}
    leads = [key for key, node in keys.items() if node.membership and node.membership.role == "lead"]
    for key in (*asked, *leads):
        if key in keys:
            return key
    return max(keys, key=lambda key: len(keys[key].partners), default=None)


def _members(user: User, network: ServiceNetwork, parties: Parties) -> list[tuple[NetworkMembership, Any]]:
    """Everybody who belongs, or belonged, to the network, with what the person can do about it."""
    rows = NetworkMembership.objects.visible_to(user).filter(network=network).with_contested(timezone.now())
    rows = (
        rows.select_related("organization", "network", "recorded_by").order_by("-role", "started_on", "pk").distinct()
    )
    return [(row, acts_on(user, row, parties | _of(row.organization_id), in_row=True)) for row in rows[:MOST_ROWS]]


def _tie_rows(user: User, graph: Graph, parties: Parties) -> list[tuple[ServiceTie, Any]]:
    ties = [tie for line in graph.lines for tie in line.ties][:MOST_ROWS]
    return [(tie, acts_on(user, tie, parties | _of(tie.organization_id, tie.partner_id), in_row=True)) for tie in ties]


def _of(*organizations: int) -> Parties:
    return Parties(frozenset(), frozenset(organizations))


def surroundings_of(organization: Organization, user: User) -> dict[str, Any]:
    """The organization's own drawing for its page: its open ties, those of its partners to each other, its networks."""
    day = timezone.localdate()
    own = Q(organization=organization) | Q(partner=organization)
    own_ties = list(
        _open(ServiceTie, user, day)
        .filter(own)
        .with_contested(timezone.now())
        .select_related(*ORGANIZATIONS, "network")
        .order_by("pk")
    )
    partners = {key for tie in own_ties for key in (tie.organization_id, tie.partner_id)} - {organization.pk}
    between = Q(organization__in=partners, partner__in=partners)
    others = _open(ServiceTie, user, day).filter(between).select_related(*ORGANIZATIONS).order_by("pk")[:MOST_TIES]
    graph = graph_of([*own_ties, *others], centre=organization.pk, whole=False)
    memberships = NetworkMembership.objects.visible_to(user).filter(organization=organization).standing()
    return {
        "graph": graph,
        "ties": [
            (tie, tie.partner if tie.organization_id == organization.pk else tie.organization) for tie in own_ties
        ],
        "drawing": drawing_of(graph, lambda key: reverse("organization-detail", args=[key])),
        "memberships": memberships.select_related("network").order_by("started_on", "pk").distinct(),
    }


def _other_end(tie: ServiceTie, organization: Organization) -> Organization:
    return tie.partner if tie.organization_id == organization.pk else tie.organization
