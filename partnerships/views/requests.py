"""Requests by the NGO, and the body's replies."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, can_record, check_act
from partnerships.forms.requests import AnswerForm, RequestForm
from partnerships.models import Request
from partnerships.services.documents import attach_evidence
from partnerships.services.interactions import answer_request, record_request
from partnerships.services.provenance import entered_before, own_word

from .entering import EntryPage, Values, enter, form_data, press_of
from .facts import seen_fact
from .subjects import given_partnership
from .verification import fact_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file_request(request: HttpRequest) -> HttpResponse:
    """Records a request, challenge or complaint; `?partnership=` says in which partnership."""
    if not can_record(request.user, Request, None):
        raise PermissionDenied(_("Requests are recorded by NGOs and by government bodies."))
    partnership = given_partnership(request)

    def act(values: Values) -> Request:
        evidence = {name: values[name] for name in ("file", "url")}
        key = press_of(request)
        record = entered_before(request.user, Request, key) or record_request(
            by=request.user,
            provenance=own_word(request.user, has_document=any(evidence.values()), key=key),
            **{name: values[name] for name in ("partnership", "kind", "subject", "opened_on")},
        )
        attach_evidence(by=request.user, fact=record, **evidence)
        return record

    page = EntryPage(
        _("File a request"),
        _("File the request"),
        reverse("partnership-detail", args=[partnership.pk]) if partnership else reverse("home"),
        about=str(partnership) if partnership else _("Home"),
        intro=_(
            "Filing a request, a challenge or a complaint never counts against anybody. "
            "What counts is how soon the government body answers."
        ),
        said=_("Filed. The government body sees it at once; it is asked for an answer."),
    )
    form = RequestForm(user=request.user, initial={"partnership": partnership}, **form_data(request))
    return enter(request, form, act, page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the body's reply."""
    record = seen_fact(request, "request", pk)
    check_act(request.user, Action.CLOSE, record)

    def act(values: Values) -> Request:
        answered = answer_request(
            by=request.user, request=record, answered_on=values["answered_on"], answer=values["answer"]
        )
        attach_evidence(by=request.user, fact=answered, file=values["file"], url=values["url"])
        return answered

    page = fact_page(
        request,
        record,
        _("Answer the request"),
        _("Record the answer"),
        intro=_("An answer counts, whatever it says; what is refused with reasons is answered, too."),
        said=_("Answered."),
    )
    return enter(request, AnswerForm(**form_data(request)), act, page, then=lambda _record: page.back)
