"""Where a search looks, as data: one row per kind of record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.addresses import address_of
from partnerships.descriptions import written
from partnerships.models import Contract, InteractionEvent, Organization, ServiceNetwork, User
from partnerships.models.languages import in_reader_language
from partnerships.models.naming import networks_named, titled_like, ways_of_naming, ways_of_speaking
from partnerships.models.searching import Where, folded, holds

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Source:
    """How records of one kind are found and shown.

    `rows` are those a person may see, in parts; `related` is what is read with the best of them. `ways` are the
    conditions for what was typed, any of which finds a row; `begins` is the one for rows that begin with it. `names`
    are what a row is called, the more telling first; `recent` says how late it is, where the latest should come first.
    `detail` and `text` say more about a hit: the second may be long.
    """

    label: Any
    list_name: str
    model: type[Model]
    rows: Callable[[User], Sequence[Rows]]
    related: Sequence[str]
    ways: Callable[[str], Sequence[Q]]
    begins: Callable[[str], Q]
    names: Callable[[Any], Sequence[str]]
    title: Callable[[Any], str]
    detail: Callable[[Any], Sequence[str]]
    address: Callable[[Any], str]
    text: Callable[[Any], str] = lambda _row: ""
    recent: Callable[[Any], int] = lambda _row: 0
    prefetch: Sequence[str] = ()

    def rank(self, row: Any, asked: str) -> tuple[int, int, int]:
        """The smaller, the better: called exactly so, then beginning so, then the latest, then the shortest name."""
        names = [folded(name) for name in self.names(row)]
        place = 0 if asked in names else 1 if any(name.startswith(asked) for name in names) else 2
        return place, -self.recent(row), len(names[0])


def _organization_detail(organization: Organization) -> Sequence[str]:
    other = {organization.name, organization.name_en, *(each.name for each in organization.other_names.all())}
    return [
        *sorted(other - {"", str(organization)}),
        str(capfirst(organization.get_kind_display())),
        str(organization.jurisdiction or ""),
        *(each.value for each in organization.identifiers.all()),
    ]


def _contract_detail(contract: Contract) -> Sequence[str]:
    return [contract.number, str(contract.partnership), written(contract.signed_on)]


def _event_detail(event: InteractionEvent) -> Sequence[str]:
    return [written(event.occurred_on), str(event.partnership or event.organization)]


def _network_address(network: ServiceNetwork) -> str:
    try:
        return reverse("network-detail", args=[network.pk])
    except NoReverseMatch:
        return f"{reverse('network-list')}?{urlencode({'q': str(network)})}"


SOURCES: tuple[Source, ...] = (
    Source(
        label=_("Organizations"),
        list_name="organization-list",
        model=Organization,
        rows=lambda user: [Organization.objects.visible_to(user)],
        related=("jurisdiction",),
        ways=ways_of_naming,
        begins=lambda typed: holds(typed, "name", "name_en", where=Where.AT_THE_BEGINNING),
        names=lambda organization: (organization.name, organization.name_en),
        title=str,
        detail=_organization_detail,
        address=lambda organization: reverse("organization-detail", args=[organization.pk]),
        prefetch=("other_names", "identifiers"),
    ),
    Source(
        label=_("Contracts"),
        list_name="contract-list",
        model=Contract,
        rows=lambda user: [Contract.objects.visible_to(user).standing()],
        related=("partnership__government", "partnership__ngo"),
        ways=lambda typed: [titled_like(typed)],
        begins=lambda typed: holds(typed, "number", "title", "title_en", where=Where.AT_THE_BEGINNING),
        names=lambda contract: (contract.number, contract.title, contract.title_en),
        title=lambda contract: in_reader_language(contract.title, contract.title_en),
        detail=_contract_detail,
        address=address_of,
        recent=lambda contract: contract.signed_on.toordinal(),
    ),
    Source(
        label=_("Interaction events"),
        list_name="event-list",
        model=InteractionEvent,
        rows=lambda user: InteractionEvent.objects.standing().visible_in_parts(user),
        related=("type", "organization", "partnership__government", "partnership__ngo"),
        ways=ways_of_speaking,
        begins=lambda typed: holds(typed, "note", where=Where.AT_THE_BEGINNING),
        names=lambda event: (event.type.name_zh, event.type.name_en),
        title=lambda event: str(event.type),
        detail=_event_detail,
        text=lambda event: event.note,
        address=address_of,
        recent=lambda event: event.occurred_on.toordinal(),
    ),
    Source(
        label=_("Service networks"),
        list_name="network-list",
        model=ServiceNetwork,
        rows=lambda user: [ServiceNetwork.objects.visible_to(user)],
        related=("convened_by",),
        ways=lambda typed: [networks_named(typed)],
        begins=lambda typed: holds(typed, "name", "name_en", where=Where.AT_THE_BEGINNING),
        names=lambda network: (network.name, network.name_en),
        title=str,
        detail=lambda network: [str(network.convened_by or "")],
        address=_network_address,
    ),
)
