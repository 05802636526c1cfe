"""Every kind of fact in one line, in the reader's language, with its day. Asks the database for nothing.

The related rows a description reads are named in `RELATED`; select them with the facts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import (
    Amendment,
    AnnualFinance,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Payment,
    Request,
    ServiceTie,
    Standing,
    Suspension,
)
from .models.languages import figure, in_reader_language

OUTCOMES: Mapping[str, Any] = {
    "won": gettext_lazy("won"),
    "lost": gettext_lazy("lost"),
    "clean": gettext_lazy("no findings"),
    "issue": gettext_lazy("findings"),
    "adopted": gettext_lazy("adopted"),
    "declined_with_reasons": gettext_lazy("declined with reasons"),
    "ignored": gettext_lazy("not answered"),
    "government": gettext_lazy("fault of the government body"),
    "ngo": gettext_lazy("fault of the NGO"),
    "both": gettext_lazy("fault of both sides"),
    "none": gettext_lazy("nobody's fault"),
}


@dataclass(frozen=True)
class Description:
    """One fact in a line: what kind of thing it is, the day it happened, and what there is to say about it."""

    kind: str
    day: date
    text: str


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency, without decimals where there are none."""
    return f"{figure(amount)} {currency}"


def written(day: date) -> str:
    """A day in the reader's way of writing it."""
    return date_format(day, "DATE_FORMAT")


def describe(fact: Fact) -> Description:
    """The fact in a line."""
    return DESCRIBERS[type(fact)](fact)


def _event(event: InteractionEvent) -> Description:
    parts = [str(OUTCOMES.get(event.outcome, event.outcome))]
    if event.amount is not None:
        parts.append(money(event.amount, event.currency))
    return Description(str(event.type), event.occurred_on, _joined([*parts, event.note]))


def _standing(standing: Standing) -> Description:
    result = standing.get_result_display()
    if standing.level is not None:
        result = f"{standing.level}A" if standing.level else _("rating withdrawn")
    return Description(
        standing.get_kind_display(), standing.effective_on, _joined([result, standing.reference, standing.note])
    )


def _contract(contract: Contract) -> Description:
    value = money(contract.value, contract.currency) if contract.value is not None else ""
    term = _("%(first)s to %(last)s") % {"first": written(contract.starts_on), "last": written(contract.ends_on)}
    parts = [_title(contract), contract.get_method_display(), value, term]
    return Description(_("Contract signed"), contract.signed_on, _joined(parts))


def _title(contract: Contract) -> str:
    return in_reader_language(contract.title, contract.title_en)


def termination(contract: Contract) -> Description:
    """The early ending of a contract that was ended early, in a line."""
    words = {"party": contract.get_termination_party_display(), "fault": contract.get_termination_fault_display()}
    ended = _("ended by: %(party)s; at fault: %(fault)s") % words
    return Description(
        _("Contract ended early"),
        contract.terminated_on,
        _joined([_title(contract), ended, contract.termination_reason]),
    )


def _amendment(amendment: Amendment) -> Description:
    parts = [amendment.description]
    if amendment.new_ends_on:
        parts.append(_("new last day: %(day)s") % {"day": written(amendment.new_ends_on)})
    if amendment.new_value is not None:
        value = money(amendment.new_value, amendment.contract.currency)
        parts.append(_("new value: %(value)s") % {"value": value})
    return Description(_("Amendment signed"), amendment.signed_on, _joined(parts))


def _milestone(milestone: Milestone) -> Description:
    due = _("due %(day)s") % {"day": written(milestone.due_on)}
    reached = (
        _("reached %(day)s") % {"day": written(milestone.reached_on)} if milestone.reached_on else _("not reached yet")
    )
    return Description(_("Milestone"), milestone.due_on, _joined([milestone.title, due, reached]))


def closing(contract: Contract) -> Description:
    """The closing of a contract that was closed, in a line."""
    return Description(_("Contract closed"), contract.closed_on, contract.closing_note)


def _suspension(suspension: Suspension) -> Description:
    resumed = _("not resumed yet")
    if suspension.ended_on:
        resumed = _("resumed %(day)s") % {"day": written(suspension.ended_on)}
    return Description(_("Contract suspended"), suspension.started_on, _joined([suspension.reason, resumed]))


def _payment(payment: Payment) -> Description:
    currency = payment.contract.currency
    parts = []
    if payment.due_on:
        due = {"amount": money(payment.amount_due, currency), "day": written(payment.due_on)}
        parts.append(_("%(amount)s due %(day)s") % due)
    if payment.paid_on:
        paid = {"amount": money(payment.amount_paid, currency), "day": written(payment.paid_on)}
        parts.append(_("%(amount)s paid %(day)s") % paid)
    else:
        parts.append(_("not paid yet"))
    parts.append(_lateness(payment))
    return Description(payment.get_stage_display(), payment.paid_on or payment.due_on, _joined(parts))


def _lateness(payment: Payment) -> str:
    days = (payment.paid_on - payment.due_on).days if payment.paid_on and payment.due_on else 0
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days > 0 else ""


def _evaluation(evaluation: Evaluation) -> Description:
    kind = _("Evaluation (%(phase)s)") % {"phase": evaluation.get_phase_display()}
    score = ""
    if evaluation.score is not None:
        score = f"{evaluation.score.normalize():f} / {evaluation.score_maximum.normalize():f}"
    return Description(
        kind, evaluation.held_on, _joined([evaluation.get_result_display(), score, evaluation.evaluator])
    )


def _request(request: Request) -> Description:
    answer = _("not answered yet")
    if request.answered_on:
        answer = _("answered %(day)s") % {"day": written(request.answered_on)}
    return Description(
        request.get_kind_display(), request.opened_on, _joined([request.subject, answer, request.answer])
    )


def _membership(membership: NetworkMembership) -> Description:
    role = membership.get_role_display()
    parts = [str(membership.organization), role, _until(membership.ended_on)]
    return Description(
        _("Member of the network %(network)s") % {"network": membership.network},
        membership.started_on,
        _joined(parts),
    )


def _tie(tie: ServiceTie) -> Description:
    pair = {"organization": tie.organization, "partner": tie.partner}
    parts = [_("%(organization)s and %(partner)s") % pair, _until(tie.ended_on)]
    if tie.with_body:
        parts.append(_("together with %(body)s") % {"body": tie.with_body})
    return Description(tie.get_kind_display(), tie.started_on, _joined(parts))


def _until(ended_on: date | None) -> str:
    return _("until %(day)s") % {"day": written(ended_on)} if ended_on else _("open")


def _finance(finance: AnnualFinance) -> Description:
    income = _("total income %(income)s") % {"income": money(finance.total_income, finance.currency)}
    kind = _("Accounts of %(year)s") % {"year": finance.year}
    return Description(kind, date(finance.year, 12, 31), income)


def _joined(parts: list[str]) -> str:
    return " · ".join(str(part) for part in parts if part)


DESCRIBERS: Mapping[type[Fact], Callable[[Any], Description]] = {
    Amendment: _amendment,
    AnnualFinance: _finance,
    Contract: _contract,
    Evaluation: _evaluation,
    InteractionEvent: _event,
    Milestone: _milestone,
    NetworkMembership: _membership,
    Payment: _payment,
    Request: _request,
    ServiceTie: _tie,
    Standing: _standing,
    Suspension: _suspension,
}

RELATED: Mapping[type[Fact], tuple[str, ...]] = {
    Amendment: ("contract",),
    AnnualFinance: ("organization",),
    Contract: (),
    Evaluation: ("contract",),
    InteractionEvent: ("type",),
    Milestone: ("contract",),
    NetworkMembership: ("organization", "network"),
    Payment: ("contract",),
    Request: (),
    ServiceTie: ("organization", "partner", "with_body"),
    Standing: ("organization",),
    Suspension: ("contract",),
}

FACT_MODELS: Mapping[str, type[Fact]] = {model._meta.model_name or "": model for model in DESCRIBERS}
"""Tables of facts by the name they have in traces, addresses and the API."""
