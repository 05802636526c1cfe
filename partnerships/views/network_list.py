"""The list of service networks."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.filters import ServiceNetworkFilter
from partnerships.filters.fields import ListOrdering
from partnerships.models import NetworkMembership, Organization, ServiceNetwork, User
from partnerships.models.languages import shown_name

from .lists import Column, Control, EmptyList, NewRecord, RecordList, answer_list, day_control, text_control
from .lists.facts import party_column
from .lists.record_list import Rows


class NetworkListFilter(ServiceNetworkFilter):
    """Networks, sorted by what the list shows."""

    ordering = ListOrdering(
        fields={
            "shown_name": "name",
            "shown_convener": "convened_by",
            "founded_on": "founded_on",
            "ended_on": "ended_on",
        },
        label=gettext_lazy("order"),
    )


def _rows(user: User) -> Rows:
    # The key is looked up once: rows that are visible for several reasons would otherwise come several times.
    seen = ServiceNetwork.objects.filter(pk__in=ServiceNetwork.objects.visible_to(user).values("pk"))
    named = seen.annotate(shown_name=shown_name(), shown_convener=shown_name("convened_by__"))
    return named.select_related("convened_by")


def _prepare(user: User, networks: Sequence[Any]) -> None:
    """Adds how many members of each the reader may see today. One query."""
    open_now = NetworkMembership.objects.visible_to(user).standing().as_of(timezone.localdate())
    counted = (
        open_now.filter(network__in=[network.pk for network in networks])
        .order_by()
        .values_list("network")
        .annotate(number=Count("organization", distinct=True))
    )
    numbers = dict(counted)
    for network in networks:
        network.members_seen = numbers.get(network.pk, 0)


def _address(network: ServiceNetwork) -> str:
    try:
        return reverse("network-detail", args=[network.pk])
    except NoReverseMatch:
        return ""


def _convener(network: ServiceNetwork) -> Organization | None:
    return network.convened_by


COLUMNS = (
    Column("name", gettext_lazy("Name"), str, order="name", address=_address),
    party_column("convened_by", gettext_lazy("Convened by"), _convener),
    Column("members", gettext_lazy("Members today"), lambda network: network.members_seen, is_number=True),
    Column(
        "declared_size",
        gettext_lazy("Declared number of members"),
        lambda network: network.declared_size,
        is_number=True,
        is_shown=False,
    ),
    Column(
        "founded_on",
        gettext_lazy("Founded on"),
        lambda network: network.founded_on,
        order="founded_on",
        descends=True,
    ),
    Column("ended_on", gettext_lazy("Ended on"), lambda network: network.ended_on, order="ended_on", descends=True),
    Column("purpose", gettext_lazy("Purpose"), lambda network: network.purpose, style="long", is_shown=False),
)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Name"), _("Part of the name")),
        day_control(request, "founded_from", _("Founded from")),
        day_control(request, "founded_before", _("Founded before")),
    ]


NETWORKS = RecordList(
    name="network-list",
    title=gettext_lazy("Service networks"),
    intro=gettext_lazy("Organizations that deliver services together, as far as you may see their members."),
    filters=NetworkListFilter,
    rows=_rows,
    columns=COLUMNS,
    controls=_controls,
    order="name",
    empty=EmptyList(
        gettext_lazy("There is no service network here yet."),
        gettext_lazy("Record a network with its members, or import a file of them."),
        is_imported=True,
    ),
    new=NewRecord(gettext_lazy("Record a network"), "network-new", ServiceNetwork),
    prepare=_prepare,
)


@login_required
@require_safe
def list_networks(request: HttpRequest) -> HttpResponseBase:
    """The networks the reader may see."""
    return answer_list(request, NETWORKS)
