"""New versions of the methodology as pages: propose, see who would move and why, confirm by a second person."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.views.entering import EntryPage, Values, enter, form_data
from partnerships.views.lists import ROWS_PER_PAGE, form_problems, unknown_parameters
from trust.models import MethodologyDraft, PreviewReading
from trust.presenters.methodology import changed_lines
from trust.presenters.methodology_drafts import Mover, matrix, mover
from trust.presenters.stages import NO_STAGE, STAGES
from trust.scoring.stages import REASONS
from trust.services import current_methodology
from trust.services.methodologies import numbers_of
from trust.services.methodology_drafts import (
    check_administrator,
    confirm_draft,
    discard_draft,
    proposed_day,
    repeat_preview,
    submit_draft,
)

from .files import csv_file
from .methodology_draft_forms import ConfirmForm, DiscardForm, DraftForm, MovesForm, RepeatForm
from .problems import bad_request

FORM_METHODS = ["GET", "HEAD", "POST"]
PEOPLE = ("base", "submitted_by", "confirmed_by", "discarded_by", "methodology")


def address_of_draft(draft: MethodologyDraft) -> str:
    """The page of a draft."""
    return reverse("methodology-draft", args=[draft.pk])


def _draft(request: HttpRequest, pk: int) -> MethodologyDraft:
    check_administrator(request.user)  # type: ignore[arg-type]
    found: MethodologyDraft = get_object_or_404(
        MethodologyDraft.objects.visible_to(request.user).select_related(*PEOPLE), pk=pk
    )
    return found


@login_required
@require_safe
def list_drafts(request: HttpRequest) -> HttpResponse:
    """Every draft, the latest first."""
    check_administrator(request.user)  # type: ignore[arg-type]
    rows = MethodologyDraft.objects.visible_to(request.user).select_related(*PEOPLE).order_by("-pk")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "trust/methodology/drafts.html", {"page": page})


@login_required
@require_http_methods(FORM_METHODS)
def new_draft(request: HttpRequest) -> HttpResponse:
    """Takes a file in, checks every value of it, and has it previewed."""
    check_administrator(request.user)  # type: ignore[arg-type]

    def act(values: Values) -> MethodologyDraft:
        return submit_draft(by=request.user, **values)  # type: ignore[arg-type]

    page = EntryPage(
        title=_("Propose a version"),
        button=_("Check and preview"),
        back=reverse("methodology-drafts"),
        about=_("Drafts"),
        intro=_(
            "Nothing comes into force by this. The draft is judged on every partnership beside the version in force, "
            "and another administrator has to confirm it."
        ),
        said=_("The file is in order. The preview has begun."),
    )
    form = DraftForm(initial={"source": current_methodology().source}, **form_data(request))
    return enter(request, form, act, page, then=address_of_draft)


@login_required
@require_safe
def show_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft: how far its preview is, who would move and why, what changed in the file, what can be decided."""
    draft = _draft(request, pk)
    if request.htmx and request.htmx.target == "progress":  # type: ignore[attr-defined]
        return _progress(request, draft)
    form = MovesForm(request.GET)
    problems = [*unknown_parameters(request, form.fields), *form_problems(form, request)]
    if problems:
        return bad_request(request, problems)
    if form.cleaned_data["download"]:
        return _moves_file(draft, _moves(draft, form.cleaned_data))
    return render(request, "trust/methodology/draft.html", _context(request, draft, form.cleaned_data))


def _context(request: HttpRequest, draft: MethodologyDraft, asked: Values) -> dict[str, Any]:
    changes = changed_lines(draft.base.source, draft.source)
    shown = {"draft": draft, "changes": changes, "may_confirm": request.user != draft.submitted_by, "asked": asked}
    if not draft.previewed_at:
        return shown
    page = Paginator(_moves(draft, asked), ROWS_PER_PAGE).get_page(asked["page"])
    counted = draft.readings.values_list("stage_before", "reason_before", "stage_after", "reason_after")
    return {
        **shown,
        "matrix": matrix(counted.annotate(number=Count("pk")).order_by()),
        "page": page,
        "movers": list(_told(draft, page.object_list)),
    }


def _progress(request: HttpRequest, draft: MethodologyDraft) -> HttpResponse:
    """How far the preview is, or word to load the page anew once it has ended."""
    if draft.state == "previewing":
        return render(request, "trust/methodology/draft_progress.html", {"draft": draft})
    answer = HttpResponse()
    answer["HX-Refresh"] = "true"
    return answer


def _moves(draft: MethodologyDraft, asked: Values) -> QuerySet[PreviewReading]:
    """Readings that differ, by the names of the two sides; of one move where one was asked for."""
    same = Q(stage_before=F("stage_after"), reason_before=F("reason_after"))
    rows = draft.readings.exclude(same).select_related("partnership__government", "partnership__ngo")
    for end in ("before", "after"):
        if asked[end]:
            stage, reason = _outcome(asked[end])
            rows = rows.filter(**{f"stage_{end}": stage, f"reason_{end}": reason})
    ordered: QuerySet[PreviewReading] = rows.order_by(
        "partnership__government__name", "partnership__ngo__name", "partnership"
    )
    return ordered


def _outcome(slug: str) -> tuple[int, int]:
    """Stage and reason of an outcome by its slug."""
    stages = {mark.slug: (mark.number, 0) for mark in STAGES}
    reasons = {mark.slug: (0, REASONS.index(name)) for name, mark in NO_STAGE.items()}
    return (stages | reasons)[slug]


def _told(draft: MethodologyDraft, readings: Any) -> Iterator[Mover]:
    before, after = numbers_of(draft.base), numbers_of(draft)
    return (mover(reading, before, after) for reading in readings)


def _moves_file(draft: MethodologyDraft, readings: QuerySet[PreviewReading]) -> HttpResponse:
    headings = (_("Partnership"), _("Before"), _("Now"), _("Odds"), _("Why"))
    rows = (
        (str(each.reading.partnership), str(each.before.label), str(each.after.label), each.odds, _why(each))
        for each in _told(draft, readings)
    )
    return csv_file(f"preview-{draft.pk}", headings, rows)


def _why(each: Mover) -> str:
    turns = [f"{turn.sentence}: {turn.state_before} → {turn.state_after}" for turn in each.turns]
    return "; ".join([*turns, each.remark] if each.remark else turns)


def _decide(request: HttpRequest, draft: MethodologyDraft, form: Any, act: Callable[[Values], Any], **page: Any) -> Any:
    around = EntryPage(back=address_of_draft(draft), about=_("Draft %(version)s") % {"version": draft.version}, **page)
    return enter(request, form, act, around, then=address_of_draft)


@login_required
@require_http_methods(FORM_METHODS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Brings a draft into force from a day on."""
    draft = _draft(request, pk)

    def act(values: Values) -> MethodologyDraft:
        return confirm_draft(by=request.user, draft=draft, **values)  # type: ignore[arg-type]

    answer: HttpResponse = _decide(
        request,
        draft,
        ConfirmForm(initial={"effective_on": proposed_day(draft)}, **form_data(request)),
        act,
        title=_("Confirm the version"),
        button=_("Confirm it"),
        intro=_(
            "From the day on every assessment is made with this version. Assessments made before stay on record as "
            "they are. This cannot be undone; a further version can replace it."
        ),
        said=_("Confirmed. The version is listed with its day."),
    )
    return answer


@login_required
@require_http_methods(FORM_METHODS)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Lays a draft aside."""
    draft = _draft(request, pk)

    def act(values: Values) -> MethodologyDraft:
        return discard_draft(by=request.user, draft=draft, **values)  # type: ignore[arg-type]

    answer: HttpResponse = _decide(
        request,
        draft,
        DiscardForm(**form_data(request)),
        act,
        title=_("Discard the draft"),
        button=_("Discard it"),
        is_harmful=True,
        said=_("Discarded. It stays on record."),
    )
    return answer


@login_required
@require_POST
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a draft judged anew."""
    draft = _draft(request, pk)

    def act(_values: Values) -> MethodologyDraft:
        return repeat_preview(by=request.user, draft=draft)  # type: ignore[arg-type]

    answer: HttpResponse = _decide(
        request, draft, RepeatForm(request.POST), act, title=_("Judge the draft anew"), button=_("Judge it anew"),
        said=_("The preview has begun anew."),
    )  # fmt: skip
    return answer
