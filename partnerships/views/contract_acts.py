"""What is done with a contract after it was signed."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.addresses import address_of
from partnerships.forms.contracts import (
    AmendmentForm,
    ClosingForm,
    EndingConfirmationForm,
    EndingForm,
    ResumptionForm,
    SuspensionForm,
)
from partnerships.models import Amendment, Contract, Fact, Suspension, User
from partnerships.services.contract_states import ContractAct, check_may, check_state
from partnerships.services.contracts import amend_contract
from partnerships.services.documents import attach_evidence
from partnerships.services.endings import close_contract, confirm_ending, terminate_contract
from partnerships.services.provenance import entered_before, own_word
from partnerships.services.suspensions import resume_contract, suspend_contract
from partnerships.services.versions import Version, present

from .conflicts import enter_on_version
from .entering import EntryPage, Values, form_data, press_of

F = TypeVar("F", bound=Fact)
Answer = Callable[[HttpRequest, Contract], HttpResponse]


def seen_contract(request: HttpRequest, pk: int) -> Contract:
    """The contract; 404 for one the reader may not see."""
    contract: Contract = get_object_or_404(
        Contract.objects.visible_to(request.user).select_related("partnership__government", "partnership__ngo"), pk=pk
    )
    return contract


def on_contract(act: ContractAct) -> Callable[[Answer], Callable[..., HttpResponse]]:
    """Makes a view of an answer about a contract. Before a form is shown, the table of acts is asked about the state;
    when it is sent, only the service asks: what somebody has typed is never turned away here.
    """

    def decorate(answer: Answer) -> Callable[..., HttpResponse]:
        @login_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(answer)
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            contract = seen_contract(request, pk)
            check_may(cast("User", request.user), act, contract)
            if request.method == "POST":
                return answer(request, contract)
            going_on = present(contract)
            if going_on != contract:
                return HttpResponseRedirect(reverse(str(request.resolver_match.view_name), args=[going_on.pk]))  # type: ignore[union-attr]
            try:
                check_state(act, contract)
            except ValidationError as refusal:
                return refused(request, contract, refusal)
            return answer(request, contract)

        return view

    return decorate


def refused(request: HttpRequest, contract: Contract, refusal: ValidationError) -> HttpResponse:
    """The sentence why this cannot be done now, and the way back."""
    page = EntryPage(_("This cannot be done now"), "", address_of(contract), about=str(contract))
    context = {"page": page, "sentences": refusal.messages}
    return render(request, "partnerships/refused.html", context, status=HTTPStatus.CONFLICT)


def contract_page(contract: Contract, title: str, button: str, **further: Any) -> EntryPage:
    """The page around a form about a contract."""
    return EntryPage(title, button, address_of(contract), about=str(contract), **further)


def versioned(request: HttpRequest, contract: Contract, **initial: Any) -> dict[str, Any]:
    """The arguments of a form that knows the version its reader has before them."""
    return {"initial": {"version": str(Version.of(contract)), **initial}, **form_data(request)}


def record_once(request: HttpRequest, model: type[F], record: Callable[..., F], values: Values) -> F:
    """Records what was entered, with its file: `record(by=…, provenance=…, **values)`. The same press of the button
    records once, and leads to what it recorded.
    """
    by, key, file = cast("User", request.user), press_of(request), values.get("file")
    before = entered_before(by, model, key)
    if before is not None:
        return before
    given = {name: value for name, value in values.items() if name != "file"}
    fact = record(by=by, provenance=own_word(by, has_document=bool(file), key=key), **given)
    attach_evidence(by=by, fact=fact, file=file)
    return fact


@on_contract(ContractAct.AMEND)
def amend(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records a signed change of the contract."""

    def act(values: Values) -> Amendment:
        return record_once(request, Amendment, partial(amend_contract, contract=contract), values)

    page = contract_page(contract, _("Amend the contract"), _("Record the amendment"))
    return enter_on_version(request, contract, AmendmentForm(**versioned(request, contract)), act, page)


@on_contract(ContractAct.SUSPEND)
def suspend(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records that work rests."""

    def act(values: Values) -> Suspension:
        return record_once(request, Suspension, partial(suspend_contract, contract=contract), values)

    page = contract_page(
        contract,
        _("Suspend the contract"),
        _("Record the suspension"),
        intro=_("The agreement stays in force: its term runs on, and instalments stay due. No trust stage changes."),
    )
    return enter_on_version(request, contract, SuspensionForm(**versioned(request, contract)), act, page)


@on_contract(ContractAct.RESUME)
def resume(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records that work goes on."""

    def act(values: Values) -> Suspension:
        return resume_contract(by=request.user, contract=contract, **values)

    page = contract_page(contract, _("Resume the contract"), _("Record that work goes on"))
    return enter_on_version(request, contract, ResumptionForm(**versioned(request, contract)), act, page)


@on_contract(ContractAct.TERMINATE)
def terminate(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records that the contract was ended early."""

    def act(values: Values) -> Contract:
        given = {name: value for name, value in values.items() if name != "file"}
        word = own_word(cast("User", request.user), has_document=bool(values["file"]))
        ended = terminate_contract(by=request.user, contract=contract, verification=word.verification, **given)
        attach_evidence(by=request.user, fact=ended, file=values["file"])
        return ended

    page = contract_page(
        contract,
        _("End the contract early"),
        _("End the contract"),
        intro=_("This is your side's word until the other side confirms it. It stays on both sides' record."),
        is_harmful=True,
    )
    return enter_on_version(request, contract, EndingForm(**versioned(request, contract)), act, page, then=_ending)


@on_contract(ContractAct.CONFIRM_ENDING)
def confirm_end(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The other side confirms how the contract was ended."""

    def act(values: Values) -> Contract:
        return confirm_ending(by=request.user, contract=contract, **values)

    page = contract_page(
        contract,
        _("Confirm the early ending"),
        _("Confirm the ending"),
        intro=_("You say that the contract was ended as it stands here. It then counts as confirmed by both sides."),
        template="partnerships/ending_confirmation.html",
        context={"contract": contract},
        said=_("Confirmed. Both sides stand behind the ending now."),
    )
    form = EndingConfirmationForm(**versioned(request, contract))
    return enter_on_version(request, contract, form, act, page, then=_ending)


@on_contract(ContractAct.CLOSE)
def close(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Records that everything is settled."""

    def act(values: Values) -> Contract:
        return close_contract(by=request.user, contract=contract, **values)

    page = contract_page(
        contract,
        _("Close the contract"),
        _("Close the contract"),
        intro=_(
            "Everything was delivered, evaluated and paid. If something is still open, you will be asked about it."
        ),
    )
    return enter_on_version(request, contract, ClosingForm(**versioned(request, contract)), act, page)


def _ending(contract: Contract) -> str:
    """The place of the ending on the contract's page."""
    return f"{address_of(contract)}#ended"
