"""Where each fact can be read."""

from urllib.parse import urlencode

from django.urls import reverse

from .models import Amendment, Contract, Evaluation, Fact, InteractionEvent, Milestone, Payment, Suspension

ON_THE_CONTRACTS_PAGE = (Amendment, Evaluation, Milestone, Payment, Suspension)


def address_of(fact: Fact) -> str:
    """The page of the fact; for what happens under a contract, its place on the contract's page."""
    if isinstance(fact, Contract):
        return reverse("contract-detail", args=[fact.pk])
    table = fact._meta.model_name
    if isinstance(fact, ON_THE_CONTRACTS_PAGE):
        return f"{reverse('contract-detail', args=[fact.contract_id])}#{table}-{fact.pk}"
    return record_address(fact)


def record_address(fact: Fact) -> str:
    """The page on which everything about the fact as evidence stands: documents, verification, objections."""
    return reverse("record-detail", args=[fact._meta.model_name, fact.pk])


def anew_address(event: InteractionEvent) -> str:
    """The form of events, filled in with what was recorded of one; empty for an event on the NGO alone."""
    if event.partnership_id is None:
        return ""
    given = {
        "partnership": event.partnership_id,
        "type": event.type_id,
        "occurred_on": event.occurred_on,
        "outcome": event.outcome,
        "party": event.party,
        "amount": event.amount,
        "contract": event.contract_id,
        "closes": event.closes_id,
        "note": event.note,
    }
    return f"{reverse('event-new')}?{urlencode({name: value for name, value in given.items() if value})}"
