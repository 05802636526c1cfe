"""A contract with everything that happened under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.access import parties_of
from partnerships.acts import Act, acts_on
from partnerships.addresses import record_address
from partnerships.contract_life import life_of
from partnerships.descriptions import RELATED, Description, closing, describe, termination
from partnerships.models import (
    Amendment,
    Contract,
    ContractState,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    Payment,
    Suspension,
    User,
    Verification,
)
from partnerships.models.facts import ONE_SIDED
from partnerships.models.languages import in_reader_language

PARTS = (Amendment, Milestone, Suspension, Payment, Evaluation, InteractionEvent)
RELATED_TO_CONTRACT = (
    "partnership__government", "partnership__ngo", "renews", "recorded_by", "termination_recorded_by",
    "corrects", "corrected_by", "voided_by",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `anchor` is its place on the page; `word` who stands behind it, where that is not the
    fact's own verification, and whether it `waits` for the other side; None where nothing counts on it.
    """

    fact: Fact
    description: Description
    anchor: str
    acts: Sequence[Act] = ()
    is_late: bool = False
    word: str | None = ""
    waits: bool = False

    @property
    def record(self) -> str:
        """The page of its documents and verification."""
        return record_address(self.fact)


@dataclass(frozen=True)
class Sums:
    """What was paid under a contract, what is still due, and what of that is overdue."""

    paid: Decimal
    due: Decimal
    overdue: Decimal
    scheduled: Decimal

    def exceeds(self, value: Decimal | None) -> bool:
        """Whether the instalments add up to more than the contract is worth."""
        return value is not None and self.scheduled > value


@login_required
@require_safe
def show_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract: where it stands, its terms, its life on an axis of time and in a list."""
    today = timezone.localdate()
    rows = Contract.objects.visible_to(request.user).with_contested(timezone.now())
    rows = rows.with_state(today).with_present_value(today).select_related(*RELATED_TO_CONTRACT)
    contract: Any = get_object_or_404(rows, pk=pk)
    parts = [part for model in PARTS for part in _parts(model, contract)]
    sums = sums_of(parts, today)
    return render(
        request,
        "partnerships/contract.html",
        {
            "contract": contract,
            "title": in_reader_language(contract.title, contract.title_en),
            "state": ContractState(contract.state),
            "acts": acts_on(request.user, contract, parties_of(contract)),
            "sums": sums,
            "exceeds": sums.exceeds(contract.present_value),
            "renewals": contract.renewals.standing().order_by("signed_on", "pk"),
            "was_confirmed": _lost_confirmation(contract),
            "life": life_of(contract, parts, today),
            "timeline": timeline(contract, parts, request.user),  # type: ignore[arg-type]
        },
    )


def _lost_confirmation(contract: Contract) -> bool:
    """Whether both sides stood behind what this row corrects, and only one behind this row."""
    before = contract.corrects
    return before is not None and before.verification == Verification.DUAL and contract.verification in ONE_SIDED


def sums_of(parts: Iterable[Fact], today: date) -> Sums:
    """The sums of the standing payments among the parts, in the currency of the contract."""
    payments = [part for part in parts if isinstance(part, Payment) and not part.is_voided]
    unpaid = [payment for payment in payments if payment.paid_on is None]
    return Sums(
        paid=sum((payment.amount_paid or Decimal(0) for payment in payments), Decimal(0)),
        due=sum((payment.amount_due for payment in unpaid), Decimal(0)),
        overdue=sum((each.amount_due for each in unpaid if each.due_on and each.due_on < today), Decimal(0)),
        scheduled=sum((payment.amount_due for payment in payments), Decimal(0)),
    )


def timeline(contract: Contract, parts: Iterable[Fact], user: User) -> Sequence[Entry]:
    """The contract's facts in the order they happened, with what the reader can do with each; voided ones stay."""
    parties = parties_of(contract)
    entries = [Entry(contract, describe(contract), "signed"), *_endings(contract)]
    for fact in parts:
        anchor = f"{fact._meta.model_name}-{fact.pk}"
        acts = acts_on(user, fact, parties, in_row=True)
        entries.append(Entry(fact, describe(fact), anchor, acts, is_late=_is_late(fact)))
    return sorted(entries, key=lambda entry: entry.description.day)


def _endings(contract: Contract) -> Sequence[Entry]:
    """The early ending and the closing. Whose word an ending is, is told apart from the contract's verification."""
    entries = []
    if contract.terminated_on:
        level = contract.ending_verification
        waits = level in ONE_SIDED and not contract.is_voided
        word = str(Verification(level).label)
        entries.append(Entry(contract, termination(contract), "ended", is_late=True, word=word, waits=waits))
    if contract.closed_on:
        entries.append(Entry(contract, closing(contract), "closed", word=None))
    return entries


def _parts(model: type[Fact], contract: Contract) -> QuerySet[Any]:
    rows: Any = model._default_manager.filter(contract=contract)
    return rows.with_contested(timezone.now()).select_related(*RELATED[model], "recorded_by").order_by("pk")


def _is_late(fact: Fact) -> bool:
    """Whether a payment was made after its day, or its day has passed without one."""
    if not isinstance(fact, Payment) or fact.due_on is None:
        return False
    return (fact.paid_on or timezone.localdate()) > fact.due_on
