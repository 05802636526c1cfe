"""Saying which organization took over from another, and taking that back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import check_covers, check_record
from partnerships.forms.successions import SuccessionForm, VoidSuccessionForm
from partnerships.models import Succession
from partnerships.services.successions import record_succession, void_succession

from .entering import Values, enter, form_data
from .organizations import FORM_METHODS, organization_page, page_of, seen_organization


@login_required
@require_http_methods(FORM_METHODS)
def new_succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Records who took over from the organization."""
    organization = seen_organization(request, pk)
    check_record(request.user, Succession, organization)
    check_covers(request.user, organization)

    def act(values: Values) -> Succession:
        return record_succession(by=request.user, organization=organization, **values)

    page = organization_page(
        organization,
        _("Record a successor"),
        _("Record the successor"),
        intro=_(
            "Where everything of a government body goes over, its partnerships go on with the successor: from that day "
            "on assessments read what is recorded with either."
        ),
    )
    form = SuccessionForm(user=request.user, organization=organization, **form_data(request))
    return enter(request, form, act, page, then=lambda _succession: page_of(organization))


@login_required
@require_http_methods(FORM_METHODS)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back a succession that was wrong."""
    rows = Succession.objects.visible_to(request.user).select_related("organization__jurisdiction", "successor")
    succession = get_object_or_404(rows, pk=pk)
    check_record(request.user, Succession, succession.organization)
    check_covers(request.user, succession.organization)

    def act(values: Values) -> Succession:
        return void_succession(by=request.user, succession=succession, **values)

    page = organization_page(
        succession.organization, _("Void the succession"), _("Void it"), intro=str(succession), is_harmful=True
    )
    form = VoidSuccessionForm(**form_data(request))
    return enter(request, form, act, page, then=lambda _succession: page_of(succession.organization))
