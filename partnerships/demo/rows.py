"""Turns the records of the generated world into unsaved rows of the models."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType

from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contest,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Jurisdiction,
    Milestone,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    Partnership,
    Payment,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Verification,
    VerificationChange,
)
from partnerships.services.identifiers import check_identifier

from .world import (
    BEGINS_ON,
    TIME_ZONE,
    Accounts,
    Agreement,
    Change,
    Deliverable,
    Happening,
    Instalment,
    Membership,
    Objection,
    Pair,
    Party,
    Petition,
    RegistryEntry,
    Review,
    Stamp,
    Tie,
)


@dataclass
class Shelf:
    """What has been written already, by its key in the generated world."""

    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    networks: dict[str, ServiceNetwork] = field(default_factory=dict)

    def organization_row(self, party: Party) -> Organization:
        """An organization."""
        return Organization(
            name=party.name.zh,
            name_en=party.name.en,
            sector=party.sector,
            kind=party.kind,
            jurisdiction=self.jurisdictions[party.division],
            service_field=party.service_field.both if party.service_field else "",
            mission=party.mission.both if party.mission else "",
            registered_on=party.registered_on,
            dissolved_on=party.dissolved_on,
            created_at=_morning(party.registered_on or BEGINS_ON),
        )

    def identifier_row(self, party: Party, organization: Organization) -> OrganizationIdentifier:
        """The organization's uniform social credit code, checked."""
        value = check_identifier(OrganizationIdentifier.Scheme.USCC, party.uscc)
        return OrganizationIdentifier(organization=organization, scheme=OrganizationIdentifier.Scheme.USCC, value=value)

    def partnership_row(self, pair: Pair) -> Partnership:
        """A partnership."""
        return Partnership(
            government=self.organizations[pair.government],
            ngo=self.organizations[pair.ngo],
            created_at=_morning(pair.begins_on),
        )

    def contract_row(self, agreement: Agreement) -> Contract:
        """A contract; the one it renews must be on the shelf."""
        end = agreement.termination
        row = Contract(
            partnership=self.partnerships[agreement.pair],
            number=agreement.number,
            title=agreement.title.zh,
            title_en=agreement.title.en,
            method=agreement.method,
            catalogue_code=agreement.catalogue_code,
            signed_on=agreement.signed_on,
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
            value=Decimal(agreement.value),
            renews=self.contracts[agreement.renews] if agreement.renews else None,
            **_stamped(agreement.stamp),
        )
        if end:
            row.terminated_on, row.termination_party, row.termination_fault = end.on, end.party, end.fault
            row.termination_reason, row.termination_verification = end.reason.both, end.verification
            row.termination_recorded_at, row.termination_side = end.recorded_at, row.recorded_side
        return row

    def amendment_row(self, change: Change) -> Amendment:
        """An amendment."""
        return Amendment(
            contract=self.contracts[change.contract],
            number=change.number,
            signed_on=change.signed_on,
            new_ends_on=change.new_ends_on,
            new_value=_money(change.new_value),
            description=change.description.both,
            **_stamped(change.stamp),
        )

    def milestone_row(self, deliverable: Deliverable) -> Milestone:
        """A milestone."""
        return Milestone(
            contract=self.contracts[deliverable.contract],
            title=deliverable.title.both,
            due_on=deliverable.due_on,
            reached_on=deliverable.reached_on,
            reached_recorded_at=deliverable.reached_recorded_at,
            **_stamped(deliverable.stamp),
        )

    def payment_row(self, instalment: Instalment) -> Payment:
        """An instalment."""
        return Payment(
            contract=self.contracts[instalment.contract],
            stage=instalment.stage,
            due_on=instalment.due_on,
            amount_due=Decimal(instalment.amount_due),
            paid_on=instalment.paid_on,
            amount_paid=_money(instalment.amount_paid),
            paid_recorded_at=instalment.paid_recorded_at,
            **_stamped(instalment.stamp),
        )

    def evaluation_row(self, review: Review) -> Evaluation:
        """An evaluation, with its score out of 100."""
        return Evaluation(
            contract=self.contracts[review.contract],
            phase=review.phase,
            held_on=review.held_on,
            result=review.result,
            score=Decimal(review.score),
            score_maximum=Decimal(100),
            evaluator=review.evaluator,
            paid_for_by=review.paid_for_by,
            **_stamped(review.stamp),
        )

    def event_row(self, happening: Happening) -> InteractionEvent:
        """An event of a partnership or of an NGO."""
        return InteractionEvent(
            partnership=self.partnerships[happening.pair] if happening.pair else None,
            organization=self.organizations[happening.organization] if happening.organization else None,
            type_id=happening.type,
            occurred_on=happening.occurred_on,
            outcome=happening.outcome,
            party=happening.party,
            amount=_money(happening.amount),
            contract=self.contracts[happening.contract] if happening.contract else None,
            note=happening.note.both,
            **_stamped(happening.stamp),
        )

    def request_row(self, petition: Petition) -> Request:
        """A request and its reply."""
        return Request(
            partnership=self.partnerships[petition.pair],
            kind=petition.kind,
            subject=petition.subject.both,
            opened_on=petition.opened_on,
            answered_on=petition.answered_on,
            answer=petition.answer.both if petition.answer else "",
            answer_recorded_at=petition.answer_recorded_at,
            **_stamped(petition.stamp),
        )

    def standing_row(self, entry: RegistryEntry) -> Standing:
        """A registry entry."""
        return Standing(
            organization=self.organizations[entry.organization],
            kind=entry.kind,
            result=entry.result,
            level=entry.level,
            effective_on=entry.effective_on,
            valid_until=entry.valid_until,
            reference=entry.reference,
            **_stamped(entry.stamp),
        )

    def finance_row(self, accounts: Accounts) -> AnnualFinance:
        """A year's accounts, without their lines."""
        return AnnualFinance(
            organization=self.organizations[accounts.organization],
            year=accounts.year,
            total_income=Decimal(accounts.total),
            government_income=Decimal(accounts.government),
            **_stamped(accounts.stamp),
        )

    def membership_row(self, membership: Membership) -> NetworkMembership:
        """A membership of a network."""
        return NetworkMembership(
            network=self.networks[membership.network],
            organization=self.organizations[membership.organization],
            role=membership.role,
            started_on=membership.started_on,
            ended_on=membership.ended_on,
            end_recorded_at=membership.end_recorded_at,
            **_stamped(membership.stamp),
        )

    def tie_row(self, tie: Tie) -> ServiceTie:
        """A tie between two organizations."""
        return ServiceTie(
            organization=self.organizations[tie.organization],
            partner=self.organizations[tie.partner],
            kind=tie.kind,
            with_body=self.organizations[tie.with_body] if tie.with_body else None,
            started_on=tie.started_on,
            ended_on=tie.ended_on,
            end_recorded_at=tie.end_recorded_at,
            **_stamped(tie.stamp),
        )


def contest_row(kind: ContentType, fact: Fact, objection: Objection) -> Contest:
    """An objection to a fact that has been written."""
    return Contest(
        content_type=kind,
        object_id=fact.pk,
        opened_at=objection.opened_at,
        grounds=objection.grounds,
        closed_at=objection.closed_at,
        outcome=objection.outcome,
        ruling=objection.ruling,
    )


def confirmation_row(kind: ContentType, fact: Fact, confirmed_at: datetime) -> VerificationChange:
    """The other side's confirmation of a fact that has been written."""
    return VerificationChange(
        content_type=kind,
        object_id=fact.pk,
        from_level=Verification.SINGLE,
        to_level=Verification.DUAL,
        changed_at=confirmed_at,
    )


def _stamped(stamp: Stamp) -> dict[str, Any]:
    """The columns every fact has."""
    return {
        "verification": stamp.verification,
        "recorded_side": stamp.side,
        "recorded_at": stamp.recorded_at,
        "voided_at": stamp.voided_at,
        "void_reason": stamp.void_reason,
    }


def _morning(day: date) -> datetime:
    """Nine o'clock of the day, or of the first day of the register."""
    return datetime.combine(max(day, BEGINS_ON), time(9), TIME_ZONE)


def _money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
