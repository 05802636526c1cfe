"""Interaction events, and requests with their replies."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import Contract, EventType, InteractionEvent, Organization, Partnership, Request, User

from .contracts import check_amount, check_currency
from .days import save_fact
from .event_rules import (
    check_closes,
    check_contract,
    check_is_ngo,
    check_outcome,
    check_recorder,
    check_subject,
    event_type,
)
from .locks import lock
from .moments import check_not_before, moment_recorded
from .provenance import Provenance, fact_columns
from .refusals import refuse_if


@transaction.atomic
def record_event(
    *,
    by: User | None,
    type: EventType | str,  # noqa: A002 (the name of the column, and what everybody calls it)
    occurred_on: date,
    provenance: Provenance,
    partnership: Partnership | None = None,
    organization: Organization | None = None,
    outcome: str = "",
    party: str = "",
    amount: Decimal | None = None,
    currency: str = "CNY",
    contract: Contract | None = None,
    closes: InteractionEvent | None = None,
    note: str = "",
) -> InteractionEvent:
    """Records something that happened in one partnership, or with one NGO in all of its partnerships.

    `outcome` is one of the type's outcomes; for the end of a relationship it says whose fault that was, and `party` who
    ended it. `closes` is the joint body an exit ends. `amount` is in the currency's main unit.
    """
    kind = event_type(type)
    check_subject(kind, on_partnership=partnership is not None, on_organization=organization is not None)
    check_is_ngo(organization)
    check_record(by, InteractionEvent, partnership or organization)
    check_recorder(by, kind, provenance)
    check_outcome(kind, outcome, party, has_contract=contract is not None)
    check_amount("amount", amount)
    check_currency(currency)
    check_contract(contract, partnership)
    event = InteractionEvent(
        type=kind,
        partnership=partnership,
        organization=organization,
        occurred_on=occurred_on,
        outcome=outcome,
        party=party,
        amount=amount,
        currency=currency,
        contract=contract,
        closes=closes,
        note=note,
        **fact_columns(by, provenance),
    )
    check_closes(event)
    save_fact(event)
    return event


@transaction.atomic
def record_request(
    *, by: User | None, partnership: Partnership, kind: str, opened_on: date, provenance: Provenance, subject: str = ""
) -> Request:
    """Records a request, challenge or complaint by the NGO. Filing one never counts against anybody."""
    check_record(by, Request, partnership)
    request = Request(
        partnership=partnership, kind=kind, subject=subject, opened_on=opened_on, **fact_columns(by, provenance)
    )
    save_fact(request)
    return request


@transaction.atomic
def answer_request(
    *, by: User | None, request: Request, answered_on: date, answer: str = "", recorded_at: datetime | None = None
) -> Request:
    """Records the body's reply to a request."""
    request = lock(request)
    check_act(by, Action.CLOSE, request)
    refuse_if(
        request.answered_on is not None,
        "answered_on",
        _("The request was answered on %(day)s already. Void it and record it anew if that is wrong."),
        day=request.answered_on,
    )
    earliest = _("Answered on %(day)s, before it was made on %(earliest)s. Correct the date.")
    check_not_before("answered_on", answered_on, request.opened_on, earliest)
    request.answer_recorded_at = moment_recorded(by, recorded_at)
    request.answered_on, request.answer = answered_on, answer
    save_fact(request)
    return request
