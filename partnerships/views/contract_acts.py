"""What is done with a contract after it was signed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import check_record
from partnerships.addresses import address_of
from partnerships.forms.contracts import AmendmentForm
from partnerships.models import Amendment, Contract
from partnerships.services.contracts import amend_contract
from partnerships.services.provenance import own_word

from .entering import EntryPage, Values, enter, form_data


def seen_contract(request: HttpRequest, pk: int) -> Contract:
    """The contract; 404 for one the reader may not see."""
    contract: Contract = get_object_or_404(
        Contract.objects.visible_to(request.user).select_related("partnership__government", "partnership__ngo"), pk=pk
    )
    return contract


def contract_page(contract: Contract, title: str, button: str, **further: Any) -> EntryPage:
    """The page around a form about a contract."""
    return EntryPage(title, button, address_of(contract), about=str(contract), **further)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a signed change of the contract."""
    contract = seen_contract(request, pk)
    check_record(request.user, Amendment, contract)

    def act(values: Values) -> Amendment:
        return amend_contract(by=request.user, contract=contract, provenance=own_word(request.user), **values)

    page = contract_page(contract, _("Amend the contract"), _("Record the amendment"))
    return enter(request, AmendmentForm(**form_data(request)), act, page)
