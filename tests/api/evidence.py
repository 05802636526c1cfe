"""One record of every kind in each of the two partnerships of the cast, and an assessment of both.

Rows are written without the services, whose checks are tested elsewhere: the fixture runs before every test here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile

from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contest,
    Contract,
    Document,
    Evaluation,
    IncomeLine,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Payment,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Succession,
    Suspension,
    VerificationChange,
)
from partnerships.services.documents import attach_document
from partnerships.services.verification import change_verification, contest_fact, rule_on_contest
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from trust.models import Assessment
from trust.services.spells import rebuild_spells

RECORDED_AT = datetime(2025, 7, 1, 1, 30, tzinfo=UTC)
AS_OF = date(2025, 6, 30)
OFFICIAL = {"verification": "official", "recorded_side": "registry", "recorded_at": RECORDED_AT}
CONFIRMED = {"verification": "dual", "recorded_side": "gov", "recorded_at": RECORDED_AT}
AUDITED = {"verification": "third", "recorded_side": "third", "recorded_at": RECORDED_AT}


@dataclass(frozen=True)
class Evidence:
    """What is on record in one partnership."""

    partnership: Partnership
    contract: Contract
    event: InteractionEvent
    ngo_event: InteractionEvent
    request: Request
    network: ServiceNetwork
    membership: NetworkMembership
    tie: ServiceTie
    assessment: Assessment
    contest: Contest
    change: VerificationChange
    document: Document


@dataclass(frozen=True)
class Both:
    """The evidence of the bureau's partnership and of the street office's."""

    bureau: Evidence
    street: Evidence


def record_contract(partnership: Partnership, **columns: Any) -> Contract:
    """A contract of 2025; `columns` differ from its usual ones."""
    usual = {
        "title": "居家养老服务",
        "title_en": "Home care",
        "number": f"2025-{partnership.pk}",
        "method": "open_tender",
        "signed_on": date(2025, 1, 10),
        "starts_on": date(2025, 2, 1),
        "ends_on": date(2025, 12, 31),
        "value": Decimal("250000.50"),
    }
    return Contract.objects.create(partnership=partnership, **CONFIRMED, **{**usual, **columns})


def record_payment(contract: Contract, **columns: Any) -> Payment:
    """An instalment of the contract, paid a month late unless said otherwise."""
    usual = {
        "stage": "first",
        "due_on": date(2025, 2, 15),
        "amount_due": Decimal("100000.00"),
        "paid_on": date(2025, 3, 20),
        "amount_paid": Decimal("100000.00"),
        "paid_recorded_at": RECORDED_AT,
    }
    return Payment.objects.create(contract=contract, **CONFIRMED, **{**usual, **columns})


def record_event(partnership: Partnership | None, **columns: Any) -> InteractionEvent:
    """A joint plan in the partnership, unless said otherwise."""
    usual = {"type_id": "REC_JOINT_PLAN", "occurred_on": date(2025, 4, 2), **CONFIRMED}
    return InteractionEvent.objects.create(partnership=partnership, **{**usual, **columns})


def record_everything(partnership: Partnership, partner: Organization) -> dict[str, Any]:
    """One record of every kind in the partnership."""
    ngo = partnership.ngo
    _record_on_organization(partnership, partner)
    contract = record_contract(partnership)
    Amendment.objects.create(contract=contract, signed_on=date(2025, 3, 1), number="A1", new_ends_on=date(2026, 1, 31),
                             **CONFIRMED)  # fmt: skip
    milestone = Milestone.objects.create(contract=contract, title="Half-way report", due_on=date(2025, 7, 1),
                                         **{**CONFIRMED, "verification": "single"})  # fmt: skip
    Suspension.objects.create(contract=contract, started_on=date(2025, 4, 7), ended_on=date(2025, 4, 21),
                              end_recorded_at=RECORDED_AT, reason="Flood", **CONFIRMED)  # fmt: skip
    record_payment(contract)
    Evaluation.objects.create(contract=contract, phase="mid", held_on=date(2025, 6, 1), result="good",
                              evaluator="An auditor", **AUDITED)  # fmt: skip
    network = ServiceNetwork.objects.create(
        name=f"{ngo.name}服务网络", name_en="Care network", founded_on=date(2024, 1, 1)
    )
    since = {"started_on": date(2024, 1, 1), **CONFIRMED}
    return {
        "partnership": partnership,
        "contract": contract,
        "event": record_event(partnership),
        "ngo_event": record_event(None, organization=ngo, type_id="NET_LEAD", occurred_on=date(2025, 4, 3), **AUDITED),
        "request": Request.objects.create(
            partnership=partnership, opened_on=date(2025, 5, 6), subject="Use of a room", **CONFIRMED
        ),
        "network": network,
        "membership": NetworkMembership.objects.create(network=network, organization=ngo, role="lead", **since),
        "tie": ServiceTie.objects.create(organization=ngo, partner=partner, network=network, **since),
        **_said_of(milestone),
    }


def _said_of(milestone: Milestone) -> dict[str, Any]:
    """A document, a confirmation, and an objection that was dismissed."""
    file = ContentFile(f"%PDF-1.7 plan {milestone.pk}".encode(), name="plan.pdf")
    document = attach_document(by=None, fact=milestone, title="Plan", file=file)
    milestone.refresh_from_db()
    change_verification(None, milestone, "dual", RECORDED_AT, "Seen by both")
    contest = contest_fact(by=None, fact=milestone, grounds="Another day was agreed.", at=RECORDED_AT)
    rule_on_contest(by=None, contest=contest, outcome="dismissed", ruling="The plan says so.", at=RECORDED_AT)
    change = VerificationChange.objects.get(object_id=milestone.pk, note="Seen by both")
    return {"document": document, "contest": contest, "change": change}


def _record_on_organization(partnership: Partnership, partner: Organization) -> None:
    ngo = partnership.ngo
    OrganizationIdentifier.objects.create(organization=ngo, scheme="LOCAL", value=f"NGO-{ngo.pk}")
    OrganizationName.objects.create(organization=ngo, name=f"{ngo.name}(筹)", used_until=date(2012, 3, 1))
    Standing.objects.create(organization=ngo, kind="CUL_RATING", level=4, effective_on=date(2024, 5, 1), **OFFICIAL)
    accounts = AnnualFinance.objects.create(organization=ngo, year=2024, total_income=Decimal(1000000), **OFFICIAL)
    Succession.objects.create(organization=ngo, successor=partner, happened_on=date(2025, 3, 1), is_whole=False,
                              functions="The day centre", recorded_at=RECORDED_AT)  # fmt: skip
    IncomeLine.objects.create(finance=accounts, partnership=partnership, amount=Decimal(400000))


def make_both(cast: Cast) -> Both:
    """Saves evidence and an assessment in both partnerships."""
    school = Organization.objects.create(name="临江小学", name_en="Linjiang School", sector="other", kind="school")
    run = run_known_at()
    both = Both(
        Evidence(**record_everything(cast.partnership, school), assessment=judge(run, cast.partnership, AS_OF)),
        Evidence(
            **record_everything(cast.street_partnership, school), assessment=judge(run, cast.street_partnership, AS_OF)
        ),
    )
    rebuild_spells([cast.partnership.pk, cast.street_partnership.pk])
    return both


@pytest.fixture
def both(cast: Cast) -> Both:
    """Evidence and an assessment in both partnerships."""
    return make_both(cast)
