"""The right of reply: drafts before they are issued, objections to readings, replies, rulings and overrides."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import Action, check_act, may_act, parties_of
from partnerships.forms.entry import EntryForm
from partnerships.models import DocumentLink, Partnership, User
from partnerships.views.entering import EntryPage, Values, enter, form_data
from trust.models import Draft, Objection, Override, Reply
from trust.presenters.due_process import about_words, beside, days_left, decisions
from trust.presenters.evidence import contested_facts
from trust.presenters.stages import mark_of
from trust.presenters.what_if import Comparison
from trust.services.drafts import path_of_draft
from trust.services.methodologies import numbers_of
from trust.services.objections import object_to_reading, rule_on_objection, withdraw_objection
from trust.services.replies import reply_to_judgement, withdraw_reply

from .asked import open_drafts
from .due_process_forms import ReadingObjectionForm, ReadingRulingForm, ReplyForm

METHODS = ["GET", "HEAD", "POST"]
BY_WHOM = ("proposed_by", "confirmed_by")


@login_required
@require_safe
def show_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was and can be said to the judgement on a partnership."""
    partnership = seen_partnership(request, pk)
    draft, today = open_drafts(request.user, partnership).first(), timezone.localdate()
    overrides = Override.objects.visible_to(request.user).filter(partnership=partnership).order_by("-proposed_at")
    replies = list(
        Reply.objects.filter(partnership=partnership).select_related("assessment", "made_by").order_by("-made_at")
    )
    own, objections = request.user.organization_id, _objections(request.user, partnership)
    return render(
        request,
        "trust/hearing.html",
        {
            "partnership": partnership,
            "may_answer": _may(request.user, Action.CONTEST, partnership) and request.user.organization_id is not None,
            "may_rule": _may(request.user, Action.RULE, partnership),
            "draft": draft,
            "days_left": days_left(today, draft.due_on) if draft else "",
            "draft_mark": mark_of(draft.stage, draft.reason) if draft else None,
            "comparison": _comparison(draft),
            "past_drafts": [
                (past, mark_of(past.stage, past.reason))
                for past in Draft.objects.visible_to(request.user)
                .filter(partnership=partnership, closed_at__isnull=False)
                .order_by("-closed_at", "-pk")
            ],
            "objections": objections,
            "replies": replies,
            "has_reply": any(each.withdrawn_at is None and each.made_by.organization_id == own for each in replies),
            "decisions": decisions(overrides.select_related(*BY_WHOM), today, objections),
            "contested": contested_facts(partnership, timezone.now(), []),
        },
    )


def _comparison(draft: Draft | None) -> Comparison | None:
    """The draft beside the judgement it would replace; None where it would be the first."""
    if draft is None or draft.issued is None:
        return None
    path = path_of_draft(draft)
    return beside(draft.issued, path[-1], numbers_of(draft.methodology)) if path else None


def _objections(user: User, partnership: Partnership) -> Sequence[Objection]:
    """The objections the person may read, the newest first, each with its words and documents."""
    rows = Objection.objects.visible_to(user).filter(partnership=partnership)
    found = list(rows.select_related("closed_by", "opened_by").order_by("-opened_at", "-pk"))
    links = DocumentLink.objects.filter(
        content_type=ContentType.objects.get_for_model(Objection), object_id__in=[each.pk for each in found]
    ).select_related("document")
    words = about_words()
    for objection in found:
        objection.words = words.get(objection.about, objection.about)
        objection.documents = [link.document for link in links if link.object_id == objection.pk]
        objection.is_own = user.organization_id == (
            partnership.ngo_id if objection.side == "ngo" else partnership.government_id
        )
    return found


def seen_partnership(request: HttpRequest, pk: int) -> Partnership:
    found: Partnership = get_object_or_404(Partnership.objects.visible_to(request.user).with_parties(), pk=pk)
    return found


def _may(user: User, action: Action, partnership: Partnership) -> bool:
    return may_act(user, action, partnership, parties_of(partnership))


def enter_about(
    request: HttpRequest,
    partnership: Partnership,
    form: EntryForm,
    act: Callable[[Values], Any],
    title: str,
    button: str,
    **further: Any,
) -> HttpResponse:
    """A form about a partnership's judgement, which leads back to the page of its hearing."""
    back = reverse("hearing", args=[partnership.pk])
    page = EntryPage(title, button, back, about=str(partnership), **further)
    return enter(request, form, act, page, then=lambda _record: back)


@login_required
@require_http_methods(METHODS)
def object_(request: HttpRequest, pk: int) -> HttpResponse:
    """A party objects to a reading."""
    partnership = _answered(request, pk)
    about = request.GET.get("about", "")
    return enter_about(
        request,
        partnership,
        ReadingObjectionForm(initial={"about": about if about in about_words() else ""}, **form_data(request)),
        lambda values: object_to_reading(by=request.user, partnership=partnership, **values),
        _("Object to a reading"),
        _("Object"),
        intro=_(
            "An objection to a draft holds it back until somebody from outside the partnership has ruled, for at most "
            "30 days. If a fact is wrong, contest that fact instead: it then counts for nothing at once."
        ),
        said=_("Your objection is with those who rule. You will find the ruling here."),
    )


@login_required
@require_http_methods(METHODS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The side that objected takes it back."""
    objection = _objection(request, pk, Action.CONTEST)
    return enter_about(
        request,
        objection.partnership,
        EntryForm(**form_data(request)),
        lambda _values: withdraw_objection(by=request.user, objection=objection),
        _("Take the objection back"),
        _("Take it back"),
        said=_("Taken back."),
    )


@login_required
@require_http_methods(METHODS)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody from outside the partnership rules on an objection."""
    objection = _objection(request, pk, Action.RULE)
    return enter_about(
        request,
        objection.partnership,
        ReadingRulingForm(**form_data(request)),
        lambda values: rule_on_objection(by=request.user, objection=objection, **values),
        _("Rule on the objection"),
        _("Record the ruling"),
        intro=_(
            "An objection upheld sends a draft back: it is judged anew, and both sides have the whole term again. "
            "Correct the facts first where they are wrong; where the rules do not fit, propose an override."
        ),
        template="trust/ruling.html",
        context={"objection": objection, "about": about_words().get(objection.about, objection.about)},
        said=_("Ruled. Both sides can read the reasons."),
    )


def _objection(request: HttpRequest, pk: int, action: Action) -> Objection:
    rows = Objection.objects.visible_to(request.user).select_related("partnership__government", "partnership__ngo")
    objection: Objection = get_object_or_404(rows, pk=pk)
    check_act(request.user, action, objection.partnership)
    return objection


@login_required
@require_http_methods(METHODS)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A side's words beside the judgement."""
    partnership = _answered(request, pk)
    standing = Reply.objects.standing().filter(
        partnership=partnership, made_by__organization=request.user.organization_id
    )
    initial = {"text": next((each.text for each in standing), "")}
    return enter_about(
        request,
        partnership,
        ReplyForm(initial=initial, **form_data(request)),
        lambda values: reply_to_judgement(by=request.user, partnership=partnership, **values),
        _("Reply to the judgement"),
        _("Put it beside the judgement"),
        said=_("Your reply stands beside the judgement."),
    )


@login_required
@require_http_methods(METHODS)
def take_back_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """A side's reply is shown no more."""
    partnership = _answered(request, pk)
    return enter_about(
        request,
        partnership,
        EntryForm(**form_data(request)),
        lambda _values: withdraw_reply(by=request.user, partnership=partnership),
        _("Take the reply back"),
        _("Take it back"),
        said=_("Taken back."),
    )


def _answered(request: HttpRequest, pk: int) -> Partnership:
    """The partnership, for one of its parties."""
    partnership = seen_partnership(request, pk)
    check_act(request.user, Action.CONTEST, partnership)
    if request.user.organization_id not in parties_of(partnership).everyone:
        raise PermissionDenied(_("You speak for neither side of this partnership. Only its parties can do this."))
    return partnership
