"""The mutual survey in the demo world: what the two sides answered in past years, and a round that waits for an answer.

Drawn from the course a partnership takes; bodies see things a little better than their NGOs do.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from partnerships.models import Side, SurveyAnswer, SurveyRound, User
from partnerships.questionnaires import CURRENT, questionnaire
from partnerships.services.survey_waves import publish_results
from partnerships.services.surveys import open_round

from .dice import Dice
from .recording import office_moment
from .rows import Shelf
from .world import ENDS_ON, TIME_ZONE, Agreement, Pair, World

YEARS = (2022, 2023, 2024, 2025)
OPENS = (11, 1)
DAYS = 30
ANSWERS = {Side.NGO: 0.82, Side.GOVERNMENT: 0.74}
TAKEN_BACK, CANNOT_SAY = 0.02, 0.06
# The mean an NGO's answers lie around, by the life of the partnership; others lie at the usual one.
USUAL = 3.5
MOODS = {
    **dict.fromkeys(("equal_cooperation", "recovery"), 4.3),
    **dict.fromkeys(("paid_on_time", "paid_as_usual", "recent_hopeful", "first_grant"), 3.8),
    **dict.fromkeys(("paid_late", "leaves_over_arrears", "one_sided"), 2.4),
    **dict.fromkeys(("disputed", "retaliation", "government_withdraws"), 1.8),
}
BODY_IS_KINDER = 0.5


def write_surveys(world: World, shelf: Shelf) -> int:
    """Past rounds with their answers, and what was told of each year; returns how many rounds."""
    dice = Dice(world.seed, "surveys")
    rounds, answers = [], []
    for year in YEARS:
        day = date(year, *OPENS)
        running = {agreement.pair for agreement in world.agreements if _is_in_force(agreement, day)}
        for pair in world.pairs:
            if pair.key in running:
                asked, given = _round(dice, pair, shelf, day)
                rounds.append(asked)
                answers += given
    SurveyRound.objects.bulk_create(rounds)
    SurveyAnswer.objects.bulk_create(answers)
    publish_results(today=ENDS_ON)
    return len(rounds)


def open_present_round(shelf: Shelf) -> None:
    """Asks, today, where both sides have somebody to answer, so that the survey waits in the lists of the accounts."""
    if timezone.localdate().year <= YEARS[-1]:
        return
    organizations = set(User.objects.filter(is_active=True).values_list("organization", flat=True))
    for partnership in shelf.partnerships.values():
        if {partnership.government_id, partnership.ngo_id} <= organizations:
            open_round(by=None, partnership=partnership)


def _is_in_force(agreement: Agreement, day: date) -> bool:
    end = agreement.termination
    return agreement.starts_on <= day <= agreement.ends_on and not (end and end.on <= day)


def _round(dice: Dice, pair: Pair, shelf: Shelf, day: date) -> tuple[SurveyRound, list[SurveyAnswer]]:
    last = day + timedelta(days=DAYS)
    asked = SurveyRound(partnership=shelf.partnerships[pair.key], questionnaire=CURRENT, opened_on=day, answer_by=last)
    answers = [_answer(dice, pair, asked, side) for side, chance in ANSWERS.items() if dice.chance(chance)]
    given = [answer.answered_at for answer in answers if answer.withdrawn_at is None]
    over = datetime.combine(last + timedelta(days=1), time.min, TIME_ZONE)
    asked.released_at = max(given) if len(given) == len(ANSWERS) else over
    return asked, answers


def _answer(dice: Dice, pair: Pair, asked: SurveyRound, side: Side) -> SurveyAnswer:
    answered_at = office_moment(dice, dice.day(asked.opened_on, asked.opened_on + timedelta(days=DAYS - 3)))
    if dice.chance(TAKEN_BACK):
        taken_back = answered_at + timedelta(days=1)
        return SurveyAnswer(round=asked, side=side, scores=[], answered_at=answered_at, withdrawn_at=taken_back)
    mood = MOODS.get(pair.life, USUAL) + (BODY_IS_KINDER if side == Side.GOVERNMENT else 0)
    scores = [_score(dice, mood) for _item in questionnaire(CURRENT).items]
    return SurveyAnswer(round=asked, side=side, scores=scores, answered_at=answered_at)


def _score(dice: Dice, mood: float) -> int | None:
    if dice.chance(CANNOT_SAY):
        return None
    return min(max(round(mood + dice.share(-1.4, 1.4)), 1), 5)
