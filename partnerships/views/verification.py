"""Confirming an entry, objecting to it, ruling on the objection, and taking an entry back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, check_act
from partnerships.addresses import anew_address, record_address
from partnerships.descriptions import describe, written
from partnerships.forms.verification import ConfirmationForm, GroundsForm, ObjectionForm, RulingForm, VoidingForm
from partnerships.models import Contest, Contract, Fact, InteractionEvent
from partnerships.services.documents import attach_evidence
from partnerships.services.verification import (
    confirm_fact,
    contest_fact,
    rule_on_contest,
    state_grounds,
    void_fact,
)

from .entering import EntryPage, Values, enter, form_data
from .facts import seen_fact

METHODS = ["GET", "HEAD", "POST"]


def fact_page(request: HttpRequest, fact: Fact, title: str, button: str, **further: Any) -> EntryPage:
    """The page around a form about a fact; `next` in the address says where to go afterwards."""
    words = describe(fact)
    return EntryPage(
        title,
        button,
        return_address(request, fact),
        about=f"{written(words.day)} · {words.kind}",
        template="partnerships/fact_entry.html",
        context={"fact": fact, "description": words, **further.pop("context", {})},
        **further,
    )


def return_address(request: HttpRequest, fact: Fact) -> str:
    """The page somebody came from where the address names one of this site, else the page of the fact."""
    given = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return given if given and safe else record_address(fact)


def _enter(request: HttpRequest, form: Any, act: Callable[[Values], Any], page: EntryPage) -> HttpResponse:
    return enter(request, form, act, page, then=lambda _record: page.back)


@login_required
@require_http_methods(METHODS)
def confirm(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """The other side stands behind the entry, too."""
    fact = seen_fact(request, table, pk)
    check_act(request.user, Action.CONFIRM, fact)
    page = fact_page(
        request,
        fact,
        _("Confirm the entry"),
        _("Confirm"),
        intro=_("You say that it happened as it stands here. It then counts as confirmed by both sides."),
        said=_("Confirmed. Both sides stand behind the entry now."),
    )
    return _enter(
        request,
        ConfirmationForm(**form_data(request)),
        lambda values: confirm_fact(by=request.user, fact=fact, **values),
        page,
    )


@login_required
@require_http_methods(METHODS)
def contest(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Somebody objects: the entry counts for nothing until the ruling."""
    fact = seen_fact(request, table, pk)
    check_act(request.user, Action.CONTEST, fact)

    def act(values: Values) -> Contest:
        opened = contest_fact(by=request.user, fact=fact, grounds=values["grounds"])
        attach_evidence(by=request.user, fact=fact, file=values["file"], url=values["url"])
        return opened

    page = fact_page(
        request,
        fact,
        _("Contest the entry"),
        _("Contest"),
        intro=_("It counts for nothing from now on, until somebody from outside the partnership has ruled."),
        said=_("Contested. The entry counts for nothing until it is ruled on."),
    )
    return _enter(request, ObjectionForm(**form_data(request)), act, page)


def _objection(request: HttpRequest, fact: Fact) -> Contest | HttpResponse:
    """The open objection to the fact; without one, the way back to the fact's page, which says what became of it."""
    objection: Contest | None = Contest.objects.on([fact]).open_at(timezone.now()).first()
    if objection is not None:
        return objection
    messages.info(request, _("No objection to this entry is open."))
    return HttpResponseRedirect(return_address(request, fact))


@login_required
@require_http_methods(METHODS)
def give_grounds(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Grounds for an objection that was opened without, or further ones."""
    fact = seen_fact(request, table, pk)
    check_act(request.user, Action.CONTEST, fact)
    objection = _objection(request, fact)
    if isinstance(objection, HttpResponse):
        return objection

    def act(values: Values) -> Contest:
        stated = state_grounds(by=request.user, contest=objection, grounds=values["grounds"])
        attach_evidence(by=request.user, fact=fact, file=values["file"], url=values["url"])
        return stated

    page = fact_page(
        request, fact, _("Grounds of the objection"), _("State the grounds"), context={"objection": objection}
    )
    return _enter(request, GroundsForm(**form_data(request)), act, page)


@login_required
@require_http_methods(METHODS)
def rule(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Somebody from outside the partnership decides on the objection."""
    fact = seen_fact(request, table, pk)
    check_act(request.user, Action.RULE, fact)
    objection = _objection(request, fact)
    if isinstance(objection, HttpResponse):
        return objection
    page = fact_page(
        request,
        fact,
        _("Rule on the objection"),
        _("Record the ruling"),
        context={"objection": objection},
        said=_("Ruled. Both sides can read the reasons."),
    )
    return _enter(
        request,
        RulingForm(**form_data(request)),
        lambda values: rule_on_contest(by=request.user, contest=objection, **values),
        page,
    )


@login_required
@require_http_methods(METHODS)
def void(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """The side that recorded the entry takes it back."""
    fact = seen_fact(request, table, pk)
    check_act(request.user, Action.VOID, fact)
    intro = _("An entry is not changed: it is taken back here, and recorded anew as it should be.")
    if isinstance(fact, Contract):
        intro = _("Its amendments, milestones, payments and evaluations are taken back with it.")
    page = fact_page(
        request,
        fact,
        _("Void the entry"),
        _("Void"),
        is_harmful=True,
        intro=intro,
        said=_said_voided,
    )
    return _enter(
        request,
        VoidingForm(**form_data(request)),
        lambda values: void_fact(by=request.user, fact=fact, **values),
        page,
    )


def _said_voided(fact: Fact) -> str:
    """What became of the entry; for an event, with the way to record it as it should be."""
    said = _("Voided. The entry stays readable and counts for nothing.")
    anew = anew_address(fact) if isinstance(fact, InteractionEvent) else ""
    return format_html('{} <a href="{}">{}</a>', said, anew, _("Record it anew")) if anew else said
