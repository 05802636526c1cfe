"""Writes a case into the records, through the same services as everybody.

The format leaves three things open, which are settled here: facts carry no recording date and are taken as recorded on
their day; contracts, payments, requests and finance are taken as confirmed by both sides, as the format says; a year's
accounts are known from its December on.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnerships.models import Contract, EventType, Fact, Organization, Partnership, Payment, ServiceTie, Standing
from partnerships.services import (
    contracts,
    evaluations,
    finance,
    interactions,
    networks,
    organizations,
    partnerships,
    payments,
    verification,
)
from partnerships.services.provenance import Provenance

from .files import Case, CaseError, day

if TYPE_CHECKING:
    from collections.abc import Callable

SIDES = {"ngo": "ngo", "gov": "gov", "government": "gov", "registry": "registry", "third": "third", "system": "system"}
STAGES = {"首款": "first", "中期款": "interim", "尾款": "balance"}
STAGE_WITHOUT_NAME = "whole"
KINDS = {"other_government": "government_body", "government": "government_body", "business": "enterprise"}
OUTCOMES = ("outcome", "result", "state", "fault")
DEFAULT_OUTCOMES = {"RES_TERMINATION": "none"}
EVALUATION, TERMINATION = "RES_EVALUATION", "RES_TERMINATION"


def record_case(case: Case) -> Partnership:
    """Records a case as one partnership. Raises CaseError naming file, list and row when a row is refused."""
    return _Recorder(case).record()


def at(moment: date) -> datetime:
    """The beginning of a day, the moment from which its facts are known."""
    return timezone.make_aware(datetime.combine(moment, time.min))


class _Recorder:
    """One case on its way into the records: its partnership, and its contracts and partners by their names there."""

    def __init__(self, case: Case) -> None:
        self.case = case
        parties = case.content.get("dyad", {})
        ngo = self._organization(parties.get("ngo") or case.name, "ngo", "social_service")
        government = self._organization(parties.get("government") or "government", "government", "government_body")
        self.partnership = partnerships.open_partnership(by=None, government=government, ngo=ngo)
        self.contracts: dict[str, Contract] = {}
        self.partners: dict[str, Organization] = {}
        self.codes_with_outcome = set(EventType.objects.exclude(outcomes=[]).values_list("code", flat=True))

    def record(self) -> Partnership:
        steps: tuple[tuple[str, Callable[[dict[str, Any], str], object]], ...] = (
            ("contracts", self._contract),
            ("payments", self._payment),
            ("events", self._event),
            ("ties", self._tie),
            ("requests", self._request),
            ("finance", self._finance),
        )
        for name, write in steps:
            for number, row in enumerate(self.case.rows(name)):
                place = f"{self.case.file}: {name}[{number}]"
                try:
                    write(row, place)
                except (ValidationError, KeyError) as refusal:
                    raise CaseError(f"{place}: {_sentence(refusal)}") from refusal
        self._terminate_without_event()
        return self.partnership

    def _organization(self, name: str, sector: str, kind: str) -> Organization:
        return organizations.register_organization(by=None, name=name, sector=sector, kind=kind)

    def _contract(self, row: dict[str, Any], place: str) -> None:
        signed = day(row["signed"], place)
        self.contracts[row["id"]] = contracts.record_contract(
            by=None,
            partnership=self.partnership,
            title=row.get("title") or row["id"],
            number=row["id"],
            method=row["method"],
            signed_on=signed,
            starts_on=day(row["start"], place),
            ends_on=day(row["end"], place),
            value=_money(row.get("value")),
            provenance=_confirmed(signed),
        )

    def _payment(self, row: dict[str, Any], place: str) -> None:
        due, amount = day(row["due"], place), _money(row["amount"]) or Decimal(0)
        paid = day(row["paid"], place) if row.get("paid") else None
        payment: Payment = payments.schedule_payment(
            by=None,
            contract=self.contracts[row["contract"]],
            stage=STAGES.get(row.get("stage", ""), STAGE_WITHOUT_NAME),
            due_on=due,
            amount_due=amount,
            provenance=_confirmed(min(due, paid or due)),
        )
        if paid:
            payments.record_payment(by=None, payment=payment, paid_on=paid, amount_paid=amount, recorded_at=at(paid))

    def _event(self, row: dict[str, Any], place: str) -> None:
        happened, attributes = day(row["date"], place), row.get("attrs") or {}
        provenance = Provenance(
            verification=row.get("verified", "dual"),
            side=SIDES.get(row.get("by", ""), "third"),
            recorded_at=at(happened),
        )
        if row["type"] == TERMINATION and self._ended(happened, attributes, provenance):
            return
        fact = self._typed(row["type"], happened, attributes, provenance)
        if row.get("status") == "contested":
            verification.contest_fact(by=None, fact=fact, grounds=row.get("note") or place, at=at(happened))
        elif row.get("status") == "withdrawn":
            verification.void_fact(by=None, fact=fact, reason=row.get("note") or place, at=at(happened))

    def _typed(self, code: str, happened: date, attributes: dict[str, Any], provenance: Provenance) -> Fact:
        outcome = next(
            (str(attributes[name]) for name in OUTCOMES if name in attributes), DEFAULT_OUTCOMES.get(code, "")
        )
        if code in Standing.Kind.values:
            return organizations.record_standing(
                by=None,
                organization=self.partnership.ngo,
                kind=code,
                result=outcome,
                level=attributes.get("level"),
                effective_on=happened,
                provenance=provenance,
            )
        contract = self._contract_on(happened)
        if code == EVALUATION and contract:
            return evaluations.record_evaluation(
                by=None,
                contract=contract,
                phase=attributes.get("phase", "final"),
                held_on=happened,
                result=outcome,
                provenance=provenance,
            )
        return interactions.record_event(
            by=None,
            type=code,
            partnership=self.partnership,
            occurred_on=happened,
            outcome=outcome if code in self.codes_with_outcome else "",
            party=str(attributes.get("party", "none")) if code == TERMINATION else "",
            amount=_money(attributes.get("amount")),
            provenance=provenance,
        )

    def _contract_on(self, happened: date) -> Contract | None:
        """The contract an evaluation is about: the last one signed by the day."""
        signed = [contract for contract in self.contracts.values() if contract.signed_on <= happened]
        return max(signed, key=lambda contract: (contract.signed_on, contract.starts_on), default=None)

    def _ended(self, happened: date, attributes: dict[str, Any], provenance: Provenance) -> bool:
        """Ends the contracts that the file says ended that day; False if there is none."""
        ending = [row["id"] for row in self.case.rows("contracts") if row.get("terminated") == happened.isoformat()]
        for name in ending:
            self.contracts[name] = contracts.terminate_contract(
                by=None,
                contract=self.contracts[name],
                terminated_on=happened,
                party=str(attributes.get("party", "none")),
                fault=str(attributes.get("fault", "none")),
                verification=provenance.verification,
                recorded_at=at(happened),
            )
        return bool(ending)

    def _terminate_without_event(self) -> None:
        """A contract may be marked as ended early without an event that says by whom."""
        for row in self.case.rows("contracts"):
            contract = self.contracts[row["id"]]
            if row.get("terminated") and contract.terminated_on is None:
                ended = day(row["terminated"], f"{self.case.file}: contract {row['id']}")
                contracts.terminate_contract(
                    by=None,
                    contract=contract,
                    terminated_on=ended,
                    party="none",
                    fault="none",
                    verification="dual",
                    recorded_at=at(ended),
                )

    def _tie(self, row: dict[str, Any], place: str) -> None:
        started, ended = day(row["start"], place), day(row["end"], place) if row.get("end") else None
        provenance = Provenance(verification=row.get("verified", "dual"), side="ngo", recorded_at=at(started))
        if row["kind"] == "alliance" or row.get("size"):
            self._membership(row, started, ended, provenance)
            return
        tie: ServiceTie = networks.record_tie(
            by=None,
            organization=self.partnership.ngo,
            partner=self._partner(row["org"], row["kind"]),
            started_on=started,
            with_body=self.partnership.government if row.get("with_government") else None,
            provenance=provenance,
        )
        if ended:
            networks.end_tie(by=None, tie=tie, ended_on=ended, recorded_at=at(ended))

    def _membership(self, row: dict[str, Any], started: date, ended: date | None, provenance: Provenance) -> None:
        network = networks.found_network(by=None, name=row["org"], declared_size=row.get("size"))
        members = [(self.partnership.ngo, "lead" if row.get("role") == "lead" else "member")]
        if row.get("with_government"):
            members.append((self.partnership.government, "member"))
        for organization, role in members:
            membership = networks.join_network(
                by=None,
                network=network,
                organization=organization,
                role=role,
                started_on=started,
                provenance=provenance,
            )
            if ended:
                networks.leave_network(by=None, membership=membership, ended_on=ended, recorded_at=at(ended))

    def _partner(self, name: str, kind: str) -> Organization:
        if name not in self.partners:
            known = KINDS.get(kind, kind if kind in Organization.Kind.values else "other")
            sector = "government" if known == "government_body" else "other"
            self.partners[name] = self._organization(name, sector, known)
        return self.partners[name]

    def _request(self, row: dict[str, Any], place: str) -> None:
        opened = day(row["opened"], place)
        request = interactions.record_request(
            by=None,
            partnership=self.partnership,
            kind=row.get("kind", "general"),
            opened_on=opened,
            provenance=_confirmed(opened),
        )
        if row.get("answered"):
            answered = day(row["answered"], place)
            interactions.answer_request(by=None, request=request, answered_on=answered, recorded_at=at(answered))

    def _finance(self, row: dict[str, Any], place: str) -> None:
        year = day(f"{row['year']}-12-01", place).year
        finance.record_annual_finance(
            by=None,
            organization=self.partnership.ngo,
            year=year,
            total_income=_money(row["total_income"]) or Decimal(0),
            lines={self.partnership: _money(row["dyad_income"]) or Decimal(0)},
            provenance=_confirmed(date(year, 12, 1)),
        )


def _confirmed(recorded: date) -> Provenance:
    return Provenance(verification="dual", side="gov", recorded_at=at(recorded))


def _money(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _sentence(refusal: ValidationError | KeyError) -> str:
    if isinstance(refusal, KeyError):
        return f"{refusal.args[0]!r} is missing or unknown."
    return " ".join(refusal.messages)
