"""The mutual survey: asking both sides, answering for one's own, taking the answer back."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import can_record, check_record
from partnerships.forms.surveys import AnswerForm, RoundForm, WithdrawalForm
from partnerships.models import SurveyAnswer, SurveyRound
from partnerships.models.surveys import side_of
from partnerships.questionnaires import CURRENT, questionnaire
from partnerships.services.surveys import answer_round, open_round, withdraw_answer

from .entering import EntryPage, Values, enter, form_data
from .subjects import given_partnership


def _address(asked: SurveyRound) -> str:
    """The page of all rounds of the partnership."""
    return reverse("partnership-surveys", args=[asked.partnership_id])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Asks both sides of a partnership; `?partnership=` says of which."""
    if not can_record(request.user, SurveyRound, None):
        raise PermissionDenied(_("Both sides are asked by civil-affairs staff, or by an administrator."))
    partnership = given_partnership(request)
    page = EntryPage(
        _("Survey both sides"),
        _("Ask both sides"),
        reverse("partnership-detail", args=[partnership.pk]) if partnership else reverse("home"),
        about=str(partnership) if partnership else _("Home"),
        intro=_(
            "Both sides answer the same few statements, each without seeing the other's answer. You see neither, "
            "unless you belong to one of the two. The answers never count towards the stage."
        ),
        said=_("Both sides are asked; it waits in their to-do lists."),
        context={"questionnaire": questionnaire(CURRENT)},
        template="partnerships/surveys/ask.html",
    )
    form = RoundForm(user=request.user, initial={"partnership": partnership}, **form_data(request))

    def act(values: Values) -> SurveyRound:
        return open_round(by=request.user, partnership=values["partnership"])  # type: ignore[arg-type]

    return enter(request, form, act, page, then=_address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the answer of the person's side; leads to the rounds where there is nothing to answer any more."""
    asked = _seen_round(request, pk)
    check_record(request.user, SurveyAnswer, asked)
    side = side_of(request.user, asked.partnership)  # type: ignore[arg-type]
    is_over = asked.is_released(timezone.localdate())
    if request.method != "POST" and (is_over or asked.answers.filter(side=side).exists()):
        return HttpResponseRedirect(_address(asked))
    statements = questionnaire(asked.questionnaire)

    def act(values: Values) -> SurveyAnswer:
        return answer_round(by=request.user, asked=asked, scores=AnswerForm.scores(values))  # type: ignore[arg-type]

    page = EntryPage(
        _("How do you see the cooperation?"),
        _("Give this answer"),
        _address(asked),
        about=str(asked.partnership),
        said=_("Answered. Until the release only your own side sees it, and can take it back."),
        template="partnerships/surveys/answer.html",
        context={"asked": asked, "questionnaire": statements},
    )
    form = AnswerForm(asked=statements, **form_data(request))
    return enter(request, form, act, page, then=lambda _answer: _address(asked))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the answer of the person's side to a round back."""
    asked = _seen_round(request, pk)
    check_record(request.user, SurveyAnswer, asked)
    side = side_of(request.user, asked.partnership)  # type: ignore[arg-type]
    given: SurveyAnswer = get_object_or_404(
        SurveyAnswer.objects.visible_to(request.user).select_related("round__partnership"), round=asked, side=side
    )
    page = EntryPage(
        _("Take the answer back"),
        _("Take it back"),
        _address(asked),
        about=str(asked.partnership),
        intro=_(
            "What your side answered is deleted, and it cannot answer this round again. When the round is over, the "
            "other side reads that an answer was taken back."
        ),
        is_harmful=True,
        said=_("Taken back; what it said is deleted."),
    )

    def act(_values: Values) -> SurveyAnswer:
        return withdraw_answer(by=request.user, answer=given)  # type: ignore[arg-type]

    return enter(request, WithdrawalForm(**form_data(request)), act, page, then=lambda _answer: _address(asked))


def _seen_round(request: HttpRequest, pk: int) -> SurveyRound:
    """The round, if the person may see that there is one."""
    rounds = SurveyRound.objects.visible_to(request.user).select_related("partnership__government", "partnership__ngo")
    asked: SurveyRound | None = rounds.filter(pk=pk).first()
    if asked is None:
        raise Http404
    return asked
