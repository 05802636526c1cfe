"""Results of surveys, studies of the method and drafts of it, by the API: to the same people as on the pages."""

import json
from typing import Any

import pytest
from django.test import Client

from partnerships.models import SurveyAnswer, SurveyResult, SurveyRound
from partnerships.questionnaires import questionnaire
from tests.api.evidence import AS_OF, Both
from tests.api.methods import Told
from tests.api.test_hearings import ROOT, signed_in
from tests.cast import Cast

PEOPLE = {
    "staff": "bureau street", "street_staff": "street", "ngo_manager": "bureau", "other_manager": "street",
    "analyst": "street", "administrator": "bureau street",
}  # fmt: skip


def get(person: Any, path: str, **query: Any) -> Any:
    """What the person is answered."""
    client = signed_in(person) if person else Client()
    return client.get(ROOT + path, query)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_yearly_result_is_told_to_whoever_sees_the_body(person: str, cast: Cast, told: Told) -> None:
    seen = {getattr(told, place).pk for place in PEOPLE[person].split()}
    asking = getattr(cast, person)
    assert {row["id"] for row in get(asking, "survey-results/").json()["results"]} == seen
    for result in (told.bureau, told.street):
        status = get(asking, f"survey-results/{result.pk}/").status_code
        assert status == (200 if result.pk in seen else 404)
        page = signed_in(asking).get(f"/organizations/{result.body_id}/conduct/").status_code
        assert page == status


def test_means_keep_their_open_ends_and_what_too_few_said_is_left_out(cast: Cast, told: Told) -> None:
    row = get(cast.analyst, f"survey-results/{told.street.pk}/").json()
    assert (row["ngos"], row["year"], row["body"]["id"]) == (6, 2025, cast.street_office.pk)
    said = [(each["mean"], each["open_end"]) for each in row["statements"].values()]
    assert said == [("2.0", "or_less"), (None, None), ("4.0", "or_more"), *[("3.5", None)] * 4]
    asked = questionnaire("2026.1").items[1]
    assert (row["statements"]["reliability"]["text_en"], asked.code) == (asked.en, "reliability")


def test_a_year_in_which_too_few_answered_tells_nothing(cast: Cast, told: Told) -> None:
    few = SurveyResult.objects.create(body=cast.street_office, year=2024, questionnaire="2026.1", means=[])
    row = get(cast.street_staff, f"survey-results/{few.pk}/").json()
    assert (row["ngos"], row["statements"]) == (None, {})
    for query, number in (({"told": "true"}, 1), ({"told": "false"}, 1), ({"year": 2024}, 1), ({"year": 2023}, 0),
                          ({"body": cast.street_office.pk}, 2), ({"jurisdiction": "990101001"}, 2)):  # fmt: skip
        assert get(cast.street_staff, "survey-results/", **query).json()["count"] == number, query
    by_year = get(cast.street_staff, "survey-results/", ordering="year").json()["results"]
    assert [each["year"] for each in by_year] == [2024, 2025]


def test_no_answer_of_a_survey_has_an_address(cast: Cast, told: Told) -> None:
    asked = SurveyRound.objects.create(
        partnership=cast.street_partnership, questionnaire="2026.1", opened_on=AS_OF, answer_by=AS_OF
    )
    SurveyAnswer.objects.create(round=asked, side="ngo", scores=[1, 5, 1, 5, 1, 5, 1])
    root = json.dumps(get(cast.administrator, "").json())
    assert "survey-results" in root
    for path in ("survey-answers/", "survey-rounds/", f"survey-results/{told.street.pk}/answers/"):
        assert get(cast.street_staff, path).status_code == 404


def test_a_study_is_told_to_everybody_without_its_small_groups(cast: Cast, told: Told) -> None:
    for person in PEOPLE:
        (row,) = get(getattr(cast, person), "studies/").json()["results"]
        assert (row["kind"], row["subjects"], row["result"]["kept"]) == ("robustness", 50, 0.96)
        outcomes = {each["stage"]: each for each in row["result"]["outcomes"]}
        assert outcomes["equal"] == {"stage": "equal", "reason": None, "partnerships": None, "kept": None,
                                     "nearly_always": None}  # fmt: skip
        # The next smallest goes, too: else the small one could be had by subtraction.
        assert outcomes["none"]["partnerships"] is None
        assert (outcomes["contractual"]["partnerships"], outcomes["contractual"]["kept"]) == (40, 0.99)
    assert get(None, "studies/").status_code == 401
    assert get(cast.analyst, "studies/", kind="agreement").json()["count"] == 0
    assert get(cast.analyst, "studies/", methodology="2026.1", ordering="-made_at").json()["count"] == 1


def test_a_draft_of_the_method_is_for_administrators(cast: Cast, told: Told) -> None:
    address = f"methodology-drafts/{told.draft.pk}/"
    for person in PEOPLE:
        asking, is_administrator = getattr(cast, person), person == "administrator"
        assert get(asking, "methodology-drafts/").json()["count"] == int(is_administrator)
        for path in (address, f"{address}moves/"):
            assert get(asking, path).status_code == (200 if is_administrator else 404), person
    row = get(cast.administrator, address).json()
    assert (row["version"], row["state"], row["base"]["version"]) == ("2027.1", "previewed", "2026.1")
    assert row["methodology"] is None
    assert get(cast.administrator, "methodology-drafts/", open="false").json()["count"] == 0
    assert get(cast.administrator, "methodology-drafts/", version="2027.1", open="true").json()["count"] == 1


def test_who_would_move_is_listed_and_narrowed(cast: Cast, both: Both, told: Told) -> None:
    address = f"methodology-drafts/{told.draft.pk}/moves/"
    (row,) = get(cast.administrator, address).json()["results"]
    assert row["partnership"]["id"] == cast.street_partnership.pk
    assert (row["stage_before"], row["stage_after"], row["reason_after"]) == ("contractual", "equal", None)
    assert row["odds_after"] == [0.9, 0.8, 0.7]
    for query, number in (({"stage_before": "contractual"}, 1), ({"stage_after": "none"}, 0),
                          ({"reason_before": "lapsed"}, 0)):  # fmt: skip
        assert get(cast.administrator, address, **query).json()["count"] == number
    assert get(cast.administrator, "methodology-drafts/987654321/moves/").status_code == 404
