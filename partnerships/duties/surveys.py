"""The survey: rounds that wait for the person's side, and news of those that were released."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Role, Side, SurveyAnswer, SurveyRound
from partnerships.questionnaires import questionnaire

from .desk import Desk
from .telling import PAIR, Told, other_side

NEWS_FOR = timedelta(days=30)


def to_answer(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Rounds the own side has not answered, the first to end first; of the own organization's partnerships alone."""
    side = Side.GOVERNMENT if desk.role == Role.STAFF else Side.NGO
    rows = _of_own_side(desk).open_on(desk.today).unanswered_by(side)
    if desk.shows_late_only:
        rows = rows.none()  # what is over cannot be answered any more
    return [rows.order_by("answer_by", "pk")]


def released(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Rounds that were released in the last month with an answer to read, the latest first."""
    rows = _of_own_side(desk).released_between(desk.today - NEWS_FOR, desk.today)
    answered = SurveyAnswer.objects.given().filter(round=OuterRef("pk"))
    return [rows.filter(Exists(answered)).order_by("-answer_by", "-pk")]


def released_day(asked: SurveyRound) -> date:
    """The day a round was released."""
    over = asked.answer_by + timedelta(days=1)
    return min(timezone.localdate(asked.released_at), over) if asked.released_at else over


def _of_own_side(desk: Desk) -> Any:
    """Rounds of the partnerships of the person's own organization."""
    column = "government" if desk.role == Role.STAFF else "ngo"
    own = {f"partnership__{column}": desk.user.organization_id}
    return SurveyRound.objects.filter(**own).select_related(*PAIR)


def tell_released(desk: Desk, asked: Any) -> Told:
    """A release as news."""
    address = reverse("partnership-surveys", args=[asked.partnership_id])
    return Told(other_side(desk, asked.partnership), _("The answers of the two sides can be read."), "", address)


def tell_survey(desk: Desk, asked: Any) -> Told:
    """A round as a duty."""
    number = len(questionnaire(asked.questionnaire).items)
    text = ngettext("%(number)s statement; a few minutes", "%(number)s statements; a few minutes", number)
    address = reverse("partnership-surveys", args=[asked.partnership_id])
    title = _("How do you see the cooperation?")
    return Told(title, text % {"number": number}, other_side(desk, asked.partnership), address)
