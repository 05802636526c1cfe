"""How the two sides of a partnership see each other: the rounds of the mutual survey as the reader may see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.access import can_record
from partnerships.models import Partnership, SurveyAnswer, SurveyRound, User
from partnerships.models.surveys import side_of
from partnerships.questionnaires import questionnaire
from partnerships.views.lists import unknown_parameters
from trust.models import Assessment
from trust.presenters.perceptions import BESIDE, RoundView, perception_rows, round_view
from trust.presenters.profile import IndicatorView, assessed_by, indicator_of
from trust.services.methodologies import numbers_of

from .files import csv_file
from .problems import bad_request

# The round being asked, and the last that was released.
ON_THE_PROFILE = 2


@login_required
@require_safe
def show_perceptions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every round of the partnership, the latest first, as a page or as a file."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user).with_parties(), pk=pk)
    problems = unknown_parameters(request, {"download"})
    if problems:
        return bad_request(request, problems)
    path = list(Assessment.objects.path(partnership).select_related("run"))
    views = rounds_seen(request.user, partnership, path)  # type: ignore[arg-type]
    if request.GET.get("download"):
        heads = [_("asked on"), _("questionnaire"), _("code"), _("statement"), _("NGO"), _("government body")]
        return csv_file("survey", heads, perception_rows(views))
    context = {
        "partnership": partnership,
        "rounds": views,
        "can_ask": can_record(request.user, SurveyRound, partnership) and not _asked_this_year(views),  # type: ignore[arg-type]
        "questionnaire": questionnaire(),
        "is_party": side_of(request.user, partnership) is not None,  # type: ignore[arg-type]
    }
    return render(request, "trust/perceptions.html", context)


def _asked_this_year(views: Sequence[RoundView]) -> bool:
    return any(view.asked.opened_on.year == timezone.localdate().year for view in views)


def rounds_seen(
    user: User, partnership: Partnership, path: Sequence[Assessment], most: int | None = None
) -> Sequence[RoundView]:
    """A partnership's rounds, the latest first, each with the answers the person may see. Two queries.

    `path`: the partnership's assessments in order; beside a round stands the one of its time, not of today.
    """
    rounds = list(SurveyRound.objects.filter(partnership=partnership).order_by("-opened_on", "-pk")[:most])
    answers: dict[int, list[Any]] = defaultdict(list)
    for answer in SurveyAnswer.objects.visible_to(user).filter(round__in=rounds):
        answers[answer.round_id].append(answer)
    side, today = side_of(user, partnership), timezone.localdate()
    return [
        round_view(asked, answers[asked.pk], side, today, _readings(assessed_by(path, asked.answer_by)))
        for asked in rounds
    ]


def _readings(assessment: Assessment | None) -> Mapping[str, IndicatorView]:
    """The indicators that stand beside the statements, as the assessment read them; none where there is none."""
    if assessment is None:
        return {}
    numbers = numbers_of(assessment.run.methodology)
    codes = {code for own in BESIDE.values() for code in own if code in numbers.indicators}
    return {code: indicator_of(assessment, code, numbers) for code in codes}
