"""Writes a case into the records, through the same services as everybody.

The format leaves three things open, which are settled here: facts carry no recording date and are taken as recorded on
their day; contracts, payments, requests and finance are taken as confirmed by both sides, as the format says; a year's
accounts are known from its December on. What lies after the last checkpoint, or has not come yet, is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnerships.models import (
    Contract,
    EventType,
    Fact,
    InteractionEvent,
    Organization,
    Partnership,
    Payment,
    Standing,
)
from partnerships.services import (
    contracts,
    endings,
    evaluations,
    finance,
    interactions,
    organizations,
    partnerships,
    payments,
    verification,
)
from partnerships.services.days import save_fact
from partnerships.services.provenance import Provenance, fact_columns

from . import spellings
from .files import Case, CaseError, day
from .ties import Ties

EVALUATION, TERMINATION = "RES_EVALUATION", spellings.TERMINATION
ENTERED_AS_EVENTS = (EventType.StoredAs.EVENT, EventType.StoredAs.EVALUATION, EventType.StoredAs.TERMINATION)
REFUSALS = (ValidationError, KeyError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass(frozen=True)
class RecordedCase:
    """A case in the records. `kinds`: of each tie, by table and key, the kind of partner as the file names it."""

    partnership: Partnership
    kinds: Mapping[tuple[str, int], str]


def record_case(case: Case) -> RecordedCase:
    """Records a case as one partnership. Raises CaseError naming file, list and row when a row is refused."""
    return _Recorder(case).record()


def at(moment: date) -> datetime:
    """The beginning of a day, the moment from which its facts are known."""
    return timezone.make_aware(datetime.combine(moment, time.min))


class _Recorder:
    """One case on its way into the records: its partnership, and its contracts by their names there."""

    def __init__(self, case: Case) -> None:
        self.case = case
        parties = case.content.get("dyad") or {}
        ngo = _organization(parties.get("ngo") or case.name, "ngo", "social_service")
        government = _organization(parties.get("government") or "government", "government", "government_body")
        self.partnership = partnerships.open_partnership(by=None, government=government, ngo=ngo)
        self.contracts: dict[str, Contract] = {}
        self.ties = Ties(self.partnership)
        self.types = {kind.code: kind for kind in EventType.objects.all()}
        today = timezone.localdate()
        self.last_day = min(today, max((point.as_of for point in case.checkpoints), default=today))

    def record(self) -> RecordedCase:
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
                except CaseError:
                    raise
                except REFUSALS as refusal:
                    raise CaseError(f"{place}: {_sentence(refusal)}") from refusal
        return RecordedCase(self.partnership, self.ties.kinds)

    def _day(self, row: dict[str, Any], name: str, place: str) -> date | None:
        """A day that need not have come; None where the file has none, or where it lies beyond the last day."""
        found = day(row[name], place) if row.get(name) else None
        return found if found is None or found <= self.last_day else None

    def _contract(self, row: dict[str, Any], place: str) -> None:
        """A contract without an end runs until it is ended. The event that says who ended it is evidence by itself."""
        signed, ended = day(row["signed"], place), self._day(row, "terminated", place)
        if signed > self.last_day:
            return
        contract = contracts.record_contract(
            by=None,
            partnership=self.partnership,
            title=row.get("title") or str(row["id"]),
            number=str(row["id"]),
            method=row["method"],
            signed_on=signed,
            starts_on=day(row["start"], place),
            ends_on=day(row["end"], place) if row.get("end") else date.max,
            value=spellings.money(row.get("value")),
            provenance=_confirmed(signed),
        )
        if ended:
            contract = endings.terminate_contract(
                by=None,
                contract=contract,
                terminated_on=ended,
                party="none",
                fault="none",
                verification="dual",
                recorded_at=at(ended),
            )
        self.contracts[str(row["id"])] = contract

    def _payment(self, row: dict[str, Any], place: str) -> None:
        """An instalment; one of nothing is no payment."""
        due, paid = day(row["due"], place), self._day(row, "paid", place)
        known, amount = min(due, paid or due), spellings.money(row.get("amount")) or Decimal(0)
        contract = self._paid_under(row, known)
        if contract is None or known > self.last_day or (paid and not amount):
            return
        payment: Payment = payments.schedule_payment(
            by=None,
            contract=contract,
            stage=spellings.stage(row),
            due_on=due,
            amount_due=amount,
            provenance=_confirmed(known),
        )
        if paid:
            payments.record_payment(by=None, payment=payment, paid_on=paid, amount_paid=amount, recorded_at=at(paid))

    def _paid_under(self, row: dict[str, Any], happened: date) -> Contract | None:
        """The contract that a payment names, None if that is not signed yet; else the last one signed by the day."""
        named = str(row.get("contract"))
        if named in {str(contract["id"]) for contract in self.case.rows("contracts")}:
            return self.contracts.get(named)
        return self._contract_on(happened)

    def _event(self, row: dict[str, Any], place: str) -> None:
        happened, standing = day(row["date"], place), spellings.standing(row)
        if happened > self.last_day:
            return
        provenance = Provenance(spellings.verification(row), spellings.side(row), recorded_at=at(happened))
        fact = self._typed(row["type"], happened, row.get("attrs") or {}, provenance)
        settle(fact, standing, row.get("note") or place, happened)

    def _typed(self, code: str, happened: date, attributes: dict[str, Any], provenance: Provenance) -> Fact:
        contract = self._contract_on(happened)
        if code in Standing.Kind.values:
            return organizations.record_standing(
                by=None,
                organization=self.partnership.ngo,
                kind=code,
                result=spellings.outcome(code, attributes, spellings.STANDING_OUTCOMES.get(code, ())),
                level=attributes.get("level") if code == Standing.Kind.RATING else None,
                effective_on=happened,
                provenance=provenance,
            )
        kind = self.types[code]
        if kind.stored_as not in ENTERED_AS_EVENTS:
            return self._restated(kind, happened, provenance)
        outcome = spellings.outcome(code, attributes, kind.outcomes)
        if code == EVALUATION and contract:
            return evaluations.record_evaluation(
                by=None,
                contract=contract,
                phase=spellings.phase(attributes),
                held_on=happened,
                result=outcome,
                provenance=provenance,
            )
        return interactions.record_event(
            by=None,
            type=kind,
            partnership=self.partnership,
            occurred_on=happened,
            outcome=outcome,
            party=spellings.party(attributes.get("party")) if code == TERMINATION else "",
            amount=spellings.money(attributes.get("amount")),
            provenance=provenance,
        )

    def _restated(self, kind: EventType, happened: date, provenance: Provenance) -> InteractionEvent:
        """An event that tells of what has a list of its own, such as a contract: a fact on record, and nothing else."""
        event = InteractionEvent(
            type=kind, partnership=self.partnership, occurred_on=happened, **fact_columns(None, provenance)
        )
        save_fact(event)
        return event

    def _contract_on(self, happened: date) -> Contract | None:
        """The contract that what happened then is about: the last one signed by the day."""
        signed = [contract for contract in self.contracts.values() if contract.signed_on <= happened]
        return max(signed, key=lambda contract: (contract.signed_on, contract.starts_on), default=None)

    def _tie(self, row: dict[str, Any], place: str) -> None:
        """A tie that ends on the day it starts was never open."""
        started, ended = day(row["start"], place), self._day(row, "end", place)
        if started > self.last_day or (ended and ended <= started):
            return
        provenance = Provenance(spellings.verification(row), "ngo", recorded_at=at(started))
        tie = self.ties.record(row, started, (ended, at(ended)) if ended else None, provenance)
        settle(tie, spellings.standing(row), row.get("note") or place, started)

    def _request(self, row: dict[str, Any], place: str) -> None:
        opened, answered = day(row["opened"], place), self._day(row, "answered", place)
        if opened > self.last_day:
            return
        request = interactions.record_request(
            by=None,
            partnership=self.partnership,
            kind=spellings.request_kind(row),
            opened_on=opened,
            provenance=_confirmed(opened),
        )
        if answered:
            interactions.answer_request(by=None, request=request, answered_on=answered, recorded_at=at(answered))

    def _finance(self, row: dict[str, Any], place: str) -> None:
        """A year's accounts; of several for one year the last in the file rules. Without a total there are none."""
        year = day(f"{row['year']}-12-01", place).year
        total, line = spellings.money(row.get("total_income")), spellings.money(row.get("dyad_income"))
        superseded = row is not [other for other in self.case.rows("finance") if other["year"] == row["year"]][-1]
        if date(year, 12, 1) > self.last_day or total is None or superseded:
            return
        finance.record_annual_finance(
            by=None,
            organization=self.partnership.ngo,
            year=year,
            total_income=total,
            lines={} if line is None else {self.partnership: min(line, total)},
            provenance=_confirmed(date(year, 12, 1)),
        )


def settle(fact: Fact, standing: str, reason: str, happened: date) -> None:
    """Takes a withdrawn fact back, and objects to a contested one, from its first day on."""
    if standing == "contested":
        verification.contest_fact(by=None, fact=fact, grounds=reason, at=at(happened))
    elif standing == "withdrawn":
        verification.void_fact(by=None, fact=fact, reason=reason, at=at(happened))


def _organization(name: str, sector: str, kind: str) -> Organization:
    return organizations.register_organization(by=None, name=name, sector=sector, kind=kind)


def _confirmed(recorded: date) -> Provenance:
    return Provenance(verification="dual", side="gov", recorded_at=at(recorded))


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, KeyError):
        return f"{refusal.args[0]!r} is missing or unknown."
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return f"a value cannot be read ({refusal!r})."
