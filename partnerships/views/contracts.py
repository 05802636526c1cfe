"""A contract with everything that happened under it."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from partnerships.descriptions import RELATED, Description, describe, termination
from partnerships.models import (
    Amendment,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    Payment,
    Suspension,
    User,
)
from partnerships.models.languages import in_reader_language

PARTS = (Amendment, Milestone, Suspension, Payment, Evaluation, InteractionEvent)


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `anchor` is its place on the page."""

    fact: Fact
    description: Description
    anchor: str
    acts: Sequence[Act] = ()
    is_late: bool = False

    @property
    def record(self) -> str:
        """The page of its documents and verification."""
        return record_address(self.fact)


@login_required
@require_safe
def show_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract: its terms, and its timeline from signing to the last payment."""
    rows = Contract.objects.visible_to(request.user).with_contested(timezone.now())
    related = ("partnership__government", "partnership__ngo", "renews", "recorded_by")
    contract = get_object_or_404(rows.select_related(*related), pk=pk)
    return render(
        request,
        "partnerships/contract.html",
        {
            "contract": contract,
            "title": in_reader_language(contract.title, contract.title_en),
            "acts": acts_on(request.user, contract, parties_of(contract)),
            "timeline": timeline(contract, request.user),
        },
    )


def timeline(contract: Contract, user: User) -> Sequence[Entry]:
    """The contract's facts in the order they happened, with what the reader can do with each; voided ones stay."""
    parties = parties_of(contract)
    entries = [Entry(contract, describe(contract), "signed")]
    if contract.terminated_on:
        entries.append(Entry(contract, termination(contract), "ended", is_late=True))
    for model in PARTS:
        for fact in _parts(model, contract):
            anchor = f"{model._meta.model_name}-{fact.pk}"
            acts = acts_on(user, fact, parties, in_row=True)
            entries.append(Entry(fact, describe(fact), anchor, acts, is_late=_is_late(fact)))
    return sorted(entries, key=lambda entry: entry.description.day)


def _parts(model: type[Fact], contract: Contract) -> QuerySet[Any]:
    rows: Any = model.objects.filter(contract=contract)
    return rows.with_contested(timezone.now()).select_related(*RELATED[model], "recorded_by").order_by("pk")


def _is_late(fact: Fact) -> bool:
    """Whether a payment was made after its day, or its day has passed without one."""
    if not isinstance(fact, Payment) or fact.due_on is None:
        return False
    return (fact.paid_on or timezone.localdate()) > fact.due_on
