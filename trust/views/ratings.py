"""Blind ratings as pages: rounds for administrators, cases for the experts they were given to."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.models import Role
from partnerships.views.entering import EntryPage, Values, enter, form_data
from trust.models import ExpertJudgement, RatingRound, RatingTask
from trust.presenters.stages import STAGES
from trust.services.methodology_drafts import check_administrator
from trust.services.ratings import eligible_experts, facts_of, judge_case, open_round

from .rating_forms import JudgementForm, RoundForm

FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def list_ratings(request: HttpRequest) -> HttpResponse:
    """For an expert the cases given, for an administrator the rounds and how far they are."""
    if request.user.role not in {Role.ANALYST, Role.ADMINISTRATOR}:  # type: ignore[union-attr]
        raise PermissionDenied(_("Cases are rated by analysts whom an administrator has asked."))
    tasks = RatingTask.objects.of_expert(request.user).select_related("round", "judgement")
    context: dict[str, Any] = {"tasks": tasks}
    if request.user.is_administrator:  # type: ignore[union-attr]
        counted = {
            "cases": Count("tasks__partnership", distinct=True),
            "experts": Count("tasks__expert", distinct=True),
            "given": Count("tasks"),
            "judged": Count("tasks", filter=Q(tasks__judgement__isnull=False)),
        }
        context["rounds"] = RatingRound.objects.annotate(**counted).select_related("opened_by").order_by("-pk")
    return render(request, "trust/ratings/list.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def new_round(request: HttpRequest) -> HttpResponse:
    """Gives cases to experts."""
    check_administrator(request.user)  # type: ignore[arg-type]

    def act(values: Values) -> RatingRound:
        return open_round(by=request.user, **{**values, "experts": list(values["experts"])})  # type: ignore[arg-type]

    page = EntryPage(
        title=_("Open a round of ratings"),
        button=_("Draw the cases"),
        back=reverse("rating-list"),
        about=_("Blind ratings"),
        intro=_(
            "The experts see what is on record of each case up to the last month end: no names, no free text, no "
            "score, no stage. Partnerships that a grant of theirs covers are not drawn."
        ),
        said=_("The cases are drawn. The experts find them under Methodology."),
    )
    form = RoundForm(experts=eligible_experts(), **form_data(request))
    return enter(request, form, act, page, then=lambda _round: reverse("rating-list"))


@login_required
@require_http_methods(FORM_METHODS)
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, for the expert it was given to and for nobody else: its facts, and the form of the judgement."""
    rows = RatingTask.objects.of_expert(request.user).select_related("round", "judgement")
    task: RatingTask = get_object_or_404(rows, pk=pk)
    judged = ExpertJudgement.objects.filter(task=task).first()
    form = JudgementForm(**form_data(request))

    def act(values: Values) -> ExpertJudgement:
        return judge_case(
            by=request.user,  # type: ignore[arg-type]
            task=task,
            stage=values["stage"],
            acceptable=form.acceptable,
            rationale=values["rationale"],
        )

    page = EntryPage(
        title=_("Case %(number)s") % {"number": task.position},
        button=_("Give the judgement"),
        back=reverse("rating-list"),
        about=_("Blind ratings"),
        intro=_(
            "One government body and one NGO. Judge the relationship as these facts show it, not the NGO. A judgement "
            "is given once."
        ),
        said=_("Your judgement is kept."),
        template="trust/ratings/case.html",
        context={"task": task, "case": facts_of(task), "judged": judged, "meanings": STAGES},
    )
    return enter(request, form, act, page, then=lambda _judgement: _next_address(request))


def _next_address(request: HttpRequest) -> str:
    """The next case in the expert's order; the list once all are judged."""
    following = RatingTask.objects.of_expert(request.user).waiting().order_by("round", "position").first()
    return reverse("rating-case", args=[following.pk]) if following else reverse("rating-list")
