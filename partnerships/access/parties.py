"""Whom a record concerns: the organizations on its government side and on its NGO side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contract,
    Evaluation,
    IncomeLine,
    InteractionEvent,
    Invitation,
    Milestone,
    NetworkMembership,
    Organization,
    Partnership,
    Payment,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    SurveyAnswer,
    SurveyRound,
    Suspension,
    User,
)


@dataclass(frozen=True)
class Parties:
    """Primary keys of organizations, by side."""

    governments: frozenset[int]
    ngos: frozenset[int]

    @property
    def everyone(self) -> frozenset[int]:
        """Both sides together."""
        return self.governments | self.ngos

    def __or__(self, other: "Parties") -> "Parties":
        return Parties(self.governments | other.governments, self.ngos | other.ngos)


NO_PARTIES = Parties(frozenset(), frozenset())


def _pair(partnership: Partnership) -> Parties:
    return Parties(frozenset({partnership.government_id}), frozenset({partnership.ngo_id}))


def _organization(organization_id: int) -> Parties:
    """An NGO and every body it has a partnership with: what holds of the NGO concerns all of them. One query."""
    bodies = Partnership.objects.filter(ngo=organization_id).values_list("government", flat=True)
    return Parties(frozenset(bodies), frozenset({organization_id}))


def _tie(tie: ServiceTie) -> Parties:
    with_body = frozenset({tie.with_body_id}) if tie.with_body_id else frozenset()
    return _organization(tie.organization_id) | _organization(tie.partner_id) | Parties(with_body, frozenset())


def _network(network: ServiceNetwork) -> Parties:
    convener = network.convened_by
    return NO_PARTIES if convener is None else _alone(convener)


def _event(event: InteractionEvent) -> Parties:
    if event.partnership is not None:
        return _pair(event.partnership)
    return _organization(event.organization_id) if event.organization_id else NO_PARTIES


def _by_contract(part: Amendment | Milestone | Payment | Evaluation | Suspension) -> Parties:
    return _pair(part.contract.partnership)


def _by_partnership(record: Contract | Request | IncomeLine | SurveyRound) -> Parties:
    return _pair(record.partnership)


def _by_round(answer: SurveyAnswer) -> Parties:
    return _pair(answer.round.partnership)


def _by_organization(fact: Standing | AnnualFinance) -> Parties:
    return _organization(fact.organization_id)


def _membership(membership: NetworkMembership) -> Parties:
    return _organization(membership.organization_id) | _network(membership.network)


def _itself(organization: Organization) -> Parties:
    return _organization(organization.pk)


def _colleagues(account: User | Invitation) -> Parties:
    """The organization somebody acts for, and none of those it works with."""
    organization = account.organization
    return NO_PARTIES if organization is None else _alone(organization)


def _alone(organization: Organization) -> Parties:
    only = frozenset({organization.pk})
    governs = organization.sector == Organization.Sector.GOVERNMENT
    return Parties(only, frozenset()) if governs else Parties(frozenset(), only)


PARTIES: dict[type[models.Model], Callable[[Any], Parties]] = {
    Partnership: _pair,
    Contract: _by_partnership,
    Request: _by_partnership,
    IncomeLine: _by_partnership,
    SurveyRound: _by_partnership,
    SurveyAnswer: _by_round,
    Amendment: _by_contract,
    Milestone: _by_contract,
    Suspension: _by_contract,
    Payment: _by_contract,
    Evaluation: _by_contract,
    InteractionEvent: _event,
    ServiceTie: _tie,
    NetworkMembership: _membership,
    ServiceNetwork: _network,
    Standing: _by_organization,
    AnnualFinance: _by_organization,
    Organization: _itself,
    User: _colleagues,
    Invitation: _colleagues,
}


def parties_of(record: models.Model) -> Parties:
    """The parties to a record; none for records that concern nobody in particular. At most three queries."""
    find = PARTIES.get(type(record))
    return find(record) if find else NO_PARTIES
