"""The survey that waits for the person's side."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Role, Side, SurveyRound
from partnerships.questionnaires import questionnaire

from .desk import Desk
from .telling import PAIR, Told, other_side


def to_answer(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Rounds the own side has not answered, the first to end first; of the own organization's partnerships alone."""
    column, side = ("government", Side.GOVERNMENT) if desk.role == Role.STAFF else ("ngo", Side.NGO)
    own = {f"partnership__{column}": desk.user.organization_id}
    rows = SurveyRound.objects.open_on(desk.today).unanswered_by(side).filter(**own)
    if desk.shows_late_only:
        rows = rows.none()  # what is over cannot be answered any more
    return [rows.select_related(*PAIR).order_by("answer_by", "pk")]


def tell_survey(desk: Desk, asked: Any) -> Told:
    """A round as a duty."""
    number = len(questionnaire(asked.questionnaire).items)
    text = ngettext("%(number)s statement; a few minutes", "%(number)s statements; a few minutes", number)
    address = reverse("partnership-surveys", args=[asked.partnership_id])
    title = _("How do you see the cooperation?")
    return Told(title, text % {"number": number}, other_side(desk, asked.partnership), address)
