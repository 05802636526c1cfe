"""How the two sides see each other, on the pages: who reads what and when, and that no stage is moved by it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.duties import KINDS, Desk, Horizon, read_groups
from partnerships.models import SurveyAnswer, SurveyResult, SurveyRound, User
from partnerships.questionnaires import questionnaire
from partnerships.services.reminders import remind_people
from partnerships.services.surveys import answer_round, open_round, withdraw_answer
from tests.api.evidence import Both
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.models import Assessment, Reassessment
from trust.presenters.perceptions import BESIDE
from trust.scoring.registry import INDICATOR_CODES
from trust.services import assess_partnerships

pytestmark = pytest.mark.django_db
CODES = [item.code for item in questionnaire().items]
LOW, HIGH = dict.fromkeys(CODES, "1"), dict.fromkeys(CODES, "5") | {"reach": "-"}
# What differs between two answers to the same request.
PASSING = re.compile(rb'name="(csrfmiddlewaretoken|press)" value="[^"]*"|nonce="[^"]*"|nonce-[\w-]+|"csrf[^"]*"')


@pytest.fixture
def asked(cast: Cast, both: Both) -> SurveyRound:
    """A round of the bureau and the NGO, opened today."""
    return open_round(by=cast.staff, partnership=cast.partnership)


def answer(client: Client, asked: SurveyRound, choices: Mapping[str, str]) -> Any:
    """Gives an answer by the form."""
    return client.post(reverse("survey-answer", args=[asked.pk]), choices)


def pages_of(cast: Cast, asked: SurveyRound) -> list[str]:
    """Every page, file and address of the API from which an answer could be learnt."""
    pair, body, ngo = cast.partnership.pk, cast.bureau.pk, cast.ngo.pk
    rounds = reverse("partnership-surveys", args=[pair])
    return [
        reverse("home"),
        reverse("todo"),
        reverse("todo-count"),
        reverse("partnership-detail", args=[pair]),
        rounds,
        f"{rounds}?download=csv",
        reverse("survey-answer", args=[asked.pk]),
        reverse("survey-withdraw", args=[asked.pk]),
        reverse("organization-conduct", args=[body]),
        f"{reverse('organization-conduct', args=[body])}?download=survey",
        reverse("organization-detail", args=[ngo]),
        reverse("record-history", args=["partnership", pair]),
        reverse("api:partnership-detail", args=[pair]),
        reverse("api:organization-detail", args=[ngo]),
        reverse("api:survey-result-list"),
        f"{reverse('partnership-list')}?download=csv",
        reverse("search") + "?q=survey",
        "/admin/partnerships/surveyround/",
        f"/admin/partnerships/surveyround/{asked.pk}/change/",
        "/admin/partnerships/surveyanswer/",
        "/admin/partnerships/change/",
    ]


def read_by(person: User, cast: Cast, asked: SurveyRound, signed_in: SignIn) -> dict[str, tuple[int, bytes]]:
    """All of it as the person reads it, without what passes."""
    client, found = signed_in(person), {}
    for address in pages_of(cast, asked):
        response = client.get(address)
        found[address] = response.status_code, PASSING.sub(b"", response.getvalue())
    return found


@pytest.mark.parametrize(
    ("answering", "reading"),
    [("ngo_manager", "staff"), ("staff", "ngo_manager"), ("ngo_manager", "administrator"), ("staff", "analyst")],
)
def test_before_the_release_nothing_anybody_reads_depends_on_the_other_sides_answer(
    cast: Cast, asked: SurveyRound, signed_in: SignIn, answering: str, reading: str
) -> None:
    writer, reader = getattr(cast, answering), getattr(cast, reading)
    before = read_by(reader, cast, asked, signed_in)
    for choices in (LOW, HIGH):
        with transaction.atomic():
            assert answer(signed_in(writer), asked, choices).status_code == 302
            assert read_by(reader, cast, asked, signed_in) == before
            transaction.set_rollback(True)


def test_the_same_pages_do_tell_the_own_answer_and_after_the_release_the_others(
    cast: Cast, asked: SurveyRound, signed_in: SignIn
) -> None:
    rounds = reverse("partnership-surveys", args=[cast.partnership.pk])
    answer(signed_in(cast.ngo_manager), asked, LOW)
    own = signed_in(cast.ngo_manager).get(rounds)
    assert "Your side answered on" in own.content.decode()
    assert {view.score for _item, view in own.context["rounds"][0].said} == {1}
    answer(signed_in(cast.staff), asked, HIGH)
    for person in (cast.ngo_manager, cast.staff):
        page = signed_in(person).get(rounds)
        assert "On 6 of 6 statements the two sides are two points or more apart." in page.content.decode()
        line = page.context["rounds"][0].lines[1]
        assert (line.ngo.score, line.government.score, line.gap_words) == (1, 5, "body's view better by 4")
        file = signed_in(person).get(f"{rounds}?download=csv").getvalue().decode()
        assert ",reliability," in file
        assert "cannot say" in file
        profile = signed_in(person).get(reverse("partnership-detail", args=[cast.partnership.pk])).content.decode()
        assert "two points or more apart" in profile


def test_after_the_release_no_administrator_reads_what_the_two_sides_said(
    cast: Cast, asked: SurveyRound, signed_in: SignIn
) -> None:
    answer(signed_in(cast.ngo_manager), asked, LOW)
    answer(signed_in(cast.staff), asked, HIGH)
    rounds = reverse("partnership-surveys", args=[cast.partnership.pk])
    page = signed_in(cast.administrator).get(rounds)
    assert page.context["rounds"][0].lines == ()
    assert "for the two of them alone" in page.content.decode()
    assert ",reliability," not in signed_in(cast.administrator).get(f"{rounds}?download=csv").getvalue().decode()


def test_who_oversees_a_body_reads_that_it_was_asked_and_no_more(cast: Cast, both: Both, signed_in: SignIn) -> None:
    asked = open_round(by=cast.staff, partnership=cast.street_partnership)
    answer(signed_in(cast.street_staff), asked, LOW)
    answer(signed_in(cast.other_manager), asked, LOW)
    for person in (cast.staff, cast.analyst):
        page = signed_in(person).get(reverse("partnership-surveys", args=[cast.street_partnership.pk]))
        assert page.context["rounds"][0].lines == page.context["rounds"][0].outcome == ()


def test_silence_and_an_answer_taken_back_are_said_as_what_they_are(
    cast: Cast, asked: SurveyRound, signed_in: SignIn
) -> None:
    rounds = reverse("partnership-surveys", args=[cast.partnership.pk])
    answer(signed_in(cast.ngo_manager), asked, LOW)
    taken = signed_in(cast.ngo_manager).post(reverse("survey-withdraw", args=[asked.pk]), follow=True)
    assert "Your side took its answer back" in taken.content.decode()
    SurveyRound.objects.update(
        opened_on=timezone.localdate() - timedelta(days=31), answer_by=timezone.localdate() - timedelta(days=1)
    )
    page = signed_in(cast.staff).get(rounds).content.decode()
    assert "The NGO took its answer back." in page
    assert "The government body did not answer." in page


def test_a_statement_left_out_is_pointed_at_and_nothing_is_recorded(
    cast: Cast, asked: SurveyRound, signed_in: SignIn
) -> None:
    response = answer(signed_in(cast.staff), asked, {code: "3" for code in CODES if code != "informed"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["informed"]
    assert not SurveyAnswer.objects.exists()


def test_the_form_that_was_answered_leads_to_the_rounds(cast: Cast, asked: SurveyRound, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    assert client.get(reverse("survey-answer", args=[asked.pk])).status_code == 200
    answer(client, asked, LOW)
    assert client.get(reverse("survey-answer", args=[asked.pk])).status_code == 302
    assert answer(client, asked, HIGH).status_code == 422


def test_both_sides_are_asked_by_the_form_and_told_when_they_cannot_be(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client = signed_in(cast.staff)
    sent = client.post(reverse("survey-new"), {"partnership": cast.partnership.pk})
    assert sent["Location"] == reverse("partnership-surveys", args=[cast.partnership.pk])
    again = client.post(reverse("survey-new"), {"partnership": cast.partnership.pk})
    assert "once a year at most" in again.content.decode()
    assert SurveyRound.objects.get().opened_by == cast.staff


def test_no_answer_moves_a_stage_or_the_evidence_it_rests_on(cast: Cast, both: Both, signed_in: SignIn) -> None:
    def judged() -> list[tuple[Any, ...]]:
        columns = ("evidence_digest", "stage", "at_least_contractual", "indicator_values", "dimension_means")
        with transaction.atomic():
            assess_partnerships(
                by=None, partnerships=[cast.partnership.pk], as_of=date(2025, 9, 30), known_at=timezone.now()
            )
            rows = Assessment.objects.filter(partnership=cast.partnership, as_of=date(2025, 9, 30))
            found = [(str(row), *map(repr, row)) for row in rows.values_list(*columns)]
            transaction.set_rollback(True)
        return found

    Reassessment.objects.all().delete()
    before = judged()
    assert before
    asked = open_round(by=cast.staff, partnership=cast.partnership)
    answer(signed_in(cast.ngo_manager), asked, LOW)
    withdraw_answer(by=cast.ngo_manager, answer=SurveyAnswer.objects.get())
    answer(signed_in(cast.staff), asked, LOW)
    SurveyRound.objects.update(released_at=timezone.now())
    SurveyResult.objects.create(body=cast.bureau, year=2024, questionnaire="2026.1", ngos=5, means=[2] * 7)
    assert judged() == before
    assert not Reassessment.objects.exists()


def test_the_api_knows_nothing_of_surveys_but_the_yearly_results(cast: Cast, both: Both, signed_in: SignIn) -> None:
    schema = yaml.safe_load(signed_in(cast.administrator).get(reverse("api:schema")).content)
    assert {path for path in schema["paths"] if "survey" in path} == {
        "/api/v1/survey-results/",
        "/api/v1/survey-results/{id}/",
    }
    named = {name for name in schema["components"]["schemas"] if "survey" in name.lower()}
    assert named == {"SurveyResult", "PaginatedSurveyResultList"}
    shown = set(schema["components"]["schemas"]["SurveyResult"]["properties"])
    assert shown == {"id", "url", "body", "year", "questionnaire", "ngos", "statements", "published_at"}


def test_every_statement_says_what_stands_beside_it() -> None:
    assert set(BESIDE) == set(CODES)
    assert {code for own in BESIDE.values() for code in own} <= set(INDICATOR_CODES)


def waiting(person: User, **desk: Any) -> list[str]:
    """What waits for the person of surveys."""
    kinds = [kind for kind in KINDS if kind.code == "survey"]
    groups = read_groups(Desk(person, timezone.localdate(), **desk), kinds)
    return [f"{duty.told.about} {duty.when} {duty.act.address}" for group in groups for duty in group.duties]  # type: ignore[union-attr]


def test_a_round_waits_in_the_list_of_either_side_until_it_has_answered(cast: Cast, asked: SurveyRound) -> None:
    form = reverse("survey-answer", args=[asked.pk])
    assert waiting(cast.staff) == waiting(cast.staff, is_wide=True) == [f"{cast.ngo} in 30 days {form}"]
    assert waiting(cast.ngo_manager) == [f"{cast.bureau} in 30 days {form}"]
    for person in (cast.street_staff, cast.other_manager, cast.analyst, cast.administrator):
        assert waiting(person) == []
    assert waiting(cast.staff, horizon=Horizon.LATE) == []
    answer_round(by=cast.staff, asked=asked, scores=dict.fromkeys(CODES, 3))
    assert (waiting(cast.staff), len(waiting(cast.ngo_manager))) == ([], 1)
    SurveyRound.objects.update(answer_by=timezone.localdate())
    assert "today" in waiting(cast.ngo_manager)[0]
    SurveyRound.objects.update(opened_on=date(2025, 1, 1), answer_by=timezone.localdate() - timedelta(days=1))
    assert waiting(cast.ngo_manager) == []


def test_the_release_is_news_for_both_sides_for_a_month_and_asks_for_nothing(cast: Cast, asked: SurveyRound) -> None:
    today = timezone.localdate()
    kind = next(kind for kind in KINDS if kind.code == "survey-released")

    def told(person: User, day: date) -> list[date]:
        return [duty.day for group in read_groups(Desk(person, day), [kind]) for duty in group.duties]

    answer_round(by=cast.staff, asked=asked, scores=dict.fromkeys(CODES, 3))
    assert told(cast.staff, today) == []
    answer_round(by=cast.ngo_manager, asked=asked, scores=dict.fromkeys(CODES, 3))
    for person in (cast.staff, cast.ngo_manager):
        assert told(person, today) == told(person, today + timedelta(days=30)) == [today]
        assert told(person, today + timedelta(days=31)) == []
    assert told(cast.street_staff, today) == told(cast.administrator, today) == []
    assert kind.is_news
    SurveyRound.objects.update(released_at=None, opened_on=date(2025, 1, 1), answer_by=date(2025, 2, 1))
    assert told(cast.staff, date(2025, 2, 2)) == [date(2025, 2, 2)]


def test_a_round_nobody_answered_is_no_news(cast: Cast, asked: SurveyRound) -> None:
    SurveyRound.objects.update(opened_on=date(2025, 1, 1), answer_by=date(2025, 2, 1))
    kinds = [kind for kind in KINDS if kind.code == "survey-released"]
    assert read_groups(Desk(cast.staff, date(2025, 2, 5)), kinds) == []


def test_the_mail_of_the_week_names_the_survey(cast: Cast, asked: SurveyRound, mailoutbox: list[Any]) -> None:
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    remind_people(kinds=[kind for kind in KINDS if kind.code == "survey"], today=monday)
    by_person = {mail.to[0]: mail.body for mail in mailoutbox}
    assert set(by_person) == {cast.staff.email, cast.ngo_manager.email}
    assert "How do you see the cooperation?" in by_person[cast.ngo_manager.email]


def test_the_conduct_page_shows_what_was_told_and_where_too_few_answered(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    year = timezone.localdate().year
    address = reverse("organization-conduct", args=[cast.bureau.pk])
    assert "Nothing is published yet" in signed_in(cast.ngo_manager).get(address).content.decode()
    SurveyResult.objects.create(
        body=cast.bureau, year=year - 1, questionnaire="2026.1", ngos=6, means=[2, 3, None, 4, "3.5", 3, 3]
    )
    SurveyResult.objects.create(body=cast.bureau, year=year - 2, questionnaire="2026.1", means=[])
    pages = [signed_in(person).get(address) for person in (cast.staff, cast.ngo_manager, cast.administrator)]
    cells = [[line.cells[:3] for line in page.context["results"]] for page in pages]
    assert cells[0] == cells[1] == cells[2]
    assert cells[0][:5] == [
        ["–", "6", "too few"],
        ["–", "2 or less", "–"],
        ["–", "3.0", "–"],
        ["–", "–", "–"],
        ["–", "4 or more", "–"],
    ]
    file = signed_in(cast.staff).get(f"{address}?download=survey").getvalue().decode()
    assert "Reliability,–,3.0,–" in file
