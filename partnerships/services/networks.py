"""Service networks, membership of them, and ties between two organizations."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import NetworkMembership, Organization, ServiceNetwork, ServiceTie, User

from .days import save_fact
from .locks import lock
from .moments import moment_recorded
from .provenance import Provenance, fact_columns
from .refusals import refuse_if, save

Relation = TypeVar("Relation", NetworkMembership, ServiceTie)


@transaction.atomic
def found_network(
    *,
    by: User | None,
    name: str,
    name_en: str = "",
    convened_by: Organization | None = None,
    declared_size: int | None = None,
    founded_on: date | None = None,
    purpose: str = "",
    source_key: str = "",
) -> ServiceNetwork:
    """Enters a service network. `declared_size` counts its members when not all are on record."""
    check_record(by, ServiceNetwork, convened_by)
    network = ServiceNetwork(
        name=name.strip(),
        name_en=name_en.strip(),
        convened_by=convened_by,
        declared_size=declared_size,
        founded_on=founded_on,
        purpose=purpose,
        source_key=source_key,
    )
    save(network)
    return network


@transaction.atomic
def join_network(
    *,
    by: User | None,
    network: ServiceNetwork,
    organization: Organization,
    started_on: date,
    provenance: Provenance,
    role: str = NetworkMembership.MemberRole.MEMBER,
) -> NetworkMembership:
    """Records that an organization belongs to a network from a day on."""
    check_record(by, NetworkMembership, organization)
    refuse_if(
        network.ended_on is not None and started_on >= network.ended_on,
        "started_on",
        _("The network ended on %(ended)s, before %(day)s. Correct the date."),
        ended=network.ended_on,
        day=started_on,
    )
    membership = NetworkMembership(
        network=network,
        organization=organization,
        role=role,
        started_on=started_on,
        **fact_columns(by, provenance),
    )
    save_fact(membership)
    return membership


@transaction.atomic
def leave_network(
    *, by: User | None, membership: NetworkMembership, ended_on: date, recorded_at: datetime | None = None
) -> NetworkMembership:
    """Records the day from which an organization belongs to a network no longer."""
    return _end(by, membership, ended_on, recorded_at)


@transaction.atomic
def record_tie(
    *,
    by: User | None,
    organization: Organization,
    partner: Organization,
    started_on: date,
    provenance: Provenance,
    kind: str = ServiceTie.Kind.COOPERATION,
    strength: Decimal | None = None,
    network: ServiceNetwork | None = None,
    with_body: Organization | None = None,
) -> ServiceTie:
    """Records that two organizations work together from a day on; `with_body` is the body that takes part."""
    check_record(by, ServiceTie, organization)
    refuse_if(
        with_body is not None and with_body.sector != Organization.Sector.GOVERNMENT,
        "with_body",
        _("%(name)s is no government body. Name the body that takes part, or none."),
        name=with_body,
    )
    tie = ServiceTie(
        organization=organization,
        partner=partner,
        kind=kind,
        strength=strength,
        network=network,
        with_body=with_body,
        started_on=started_on,
        **fact_columns(by, provenance),
    )
    save_fact(tie)
    return tie


@transaction.atomic
def end_tie(*, by: User | None, tie: ServiceTie, ended_on: date, recorded_at: datetime | None = None) -> ServiceTie:
    """Records the day from which two organizations work together no longer."""
    return _end(by, tie, ended_on, recorded_at)


def _end(by: User | None, relation: Relation, ended_on: date, recorded_at: datetime | None) -> Relation:
    relation = lock(relation)
    check_act(by, Action.CLOSE, relation)
    refuse_if(
        relation.ended_on is not None,
        "ended_on",
        _("It ended on %(day)s already. Void it and record it anew if that is wrong."),
        day=relation.ended_on,
    )
    refuse_if(
        ended_on <= relation.started_on,
        "ended_on",
        _("The end, %(day)s, does not lie after the start, %(start)s. Correct the date, or void the entry."),
        day=ended_on,
        start=relation.started_on,
    )
    relation.end_recorded_at = moment_recorded(by, recorded_at)
    relation.ended_on = ended_on
    save_fact(relation)
    return relation
