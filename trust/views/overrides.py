"""Stages set by decision: proposed, confirmed by a second person, ended."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, check_act
from partnerships.forms.entry import EntryForm
from partnerships.views.entering import form_data
from trust.models import Objection, Override
from trust.presenters.due_process import decision
from trust.services.overrides import confirm_override, end_override, propose_override

from .due_process import METHODS, enter_about, seen_partnership
from .due_process_forms import EndOverrideForm, OverrideForm


@login_required
@require_http_methods(METHODS)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody from outside proposes another stage."""
    partnership = seen_partnership(request, pk)
    check_act(request.user, Action.RULE, partnership)
    upheld = Objection.objects.visible_to(request.user).upheld().filter(partnership=partnership).order_by("-opened_at")
    asked = {"objection": request.GET.get("objection", "")}
    return enter_about(
        request,
        partnership,
        OverrideForm(objections=upheld, initial=asked, **form_data(request)),
        lambda values: propose_override(by=request.user, partnership=partnership, **values),
        _("Set a stage by decision"),
        _("Propose"),
        intro=_(
            "It comes into force once a second person from outside the partnership has confirmed it. What is computed "
            "goes on being shown beside it, and statistics count only that."
        ),
        said=_("Proposed. A second person has to confirm it."),
    )


@login_required
@require_http_methods(METHODS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person confirms an override."""
    override = _override(request, pk)
    return enter_about(
        request,
        override.partnership,
        EntryForm(**form_data(request)),
        lambda _values: confirm_override(by=request.user, override=override),
        _("Confirm the override"),
        _("Confirm"),
        template="trust/override.html",
        context={"decision": decision(override, timezone.localdate(), override.objection)},
        said=_("In force. Everybody who reads the judgement sees it with its reason."),
    )


@login_required
@require_http_methods(METHODS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """An override ends, or is declined."""
    override = _override(request, pk)
    return enter_about(
        request,
        override.partnership,
        EndOverrideForm(**form_data(request)),
        lambda values: end_override(by=request.user, override=override, **values),
        _("End the override"),
        _("End it"),
        template="trust/override.html",
        context={"decision": decision(override, timezone.localdate(), override.objection)},
        is_harmful=True,
        said=_("Ended."),
    )


def _override(request: HttpRequest, pk: int) -> Override:
    rows = Override.objects.visible_to(request.user)
    override: Override = get_object_or_404(
        rows.select_related("partnership__government", "partnership__ngo", "proposed_by", "objection"), pk=pk
    )
    check_act(request.user, Action.RULE, override.partnership)
    return override
