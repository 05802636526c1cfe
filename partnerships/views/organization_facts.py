"""What registers say of an organization, and its income by year."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, check_act, check_record
from partnerships.forms.finance import LINE, CorrectionForm, FinanceForm
from partnerships.forms.standings import StandingForm
from partnerships.models import AnnualFinance, IncomeLine, Organization, Partnership, Standing, User
from partnerships.services.finance import correct_annual_finance, record_annual_finance
from partnerships.services.organizations import record_standing
from partnerships.services.provenance import own_word

from .entering import Values, enter, form_data
from .organizations import FORM_METHODS, organization_page, page_of, seen_organization


@login_required
@require_http_methods(FORM_METHODS)
def new_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Records what a register says of the organization."""
    organization = seen_organization(request, pk)
    check_record(request.user, Standing, organization)
    form = StandingForm(**form_data(request))

    def act(_values: Values) -> Standing:
        return record_standing(
            by=request.user, organization=organization, provenance=own_word(request.user), **form.values()
        )

    page = organization_page(organization, _("Record a standing"), _("Record the standing"))
    return enter(request, form, act, page, then=lambda _standing: page_of(organization))


@login_required
@require_http_methods(FORM_METHODS)
def new_finance(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a year's income."""
    organization = seen_organization(request, pk)
    check_record(request.user, AnnualFinance, organization)
    form = FinanceForm.of(_partnerships(request.user, organization), **form_data(request))

    def act(_values: Values) -> AnnualFinance:
        return record_annual_finance(
            by=request.user, organization=organization, provenance=own_word(request.user), **form.values()
        )

    page = organization_page(organization, _("Record annual finance"), _("Record the year"))
    return enter(request, form, act, page, then=lambda _finance: page_of(organization))


@login_required
@require_http_methods(FORM_METHODS)
def correct_finance(request: HttpRequest, pk: int) -> HttpResponse:
    """Voids a year's income that is wrong and records it anew."""
    rows = AnnualFinance.objects.visible_to(request.user).select_related("organization__jurisdiction")
    finance = get_object_or_404(rows, pk=pk)
    check_act(request.user, Action.VOID, finance)
    lines = {line.partnership_id: line.amount for line in IncomeLine.objects.filter(finance=finance)}
    initial: dict[str, Any] = {name: getattr(finance, name) for name in FinanceForm.base_fields}
    initial |= {f"{LINE}{partnership}": amount for partnership, amount in lines.items()}
    form = CorrectionForm.of(_partnerships(request.user, finance.organization), initial=initial, **form_data(request))

    def act(values: Values) -> AnnualFinance:
        return correct_annual_finance(
            by=request.user,
            finance=finance,
            reason=values["reason"],
            provenance=own_word(request.user),
            **form.values(),
        )

    page = organization_page(finance.organization, _("Correct annual finance"), _("Void and record anew"))
    return enter(request, form, act, page, then=lambda _finance: page_of(finance.organization))


def _partnerships(user: User, organization: Organization) -> list[Partnership]:
    """The partnerships whose income the person may state."""
    rows = Partnership.objects.visible_to(user).filter(ngo=organization)
    return list(rows.select_related("government").order_by("government__name", "pk"))
