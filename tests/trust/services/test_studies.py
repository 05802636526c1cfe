"""Studies of the method: kept with date, number and command, computed again by the command, never changed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from partnerships.models import Partnership, Role, User
from tests.cast import Cast
from tests.trust.contracts_of_today import contractual_partnership
from trust.models import ExpertJudgement, MethodStudy, RatingRound, RatingTask
from trust.services.studies import study_agreement, study_robustness, study_sensitivity
from trust.tasks import study_the_method

pytestmark = pytest.mark.django_db


def test_a_clear_case_keeps_its_stage_in_every_run(cast: Cast) -> None:
    contractual_partnership(cast.partnership)
    study = study_robustness(by=None, runs=3)
    assert (study.subjects, study.result["runs"], study.result["kept"]) == (1, 3, 1.0)
    assert study.result["outcomes"] == [{"stage": 2, "reason": 0, "partnerships": 1, "kept": 1.0, "nearly_always": 1}]


def test_the_command_kept_with_a_study_computes_it_again(cast: Cast) -> None:
    contractual_partnership(cast.partnership)
    study = study_robustness(by=None, runs=2, seed=5)
    assert "--runs 2" in study.command
    out = StringIO()
    call_command(*study.command.split()[1:], stdout=out)
    again = MethodStudy.objects.latest("pk")
    assert again.pk != study.pk
    assert (again.result, again.command, again.as_of) == (study.result, study.command, study.as_of)
    assert "1 partnerships" in out.getvalue()


def test_only_what_a_stage_rests_on_moves_its_odds(cast: Cast) -> None:
    contract = contractual_partnership(cast.partnership)
    # One side's document for the contract leaves the second stage open: its odds are .60.
    type(contract).objects.filter(pk=contract.pk).update(verification="single_doc")
    study = study_sensitivity(by=None, draws=2)
    assert study.subjects == 1
    (case,) = study.result["cases"]
    assert case["stage"] == 2
    assert 0.5 < case["odds"] < 0.62
    assert study.result["evaluations"] == 2 * (len(study.result["factors"]) + 2)
    total = dict(zip(study.result["factors"], case["total"], strict=True))
    for factor in ("network_floor", "reciprocity_floor", "payment_floor", "network_weights"):
        assert not total[factor]
    assert total["resources_floor"]


def test_without_records_a_study_says_so(cast: Cast) -> None:
    for study in (study_robustness(by=None, runs=2), study_sensitivity(by=None, draws=2), study_agreement(by=None)):
        assert study.subjects == 0


def rate(round_: RatingRound, experts: list[User], answers: dict[Partnership, list[int]]) -> None:
    """One row of answers for each case, an answer for each expert."""
    for position, (partnership, stages) in enumerate(answers.items(), start=1):
        for expert, stage in zip(experts, stages, strict=True):
            task = RatingTask.objects.create(round=round_, expert=expert, partnership=partnership, position=position)
            ExpertJudgement.objects.create(task=task, stage=stage, acceptable=[2], rationale="So it looks.")


def test_agreement_is_counted_for_the_panel_and_among_experts_apart_from_abstention(cast: Cast) -> None:
    contractual_partnership(cast.partnership)
    now = study_agreement(by=None)
    round_ = RatingRound.objects.create(
        purpose="Panel", as_of=now.as_of, known_at=now.known_at, opened_by=cast.administrator, seed=1
    )
    experts = [User.objects.create_user(f"expert{number}", role=Role.ANALYST) for number in range(3)]
    rate(round_, experts, {cast.partnership: [1, 1, 2], cast.street_partnership: [0, 0, 3]})
    study = study_agreement(by=None)
    result = study.result
    assert (study.subjects, result["experts"], result["judgements"]) == (2, 3, 6)
    # The method: contractual and none. The panel: dependence (lower median of 1, 1, 2) and none (two of three abstain).
    assert (result["panel"]["exact"], result["panel"]["with_alternatives"], result["panel"]["abstention"]) == (1, 2, 2)
    assert result["panel_staged"] == 1
    # Pairs: 1-1, 1-2, 1-2 of the first case; none-none, none-3, none-3 of the second.
    assert (result["expert_pairs"], result["expert_staged"], result["expert_abstention"]) == (6, 3, 4)
    # Both orders: marginals 2/3 of stage 1 and 1/3 of stage 2; observed 4/6, by chance 2 x 2/3 x 1/3 = 4/9.
    assert result["expert_kappa"] == pytest.approx(1 - (4 / 6) / (4 / 9))


def test_the_worker_makes_all_three(cast: Cast) -> None:
    assert study_the_method() == 3
    assert set(MethodStudy.objects.values_list("kind", flat=True)) == {"robustness", "sensitivity", "agreement"}


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["trust_methodstudy", "trust_expertjudgement"])
def test_the_database_refuses_to_change_what_was_found(cast: Cast, table: str, statement: str) -> None:
    study = study_agreement(by=None)
    round_ = RatingRound.objects.create(purpose="–", as_of=study.as_of, opened_by=cast.administrator, seed=1)
    rate(round_, [cast.analyst], {cast.partnership: [1]})
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending would refuse TRUNCATE first
    with pytest.raises(DatabaseError, match="record of the past"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


@pytest.mark.parametrize("options", [{"draws": 3}, {"runs": 0}, {"partnerships": -1}])
def test_options_that_make_no_sense_are_refused(db: None, options: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        call_command("study_method", "robustness", **options)
