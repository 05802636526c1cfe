"""What is told of a body over its NGOs: of five and more, coarsely, once a year and never with one answer more."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from partnerships.models import Organization, Partnership, SurveyAnswer, SurveyResult, SurveyRound
from partnerships.models.surveys import SCALE
from partnerships.questionnaires import questionnaire
from partnerships.services.merging import merge_organizations
from partnerships.services.survey_waves import coarse_mean, publish_results
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOLD_ON = date(2026, 1, 31)
LENGTH = len(questionnaire().items)


def ngo_of(cast: Cast, number: int, point: int | None = 3, **columns: Any) -> SurveyRound:
    """An NGO that has the bureau for a partner and answered the same to everything in November 2025."""
    ngo = Organization.objects.create(name=f"机构{number}", sector="ngo", kind="charity", jurisdiction=cast.district)
    partnership = Partnership.objects.create(government=cast.bureau, ngo=ngo)
    asked = a_round(partnership, **columns)
    answer(asked, point)
    return asked


def a_round(partnership: Partnership, **columns: Any) -> SurveyRound:
    """A round of November 2025 that is over."""
    given = {
        "questionnaire": "2026.1",
        "opened_on": date(2025, 11, 1),
        "answer_by": date(2025, 12, 1),
        "released_at": datetime(2025, 12, 1, 16, tzinfo=UTC),
    }
    asked: SurveyRound = SurveyRound.objects.create(partnership=partnership, **given | columns)
    return asked


def answer(asked: SurveyRound, point: int | None, side: str = "ngo") -> None:
    """The same answer to every statement."""
    SurveyAnswer.objects.create(round=asked, side=side, scores=[point] * LENGTH)


def told(cast: Cast) -> SurveyResult:
    result: SurveyResult = SurveyResult.objects.get(body=cast.bureau)
    return result


def test_four_ngos_are_told_nothing_of_and_five_are(cast: Cast) -> None:
    for number in range(4):
        ngo_of(cast, number)
    with transaction.atomic():
        assert publish_results(today=TOLD_ON) == 1
        assert (told(cast).ngos, told(cast).means) == (None, [])
        transaction.set_rollback(True)
    ngo_of(cast, 4)
    publish_results(today=TOLD_ON)
    assert (told(cast).ngos, told(cast).means) == (5, [Decimal("3.0")] * LENGTH)


def test_an_installation_may_ask_for_more(cast: Cast, settings: Any) -> None:
    settings.SURVEY_LEAST_NGOS = 6
    for number in range(5):
        ngo_of(cast, number)
    publish_results(today=TOLD_ON)
    assert told(cast).ngos is None


def test_only_answers_of_ngos_count_that_were_not_taken_back(cast: Cast) -> None:
    rounds = [ngo_of(cast, number, 2) for number in range(5)]
    for asked in rounds:
        answer(asked, 5, side="gov")
    withdrawn = a_round(cast.partnership)
    SurveyAnswer.objects.create(round=withdrawn, side="ngo", scores=[], withdrawn_at=timezone.now())
    publish_results(today=TOLD_ON)
    assert (told(cast).ngos, set(told(cast).means)) == (5, {Decimal("2.0")})


def test_a_year_is_told_when_nobody_can_answer_any_more_and_not_before(cast: Cast) -> None:
    for number in range(5):
        ngo_of(cast, number)
    assert publish_results(today=date(2025, 12, 31)) == 0
    late = a_round(cast.street_partnership, opened_on=date(2025, 12, 31), answer_by=date(2026, 1, 30), released_at=None)
    assert publish_results(today=late.answer_by) == 0
    assert publish_results(today=late.answer_by + timedelta(days=1)) == 2


def test_what_was_told_is_not_told_again_with_one_answer_more(cast: Cast) -> None:
    for number in range(5):
        ngo_of(cast, number, 3)
    publish_results(today=TOLD_ON)
    before = SurveyResult.objects.values_list("body", "year", "ngos", "means", "published_at")
    before = list(before)
    ngo_of(cast, 5, 1)
    assert publish_results(today=TOLD_ON) == 0
    assert publish_results(today=date(2030, 1, 1)) == 0
    assert list(SurveyResult.objects.values_list("body", "year", "ngos", "means", "published_at")) == before


def test_a_year_too_few_answered_in_stays_untold_whoever_comes_later(cast: Cast) -> None:
    for number in range(4):
        ngo_of(cast, number)
    publish_results(today=TOLD_ON)
    ngo_of(cast, 4)
    assert publish_results(today=TOLD_ON) == 0
    assert told(cast).ngos is None


def test_a_body_that_a_merge_adds_to_is_not_told_of_again_for_a_year_that_was_told(cast: Cast) -> None:
    for number in range(5):
        ngo_of(cast, number)
    publish_results(today=TOLD_ON)
    kept = Organization.objects.create(
        name="临江民政", sector="government", kind="government_body", jurisdiction=cast.district
    )
    merge_organizations(by=None, kept=kept, duplicate=cast.bureau)
    assert publish_results(today=TOLD_ON) == 0
    assert SurveyResult.objects.get().body == cast.bureau


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_told(cast: Cast, act: str) -> None:
    SurveyResult.objects.create(body=cast.bureau, year=2025, questionnaire="2026.1", means=[])
    rows = SurveyResult.objects.all()
    with pytest.raises(DatabaseError, match="not told again"), transaction.atomic():
        rows.update(year=2024) if act == "update" else rows.delete()


def test_every_reader_gets_the_same_numbers(cast: Cast) -> None:
    for number in range(5):
        ngo_of(cast, number)
    publish_results(today=TOLD_ON)
    seen = [
        list(SurveyResult.objects.visible_to(person).values_list("ngos", "means"))
        for person in (cast.staff, cast.ngo_manager, cast.administrator)
    ]
    assert seen[0] == seen[1] == seen[2] == [(5, [Decimal("3.0")] * LENGTH)]
    assert not SurveyResult.objects.visible_to(cast.other_manager).exists()


@pytest.mark.parametrize("ngos", [5, 6, 7])
def test_no_ngo_can_work_out_from_its_own_answer_what_another_said(ngos: int) -> None:
    possible: dict[tuple[int, Decimal | None], set[int]] = defaultdict(set)
    for others in combinations_with_replacement(SCALE, ngos - 1):
        for own in SCALE:
            possible[own, coarse_mean([own, *others])] |= set(others)
    assert all(len(answers) > 1 for answers in possible.values())


def test_that_all_said_the_same_is_not_told() -> None:
    assert coarse_mean([1] * 5) == coarse_mean([1, 1, 2, 2, 4]) == Decimal("2.0")
    assert coarse_mean([5] * 9) == coarse_mean([3, 4, 4, 4, 5]) == Decimal("4.0")
    assert [coarse_mean([2, 2, 3, 3, 3]), coarse_mean([3, 3, 4, 4, 4])] == [Decimal("2.5"), Decimal("3.5")]


def test_cannot_say_is_no_answer_and_too_few_of_them_make_no_mean() -> None:
    assert coarse_mean([3, 3, 3, 3, None, None]) is None
    assert coarse_mean([2, 2, 2, 2, 2, None]) == Decimal("2.0")
