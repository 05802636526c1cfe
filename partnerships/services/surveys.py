"""The mutual survey of one partnership: asking both sides, answering once, taking back, releasing."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import Organization, Partnership, Role, Side, SurveyAnswer, SurveyRound, User
from partnerships.models.surveys import SCALE, side_of
from partnerships.questionnaires import CURRENT, Questionnaire, questionnaire

from .refusals import refuse, refuse_if, save

Scores = Mapping[str, int | None]


@transaction.atomic
def open_round(*, by: User | None, partnership: Partnership, today: date | None = None) -> SurveyRound:
    """Asks both sides. Once a year at most, and only where on both sides somebody has an account to answer with."""
    check_record(by, SurveyRound, partnership)
    day = today or timezone.localdate()
    pair = (
        Partnership.objects.select_for_update(of=("self",)).select_related("government", "ngo").get(pk=partnership.pk)
    )
    refuse_if(
        pair.joined_into_id is not None, "partnership", _("This partnership was joined to another. Ask in that one.")
    )
    _check_not_asked(pair, day)
    for organization, role in ((pair.government, Role.STAFF), (pair.ngo, Role.NGO_MANAGER)):
        _check_can_answer(organization, role)
    close_rounds(today=day, partnership=pair)
    asked = SurveyRound(
        partnership=pair,
        questionnaire=CURRENT,
        opened_on=day,
        opened_by=by,
        answer_by=day + timedelta(days=settings.SURVEY_DAYS),
    )
    save(asked)
    return asked


def _check_not_asked(partnership: Partnership, day: date) -> None:
    """Whoever could ask again and again could press for an answer."""
    earlier = SurveyRound.objects.filter(partnership=partnership, opened_on__year=day.year).first()
    if earlier is not None:
        refuse(
            "partnership",
            _("The two sides were asked on %(day)s. They are asked once a year at most: wait until next year."),
            day=earlier.opened_on,
        )


def _check_can_answer(organization: Organization, role: Role) -> None:
    """A side that has nobody to answer would only look silent."""
    refuse_if(
        not User.objects.filter(organization=organization, role=role, is_active=True).exists(),
        "partnership",
        _("Nobody of %(name)s has an account, so that nobody there could answer. Have somebody invited first."),
        name=organization,
    )


@transaction.atomic
def answer_round(*, by: User, asked: SurveyRound, scores: Scores) -> SurveyAnswer:
    """Records the answer of the person's side; releases both answers when it is the second.

    `scores`: by the code of every statement a point from 1 to 5, or None for “cannot say”.
    """
    check_record(by, SurveyAnswer, asked)
    asked = _held(asked)
    side = side_of(by, asked.partnership)
    if side is None:
        raise PermissionDenied(_("Only people of one of the two sides answer."))
    _check_open(asked)
    refuse_if(
        asked.answers.filter(side=side).exists(), "round", _("Your side has answered already. Each side answers once.")
    )
    answer = SurveyAnswer(
        round=asked, side=side, scores=_in_order(scores, questionnaire(asked.questionnaire)), answered_by=by
    )
    save(answer)
    if asked.answers.given().count() == len((Side.GOVERNMENT, Side.NGO)):
        asked.released_at = timezone.now()
        save(asked)
    return answer


def _in_order(scores: Scores, asked: Questionnaire) -> list[int | None]:
    """The scores in the order of the statements; refuses a statement without an answer."""
    for item in asked.items:
        refuse_if(item.code not in scores, item.code, _("Choose an answer. “Cannot say” is one, too."))
        if scores[item.code] not in (None, *SCALE):
            refuse(item.code, _("An answer is a point from 1 to 5, or “cannot say”."))
    return [scores[item.code] for item in asked.items]


@transaction.atomic
def withdraw_answer(*, by: User, answer: SurveyAnswer) -> SurveyAnswer:
    """Takes the own side's answer back before the release: what it said is gone. It cannot be given again."""
    check_act(by, Action.VOID, answer)
    asked = _held(answer.round)
    if side_of(by, asked.partnership) != answer.side:
        raise PermissionDenied(_("Only the side that answered takes its answer back."))
    _check_open(asked)
    held: SurveyAnswer = SurveyAnswer.objects.get(pk=answer.pk)
    if held.withdrawn_at is None:
        held.scores, held.withdrawn_at = [], timezone.now()
        save(held)
    return held


def _held(asked: SurveyRound) -> SurveyRound:
    """The round as it stands now, held until the transaction ends, so that two answers do not miss each other."""
    held: SurveyRound = (
        SurveyRound.objects.select_for_update(of=("self",))
        .select_related("partnership__government", "partnership__ngo")
        .get(pk=asked.pk)
    )
    return held


def _check_open(asked: SurveyRound) -> None:
    refuse_if(
        asked.is_released(timezone.localdate()),
        "round",
        _("This round is over, and its answers are shown to both sides. Nothing about it can be changed any more."),
    )


@transaction.atomic
def close_rounds(*, today: date | None = None, partnership: Partnership | None = None) -> int:
    """Notes the release of rounds whose last day is over; returns how many. They were readable from that moment on."""
    over = SurveyRound.objects.filter(released_at__isnull=True, answer_by__lt=today or timezone.localdate())
    if partnership is not None:
        over = over.filter(partnership=partnership)
    rounds = list(over.select_for_update(of=("self",)))
    for asked in rounds:
        next_day = datetime.combine(asked.answer_by + timedelta(days=1), time.min)
        asked.released_at = timezone.make_aware(next_day)
    SurveyRound.objects.bulk_update(rounds, ["released_at"])
    return len(rounds)
