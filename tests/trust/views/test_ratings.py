"""Blind ratings as pages. What an expert sees betrays neither who it is nor what the method says."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from partnerships.models import Organization, Partnership, Role, User
from tests.api.evidence import Both
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.models import ExpertJudgement, RatingRound, RatingTask

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 6, 30)
STAGE_WORDS = ("Dependence trust", "Contractual trust", "Equal cooperation", "Not enough evidence", "Lapsed")


@pytest.fixture
def expert(cast: Cast) -> User:
    """An analyst without any grant."""
    return User.objects.create_user("expert", role=Role.ANALYST)


def given(cast: Cast, expert: User, partnership: Partnership, position: int = 1) -> RatingTask:
    """A case given to the expert."""
    opened = RatingRound.objects.create(purpose="Panel", as_of=AS_OF, opened_by=cast.administrator, seed=1)
    task: RatingTask = RatingTask.objects.create(
        round=opened, expert=expert, partnership=partnership, position=position
    )
    return task


def facts_in(page: str) -> str:
    """The page without what asks for the judgement: the meanings of the stages and the form."""
    before, _judgement, after = page.partition('<section aria-labelledby="judgement">')
    return before + after.partition("</section>")[2]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_expert_sees_facts_and_neither_names_nor_judgement(
    cast: Cast, both: Both, expert: User, signed_in: SignIn, language: str
) -> None:
    task = given(cast, expert, both.bureau.partnership)
    client = signed_in(expert)
    answer = client.get(reverse("rating-case", args=[task.pk]), headers={"accept-language": language})
    page = unescape(answer.content.decode())
    assert len(answer.context["case"].facts) >= 6
    for organization in Organization.objects.all():
        assert organization.name not in page
        assert not organization.name_en or organization.name_en not in page
    secrets = [both.bureau.contract.title, both.bureau.contract.title_en, both.bureau.contract.number, "An auditor"]
    secrets += [both.bureau.network.name, f"/partnerships/{both.bureau.partnership.pk}/"]
    for secret in filter(None, secrets):
        assert secret not in page
    for word in STAGE_WORDS:
        assert word not in facts_in(page)


def test_the_page_is_the_same_whatever_the_method_says(cast: Cast, both: Both, expert: User, signed_in: SignIn) -> None:
    task = given(cast, expert, both.bureau.partnership)
    client, address = signed_in(expert), reverse("rating-case", args=[task.pk])

    def shown() -> str:
        page = client.get(address).content.decode()
        return re.sub(r'name="(csrfmiddlewaretoken|press)" value="\w+"', "", page)

    before = shown()
    judge(run_known_at(), both.bureau.partnership, date(2025, 5, 31), stage=3, at_least_equal=0.99)
    assert shown() == before


def test_what_happened_after_the_day_is_not_shown(cast: Cast, both: Both, expert: User, signed_in: SignIn) -> None:
    task = given(cast, expert, both.bureau.partnership)
    RatingRound.objects.update(as_of=date(2025, 3, 1))
    case = signed_in(expert).get(reverse("rating-case", args=[task.pk])).context["case"]
    assert max(fact.on for fact in case.facts) <= date(2025, 3, 1)
    (due,) = [fact for fact in case.facts if fact.what == "Instalment due"]
    assert "unpaid for 14 days" in due.particulars


def test_a_judgement_is_given_once_and_leads_to_the_next_case(
    cast: Cast, both: Both, expert: User, signed_in: SignIn
) -> None:
    first = given(cast, expert, both.bureau.partnership)
    second = RatingTask.objects.create(
        round=first.round, expert=expert, partnership=both.street.partnership, position=2
    )
    client, address = signed_in(expert), reverse("rating-case", args=[first.pk])
    assert "2 cases wait for your judgement." in client.get(reverse("methodology")).content.decode()
    assert client.post(address, {"stage": "", "rationale": "–"}).status_code == 422
    sent = {"stage": "2", "also_1": "on", "also_2": "on", "rationale": "Paid and evaluated."}
    assert client.post(address, sent)["Location"] == reverse("rating-case", args=[second.pk])
    judgement = ExpertJudgement.objects.get()
    assert (judgement.stage, judgement.acceptable, judgement.rationale) == (2, [1], "Paid and evaluated.")
    page = client.get(address).content.decode()
    assert "Paid and evaluated." in page
    assert "Give the judgement" not in page
    assert client.post(address, sent).status_code == 422
    assert "given on" in client.get(reverse("rating-list")).content.decode()


def test_a_case_is_nobody_elses(cast: Cast, both: Both, expert: User, signed_in: SignIn) -> None:
    address = reverse("rating-case", args=[given(cast, expert, both.bureau.partnership).pk])
    for person in (cast.analyst, cast.staff, cast.ngo_manager, cast.administrator):
        assert signed_in(person).get(address).status_code == 404
        assert signed_in(person).post(address, {"stage": "2", "rationale": "–"}).status_code == 404


def test_an_administrator_opens_a_round_and_sees_how_far_it_is(
    cast: Cast, both: Both, expert: User, signed_in: SignIn
) -> None:
    client = signed_in(cast.administrator)
    sent = {"purpose": "Panel", "experts": [expert.pk], "cases": "2"}
    assert client.post(reverse("rating-round-new"), sent)["Location"] == reverse("rating-list")
    assert "0 of 2" in client.get(reverse("rating-list")).content.decode()
    assert client.post(reverse("rating-round-new"), {**sent, "cases": "3"}).status_code == 422
    assert client.post(reverse("rating-round-new"), {**sent, "experts": [cast.staff.pk]}).status_code == 422
