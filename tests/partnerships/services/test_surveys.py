"""The mutual survey: asked once, answered once and blindly, released at once to both, never changed afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from partnerships.models import Change, Contract, Partnership, SurveyAnswer, SurveyRound, User
from partnerships.questionnaires import FOLDER, Item, questionnaire
from partnerships.services.merging import merge_organizations
from partnerships.services.survey_waves import open_yearly_rounds
from partnerships.services.surveys import answer_round, close_rounds, open_round, withdraw_answer
from partnerships.tasks import keep_surveys
from tests import facts
from tests.cast import Cast

from .refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CODES = [item.code for item in questionnaire().items]
PEOPLE = ("staff", "street_staff", "ngo_manager", "other_manager", "analyst", "administrator")


def scores(point: int | None) -> dict[str, int | None]:
    """The same answer to every statement."""
    return dict.fromkeys(CODES, point)


def readers(cast: Cast, answer: SurveyAnswer) -> set[str]:
    """Who of the cast sees the answer."""
    return {
        name for name in PEOPLE if SurveyAnswer.objects.visible_to(getattr(cast, name)).filter(pk=answer.pk).exists()
    }


def end(asked: SurveyRound) -> None:
    """Lets the time of the round run out: yesterday was its last day."""
    yesterday = timezone.localdate() - DAY
    SurveyRound.objects.filter(pk=asked.pk).update(opened_on=yesterday - 30 * DAY, answer_by=yesterday)


@pytest.fixture
def asked(cast: Cast) -> SurveyRound:
    """A round of the bureau and the NGO, opened today."""
    return open_round(by=cast.staff, partnership=cast.partnership)


@pytest.mark.parametrize("version", [path.stem for path in FOLDER.glob("*.toml")])
def test_a_questionnaire_is_short_complete_and_in_both_languages(version: str) -> None:
    asked = questionnaire(version)
    assert asked.version == version
    assert 5 <= len(asked.items) <= 7
    assert len({item.code for item in asked.items}) == len(asked.items)
    assert {item.concept for item in asked.items} >= {"culture", "resources", "network", "reciprocity"}
    for item in asked.items:
        assert all(getattr(item, name).strip() for name in Item.__dataclass_fields__)


def test_staff_and_administrators_ask_and_nobody_else(cast: Cast) -> None:
    for person in (cast.ngo_manager, cast.analyst, cast.street_staff, cast.other_manager):
        with pytest.raises(PermissionDenied):
            open_round(by=person, partnership=cast.partnership)
    asked = open_round(by=cast.administrator, partnership=cast.partnership)
    assert (asked.opened_by, asked.questionnaire) == (cast.administrator, "2026.1")
    assert asked.answer_by == asked.opened_on + timedelta(days=30)
    assert open_round(by=cast.staff, partnership=cast.street_partnership).opened_by == cast.staff


def test_the_time_to_answer_is_a_setting(cast: Cast, settings: Any) -> None:
    settings.SURVEY_DAYS = 10
    asked = open_round(by=cast.staff, partnership=cast.partnership)
    assert asked.answer_by == asked.opened_on + timedelta(days=10)


def test_the_two_sides_are_asked_once_a_year(cast: Cast) -> None:
    open_round(by=None, partnership=cast.partnership, today=date(2026, 1, 5))
    with refused("partnership", "once a year at most"):
        open_round(by=cast.staff, partnership=cast.partnership, today=date(2026, 12, 31))
    again = open_round(by=None, partnership=cast.partnership, today=date(2027, 1, 1))
    assert SurveyRound.objects.exclude(pk=again.pk).get().released_at is not None


def test_nobody_is_asked_where_a_side_has_nobody_to_answer(cast: Cast) -> None:
    User.objects.filter(pk=cast.ngo_manager.pk).update(is_active=False)
    with refused("partnership", cast.ngo.name_en, "invited"):
        open_round(by=cast.staff, partnership=cast.partnership)


def test_the_first_answer_is_seen_by_its_own_side_and_by_nobody_else(cast: Cast, asked: SurveyRound) -> None:
    answer = answer_round(by=cast.ngo_manager, asked=asked, scores=scores(1))
    assert (answer.side, answer.scores, answer.answered_by) == ("ngo", [1] * 7, cast.ngo_manager)
    assert readers(cast, answer) == {"ngo_manager"}
    assert not SurveyRound.objects.get().is_released(timezone.localdate())


def test_the_second_answer_releases_both_to_both_sides_alone(cast: Cast, asked: SurveyRound) -> None:
    first = answer_round(by=cast.ngo_manager, asked=asked, scores=scores(1))
    second = answer_round(by=cast.staff, asked=asked, scores=scores(5))
    assert SurveyRound.objects.get().released_at is not None
    assert readers(cast, first) == readers(cast, second) == {"ngo_manager", "staff"}


def test_the_last_day_over_releases_what_was_answered_without_waiting_for_a_worker(
    cast: Cast, asked: SurveyRound
) -> None:
    answer = answer_round(by=cast.staff, asked=asked, scores=scores(2))
    SurveyRound.objects.update(answer_by=timezone.localdate())
    assert readers(cast, answer) == {"staff"}
    end(asked)
    assert readers(cast, answer) == {"staff", "ngo_manager"}
    assert close_rounds() == 1
    assert close_rounds() == 0
    stored = SurveyRound.objects.get()
    assert timezone.localtime(stored.released_at).date() == stored.answer_by + DAY


def test_each_side_answers_once(cast: Cast, asked: SurveyRound) -> None:
    answer_round(by=cast.staff, asked=asked, scores=scores(2))
    with refused("round", "answered already"):
        answer_round(by=cast.staff, asked=asked, scores=scores(3))
    assert SurveyAnswer.objects.get().scores == [2] * 7


@pytest.mark.parametrize("person", ["street_staff", "other_manager", "analyst", "administrator"])
def test_nobody_from_outside_answers(cast: Cast, asked: SurveyRound, person: str) -> None:
    with pytest.raises(PermissionDenied):
        answer_round(by=getattr(cast, person), asked=asked, scores=scores(2))


def test_every_statement_needs_an_answer_on_the_scale_and_cannot_say_is_one(cast: Cast, asked: SurveyRound) -> None:
    with refused("fairness", "Cannot say"):
        answer_round(by=cast.staff, asked=asked, scores={code: 3 for code in CODES if code != "fairness"})
    with refused("fairness", "from 1 to 5"):
        answer_round(by=cast.staff, asked=asked, scores=scores(3) | {"fairness": 6})
    answer = answer_round(by=cast.staff, asked=asked, scores=scores(3) | {"fairness": None})
    assert answer.scores[CODES.index("fairness")] is None


def test_an_answer_taken_back_says_nothing_any_more_and_is_not_given_again(cast: Cast, asked: SurveyRound) -> None:
    answer = answer_round(by=cast.ngo_manager, asked=asked, scores=scores(1))
    with pytest.raises(PermissionDenied):
        withdraw_answer(by=cast.staff, answer=answer)
    withdraw_answer(by=cast.ngo_manager, answer=answer)
    stored = SurveyAnswer.objects.get()
    assert (stored.scores, stored.withdrawn_at is not None) == ([], True)
    assert withdraw_answer(by=cast.ngo_manager, answer=answer).withdrawn_at == stored.withdrawn_at
    with refused("round", "answered already"):
        answer_round(by=cast.ngo_manager, asked=asked, scores=scores(4))
    answer_round(by=cast.staff, asked=asked, scores=scores(4))
    assert SurveyRound.objects.get().released_at is None


def test_after_the_release_nothing_is_answered_or_taken_back(cast: Cast, asked: SurveyRound) -> None:
    answer = answer_round(by=cast.staff, asked=asked, scores=scores(2))
    end(asked)
    with refused("round", "is over"):
        answer_round(by=cast.ngo_manager, asked=asked, scores=scores(5))
    with refused("round", "is over"):
        withdraw_answer(by=cast.staff, answer=answer)
    assert SurveyAnswer.objects.get().scores == [2] * 7


def test_the_database_itself_refuses_to_change_an_answer(cast: Cast, asked: SurveyRound) -> None:
    answer = answer_round(by=cast.staff, asked=asked, scores=scores(2))
    answers = SurveyAnswer.objects.filter(pk=answer.pk)
    taken_back = {"scores": [], "withdrawn_at": timezone.now()}
    for change in (
        lambda: answers.update(scores=[5] * 7),
        lambda: answers.update(side="ngo", **taken_back),
        answers.delete,
    ):
        with pytest.raises(DatabaseError, match="taken back"), transaction.atomic():
            change()
    SurveyRound.objects.update(released_at=timezone.now())
    with pytest.raises(DatabaseError, match="taken back"), transaction.atomic():
        answers.update(**taken_back)


def test_the_trail_of_changes_holds_no_score_and_not_who_has_answered(cast: Cast, asked: SurveyRound) -> None:
    answer = answer_round(by=cast.ngo_manager, asked=asked, scores=scores(1))
    assert not Change.objects.of(answer).exists()
    withdraw_answer(by=cast.ngo_manager, answer=answer)
    assert Change.objects.of(answer).get().columns["scores"] == [None, None]
    assert not Change.objects.visible_to(cast.staff).filter(table="surveyanswer").exists()


def test_the_yearly_survey_asks_where_a_contract_is_in_force_within_two_weeks_of_its_day(cast: Cast) -> None:
    for partnership in (cast.partnership, cast.street_partnership):
        facts.contract(partnership, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)).save()
    Contract.objects.filter(partnership=cast.street_partnership).update(ends_on=date(2026, 10, 31))
    assert open_yearly_rounds(today=date(2026, 10, 31)) == 0
    assert open_yearly_rounds(today=date(2026, 11, 15)) == 0
    assert open_yearly_rounds(today=date(2026, 11, 14)) == 1
    assert open_yearly_rounds(today=date(2026, 11, 14)) == 0
    asked = SurveyRound.objects.get()
    assert (asked.partnership, asked.opened_by) == (cast.partnership, None)


def test_the_yearly_survey_leaves_out_who_could_not_answer(cast: Cast) -> None:
    facts.contract(cast.partnership, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)).save()
    User.objects.filter(pk=cast.staff.pk).update(is_active=False)
    assert open_yearly_rounds(today=date(2026, 11, 1)) == 0


def test_the_day_of_the_yearly_survey_is_a_setting_and_can_be_never(cast: Cast, settings: Any) -> None:
    facts.contract(cast.partnership, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)).save()
    settings.SURVEY_OPENS_ON = "never"
    assert open_yearly_rounds(today=date(2026, 11, 1)) == 0
    settings.SURVEY_OPENS_ON = "03-01"
    assert open_yearly_rounds(today=date(2026, 3, 1)) == 1


def test_the_daily_task_asks_for_the_year_and_closes_what_is_over(
    cast: Cast, asked: SurveyRound, settings: Any
) -> None:
    end(asked)
    today = timezone.localdate()
    settings.SURVEY_OPENS_ON = f"{today:%m-%d}" if f"{today:%m-%d}" != "02-29" else "02-28"
    SurveyRound.objects.update(opened_on=today - timedelta(days=400))
    facts.contract(cast.partnership, starts_on=today, ends_on=today).save()
    assert keep_surveys.delay().get() == 1
    assert SurveyRound.objects.get(pk=asked.pk).released_at is not None


def test_rounds_go_along_when_two_entries_of_an_ngo_are_merged(cast: Cast, asked: SurveyRound) -> None:
    kept = cast.ngo.__class__.objects.create(
        name="共益中心", sector="ngo", kind="social_service", jurisdiction=cast.district
    )
    partnership = Partnership.objects.create(government=cast.bureau, ngo=kept)
    other = SurveyRound.objects.create(
        partnership=partnership, questionnaire="2026.1", opened_on=asked.opened_on, answer_by=asked.answer_by
    )
    with refused("duplicate", "surveyed twice"):
        merge_organizations(by=cast.staff, kept=kept, duplicate=cast.ngo)
    SurveyRound.objects.filter(pk=other.pk).update(released_at=timezone.now())
    merge_organizations(by=cast.staff, kept=kept, duplicate=cast.ngo)
    assert SurveyRound.objects.get(pk=asked.pk).partnership == partnership
