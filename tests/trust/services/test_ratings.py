"""Rounds of blind ratings: who is asked, what is drawn, in which order, and judged once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnerships.models import Organization, Partnership, Role, User
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from trust.models import RatingTask
from trust.services.ratings import judge_case, open_round

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 6, 30)


@pytest.fixture
def experts(cast: Cast) -> list[User]:
    """Two analysts without any grant."""
    return [User.objects.create_user(f"expert{number}", role=Role.ANALYST) for number in (1, 2)]


@pytest.fixture
def assessed(cast: Cast) -> list[Partnership]:
    """Ten partnerships of the bureau, one of them at equal cooperation."""
    run, found = run_known_at(), []
    for number in range(10):
        ngo = Organization.objects.create(name=f"机构{number}", sector="ngo", kind="charity")
        partnership = Partnership.objects.create(government=cast.bureau, ngo=ngo)
        judge(run, partnership, AS_OF, stage=3 if number == 0 else 1)
        found.append(partnership)
    return found


def test_each_expert_gets_the_same_cases_in_an_order_of_their_own(
    cast: Cast, experts: list[User], assessed: list[Partnership]
) -> None:
    opened = open_round(by=cast.administrator, purpose="Panel", experts=experts, cases=8, seed=3)
    orders = [list(RatingTask.objects.of_expert(expert).values_list("partnership", flat=True)) for expert in experts]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]
    assert len(orders[0]) == 8
    assert opened.seed == 3


def test_rare_outcomes_are_drawn_first(cast: Cast, experts: list[User], assessed: list[Partnership]) -> None:
    open_round(by=cast.administrator, purpose="Panel", experts=experts, cases=2)
    drawn = set(RatingTask.objects.values_list("partnership", flat=True))
    assert assessed[0].pk in drawn
    assert len(drawn) == 2


def test_nobody_rates_what_a_grant_of_theirs_covers(cast: Cast, assessed: list[Partnership]) -> None:
    judge(run_known_at(), cast.street_partnership, AS_OF)
    with pytest.raises(ValidationError, match="Only 10"):
        open_round(by=cast.administrator, purpose="Panel", experts=[cast.analyst], cases=11)
    open_round(by=cast.administrator, purpose="Panel", experts=[cast.analyst], cases=10)
    assert not RatingTask.objects.filter(partnership=cast.street_partnership).exists()


def test_people_of_either_side_are_no_experts(cast: Cast, assessed: list[Partnership]) -> None:
    for person in (cast.staff, cast.ngo_manager, cast.administrator):
        with pytest.raises(ValidationError, match="neither side"):
            open_round(by=cast.administrator, purpose="Panel", experts=[person], cases=1)
    with pytest.raises(PermissionDenied):
        open_round(by=cast.analyst, purpose="Panel", experts=[cast.analyst], cases=1)


def test_a_case_is_judged_once_and_by_whom_it_was_given_to(
    cast: Cast, experts: list[User], assessed: list[Partnership]
) -> None:
    open_round(by=cast.administrator, purpose="Panel", experts=experts, cases=1)
    task = RatingTask.objects.of_expert(experts[0]).get()
    given = {"stage": 1, "acceptable": [2, 1, 2], "rationale": "Recognised, no contract."}
    with pytest.raises(PermissionDenied):
        judge_case(by=experts[1], task=task, **given)
    judgement = judge_case(by=experts[0], task=task, **given)
    assert (judgement.stage, judgement.acceptable) == (1, [2])
    with pytest.raises(ValidationError, match="already"):
        judge_case(by=experts[0], task=task, **given)
    assert RatingTask.objects.waiting().get().expert == experts[1]
