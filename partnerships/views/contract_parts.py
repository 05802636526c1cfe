"""What is due and done under a contract: milestones, payments, evaluations."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, check_act
from partnerships.descriptions import describe, money
from partnerships.forms.contract_parts import EvaluationForm, MilestoneForm, PaidForm, PaymentForm, ReachedForm
from partnerships.models import Contract, Evaluation, Milestone, Payment, Role
from partnerships.services.contract_states import ContractAct
from partnerships.services.documents import attach_evidence
from partnerships.services.evaluations import record_evaluation
from partnerships.services.milestones import reach_milestone, record_milestone
from partnerships.services.payments import record_instalment, record_payment

from .contract_acts import contract_page, on_contract, record_once
from .entering import Values, enter, form_data


@on_contract(ContractAct.ADD_MILESTONE)
def add_milestone(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records what the NGO has to deliver by a day."""

    def act(values: Values) -> Milestone:
        return record_once(request, Milestone, partial(record_milestone, contract=contract), values)

    page = contract_page(contract, _("Add a milestone"), _("Record the milestone"))
    return enter(request, MilestoneForm(**form_data(request)), act, page)


@on_contract(ContractAct.PAY)
def add_payment(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records an instalment that is due, was paid, or both."""

    def act(values: Values) -> Payment:
        return record_once(request, Payment, partial(record_instalment, contract=contract), values)

    page = contract_page(contract, _("Record a payment"), _("Record the payment"))
    return enter(request, PaymentForm(**form_data(request)), act, page)


@on_contract(ContractAct.EVALUATE)
def evaluate(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records an evaluation or acceptance, as one side's word or under an independent evaluator's name."""

    def act(values: Values) -> Evaluation:
        return record_once(request, Evaluation, partial(record_evaluation, contract=contract), values)

    page = contract_page(contract, _("Record an evaluation"), _("Record the evaluation"))
    may_name_a_third = request.user.role in {Role.STAFF, Role.ADMINISTRATOR}  # type: ignore[union-attr]
    return enter(request, EvaluationForm(may_name_a_third=may_name_a_third, **form_data(request)), act, page)


def _seen_part(request: HttpRequest, model: Any, pk: int) -> Any:
    """The part of a contract; 404 for one the reader may not see, 403 for one they may not complete."""
    rows = model.objects.visible_to(request.user)
    parties = ("contract__partnership__government", "contract__partnership__ngo")
    part = get_object_or_404(rows.select_related(*parties), pk=pk)
    check_act(request.user, Action.CLOSE, part)
    return part


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """An instalment was paid, in full or in part."""
    payment: Payment = _seen_part(request, Payment, pk)

    def act(values: Values) -> Payment:
        given = {name: value for name, value in values.items() if name != "file"}
        paid = record_payment(by=request.user, payment=payment, **given)
        attach_evidence(by=request.user, fact=paid, file=values["file"])
        return paid

    due = money(payment.amount_due, payment.contract.currency)
    page = contract_page(
        payment.contract,
        _("Record the payment of an instalment"),
        _("Record the payment"),
        intro=f"{describe(payment).kind}: {describe(payment).text}",
    )
    form = PaidForm(initial={"amount_paid": payment.amount_due}, **form_data(request))
    form.fields["amount_paid"].help_text = _("%(due)s is due. Less leaves the rest due.") % {"due": due}
    return enter(request, form, act, page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone was reached."""
    milestone: Milestone = _seen_part(request, Milestone, pk)

    def act(values: Values) -> Milestone:
        reached = reach_milestone(by=request.user, milestone=milestone, reached_on=values["reached_on"])
        attach_evidence(by=request.user, fact=reached, file=values["file"])
        return reached

    page = contract_page(
        milestone.contract,
        _("Record that a milestone was reached"),
        _("Record that it was reached"),
        intro=f"{describe(milestone).kind}: {describe(milestone).text}",
    )
    return enter(request, ReachedForm(**form_data(request)), act, page)
