"""The yearly wave: everybody with an agreement in force is asked, and what the NGOs of a body said is told once.

How differencing is prevented (docs/survey.md): a year is told when it is over and nobody can answer any more, for all
bodies at once, once; in half points with open ends; of five NGOs or more; the same for every reader, without filters.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import fmean

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partnerships.models import Contract, Partnership, Role, Side, SurveyAnswer, SurveyResult, SurveyRound, User
from partnerships.models.surveys import HIGHEST_MEAN, LOWEST_MEAN
from partnerships.questionnaires import questionnaire

from .surveys import open_round

# The worker may have been down on the day itself; whoever signs later is asked next year.
BEGINS_WITHIN = timedelta(days=14)
Scores = Sequence[int | None]


def open_yearly_rounds(*, today: date | None = None) -> int:
    """Asks the two sides of every partnership with an agreement in force; returns how many. Safe to run again.

    Partnerships that were asked this year, or where a side has nobody to answer, are left out.
    """
    day = today or timezone.localdate()
    if settings.SURVEY_OPENS_ON == "never":
        return 0
    begins = date.fromisoformat(f"{day.year}-{settings.SURVEY_OPENS_ON}")
    if not begins <= day < begins + BEGINS_WITHIN:
        return 0
    return sum(_ask(partnership, day) for partnership in _to_ask(day))


def _to_ask(day: date) -> Sequence[Partnership]:
    running = Contract.objects.in_force(day).filter(partnership=OuterRef("pk"))
    asked = SurveyRound.objects.filter(partnership=OuterRef("pk"), opened_on__year=day.year)
    people = User.objects.filter(is_active=True)
    officials = people.filter(role=Role.STAFF, organization=OuterRef("government"))
    managers = people.filter(role=Role.NGO_MANAGER, organization=OuterRef("ngo"))
    rows = Partnership.objects.filter(Exists(running), Exists(officials), Exists(managers), joined_into__isnull=True)
    return list(rows.filter(~Exists(asked)).order_by("pk"))


def _ask(partnership: Partnership, day: date) -> bool:
    try:
        open_round(by=None, partnership=partnership, today=day)
    except ValidationError:  # somebody asked, or left, a moment ago
        return False
    return True


def publish_results(*, today: date | None = None) -> int:
    """Tells of every year that is over and was not told yet; returns how many results were written."""
    day = today or timezone.localdate()
    years = SurveyRound.objects.filter(opened_on__year__lt=day.year).values_list("opened_on__year", flat=True)
    return sum(_publish(year, day) for year in sorted(set(years.order_by())))


@transaction.atomic
def _publish(year: int, day: date) -> int:
    """The year's results of all bodies, if it was not told and no round of it can be answered any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('survey results', 0))")
    rounds = SurveyRound.objects.filter(opened_on__year=year)
    if SurveyResult.objects.filter(year=year).exists() or rounds.open_on(day).exists():
        return 0
    version = rounds.order_by("-opened_on", "-pk").values_list("questionnaire", flat=True)[0]
    bodies = set(rounds.values_list("partnership__government", flat=True).order_by())
    answers = _answers(year, version)
    results = [_result(body, year, version, answers.get(body, [])) for body in sorted(bodies)]
    SurveyResult.objects.bulk_create(results)
    return len(results)


def _answers(year: int, version: str) -> Mapping[int, list[Scores]]:
    """The scores of each body's NGOs: one answer of each NGO, its last of the year. One query."""
    rows = (
        SurveyAnswer.objects.given()
        .filter(side=Side.NGO, round__opened_on__year=year, round__questionnaire=version)
        .order_by("answered_at", "pk")
        .values_list("round__partnership__government", "round__partnership__ngo", "scores")
    )
    found: dict[int, dict[int, Scores]] = defaultdict(dict)
    for body, ngo, scores in rows:
        found[body][ngo] = scores
    return {body: list(of_ngos.values()) for body, of_ngos in found.items()}


def _result(body: int, year: int, version: str, answers: Sequence[Scores]) -> SurveyResult:
    result = SurveyResult(body_id=body, year=year, questionnaire=version, means=[])
    if len(answers) >= settings.SURVEY_LEAST_NGOS:
        result.ngos = len(answers)
        result.means = [
            coarse_mean([scores[place] for scores in answers]) for place in range(len(questionnaire(version).items))
        ]
    return result


def coarse_mean(scores: Scores) -> Decimal | None:
    """The mean of those who said something, in half points from 2 to 4; None where they are too few.

    Half points and open ends: with ends further out, an NGO that said 4 and reads the lowest mean knows that all the
    others said 1. A test tries every case.
    """
    said = [score for score in scores if score is not None]
    if len(said) < settings.SURVEY_LEAST_NGOS:
        return None
    half = (Decimal(fmean(said)) * 2).quantize(Decimal(1), ROUND_HALF_EVEN) / 2
    return min(max(half, LOWEST_MEAN), HIGHEST_MEAN).quantize(Decimal("0.1"))
