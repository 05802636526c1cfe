"""The method card: what it is for, and every number with its date, its n and its command."""

from html import unescape

import pytest
from django.urls import reverse

from partnerships.models import Role, User
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.models import MethodStudy
from trust.presenters.card import agreement_view
from trust.services import current_methodology
from trust.services.studies import study_agreement, study_robustness
from trust.services.studies.keeping import SEED

pytestmark = pytest.mark.django_db
CARD = reverse("methodology-card")


def kept(kind: str, subjects: int, **result: object) -> MethodStudy:
    """A study with numbers of our own."""
    usual = study_agreement(by=None)
    made: MethodStudy = MethodStudy.objects.create(
        kind=kind,
        methodology=current_methodology(),
        as_of=usual.as_of,
        known_at=usual.known_at,
        subjects=subjects,
        command=f"manage.py study_method {kind} --seed {SEED}",
        result=result,
    )
    return made


def test_before_any_study_the_card_says_what_to_run(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.ngo_manager).get(CARD).content.decode()
    for kind in MethodStudy.Kind.values:
        assert f"manage.py study_method {kind}" in page
    assert "What it is not for" in page


def test_numbers_stand_with_date_number_and_command_and_small_groups_are_left_out(
    cast: Cast, signed_in: SignIn
) -> None:
    outcome = {"reason": 0, "kept": 0.976, "nearly_always": 11}
    groups = {3: 4, 2: 12, 1: 9}
    rows = [{**outcome, "stage": stage, "partnerships": number} for stage, number in groups.items()]
    study = kept("robustness", 25, runs=50, kept=0.975, nearly_always=24, outcomes=rows)
    page = unescape(signed_in(cast.ngo_manager).get(CARD).content.decode())
    assert "In 98% of 50 perturbed versions" in page
    assert "24 of 25 keep it" in page
    assert "n = 25 partnerships" in page
    assert f"<code>{study.command}</code>" in page
    assert page.count("left out (small number)") == 2  # the third could be found by subtraction
    assert '<td class="number">10</td>' in page
    assert '<td class="number">4</td>' not in page
    assert '<td class="number">9</td>' not in page


def test_borderline_cases_are_unnamed_columns(cast: Cast, signed_in: SignIn) -> None:
    case = {"stage": 3, "odds": 0.512, "first": [0.1, None], "total": [0.716, None]}
    kept("sensitivity", 1, draws=32, evaluations=320, factors=["reciprocity_floor", "half_lives"], cases=[case])
    page = unescape(signed_in(cast.ngo_manager).get(CARD).content.decode())
    assert "Equal cooperation<br>51%" in page
    assert '<td class="number">0.72</td>' in page
    assert '<td class="number">–</td>' in page


PANEL = {"checkpoints": 60, "exact": 50, "with_alternatives": 58, "abstention": 57, "false_equal": 0}


@pytest.mark.parametrize(
    ("experts", "subjects", "kappa", "among", "says"),
    [
        (3, 60, 0.72, 0.80, "is reached"),
        (3, 60, 0.69, 0.70, "is not reached"),
        (3, 60, 0.75, 0.90, "is not reached"),
        (2, 60, 0.90, 0.90, "Too few"),
        (3, 59, 0.90, 0.90, "Too few"),
        (3, 60, None, 0.90, "Too few"),
    ],
)
def test_agreement_says_no_more_than_its_numbers(
    db: None, experts: int, subjects: int, kappa: float | None, among: float, says: str
) -> None:
    study = kept(
        "agreement",
        subjects,
        experts=experts,
        judgements=experts * subjects,
        panel={**PANEL, "kappa": kappa},
        panel_staged=40,
        expert_pairs=180,
        expert_staged=120,
        expert_kappa=among,
        expert_abstention=170,
    )
    assert says in agreement_view(study).says


def test_the_card_shows_real_studies_and_leads_experts_to_their_cases(cast: Cast, signed_in: SignIn) -> None:
    study_robustness(by=None, runs=1)
    assert signed_in(User.objects.create_user("expert", role=Role.ANALYST)).get(CARD).status_code == 200
    assert reverse("rating-list") in signed_in(cast.analyst).get(CARD).content.decode()
    assert reverse("rating-list") not in signed_in(cast.staff).get(CARD).content.decode()
