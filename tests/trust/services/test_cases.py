"""Case chronologies run through the records and the engine."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from partnerships.models import Organization
from trust.models import Assessment
from trust.services.cases import agreement, read_cases
from trust.services.cases.agreement import quadratic_weighted_kappa

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).resolve().parents[4] / "shared" / "vignettes"
CASE: dict[str, Any] = {
    "schema": "trust-vignette/1",
    "id": "small",
    "dyad": {"ngo": "Gongyi", "government": "Anhe Street Office"},
    "contracts": [
        {
            "id": "c1",
            "signed": "2020-01-05",
            "start": "2020-01-10",
            "end": "2021-12-31",
            "value": 300000,
            "method": "open_tender",
        }
    ],
    "payments": [
        {"contract": "c1", "stage": "首款", "due": "2020-02-01", "paid": "2020-02-10", "amount": 150000},
        {"contract": "c1", "stage": "尾款", "due": "2021-02-01", "paid": "2021-02-01", "amount": 150000},
    ],
    "events": [
        {
            "date": "2020-12-20",
            "type": "RES_EVALUATION",
            "by": "third",
            "verified": "third",
            "status": "ok",
            "attrs": {"phase": "mid", "result": "good"},
        },
        {"date": "2020-05-01", "type": "CUL_OFFICIAL_VISIT", "by": "gov", "verified": "dual", "status": "contested"},
    ],
    "ties": [{"org": "Hospital", "kind": "hospital", "start": "2020-03-01", "end": None, "verified": "dual"}],
    "requests": [{"opened": "2020-06-01", "answered": "2020-06-08", "kind": "general", "by": "ngo"}],
    "finance": [{"year": 2020, "total_income": 400000, "dyad_income": 200000}],
    "checkpoints": [
        {"as_of": "2019-12-31", "label": "none", "acceptable": [], "reason": "no_evidence"},
        {"as_of": "2021-06-30", "label": "contractual", "acceptable": ["dependence"]},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "small", CASE)
    return tmp_path


def write(folder: Path, name: str, content: dict[str, Any]) -> None:
    (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def check(folder: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("check_cases", str(folder), "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_each_checkpoint_is_judged_with_what_was_known_on_its_day(folder: Path) -> None:
    points = check(folder)["checkpoints"]
    assert [(point["stage"], point["reason"]) for point in points] == [("none", "no_evidence"), ("contractual", None)]


def test_checking_leaves_the_database_as_it_was(folder: Path) -> None:
    check(folder)
    assert not Organization.objects.exists()
    assert not Assessment.objects.exists()


def test_a_case_that_cannot_be_read_is_named_and_the_others_are_checked(folder: Path) -> None:
    write(folder, "wrong", {**CASE, "id": "wrong", "contracts": [{**CASE["contracts"][0], "method": "by lot"}]})
    out = StringIO()
    with pytest.raises(CommandError, match=r"wrong\.json: contracts\[0\]: .*by lot"):
        call_command("check_cases", str(folder), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert len(answer["checkpoints"]) == 2
    assert len(answer["refused"]) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("date", {**CASE, "checkpoints": [{"as_of": "2021-02-30", "label": "none"}]}, "2021-02-30"),
        ("label", {**CASE, "checkpoints": [{"as_of": "2021-02-28", "label": "warm"}]}, "warm"),
        ("list", {**CASE, "events": {}}, "must be a list"),
    ],
)
def test_a_file_with_bad_content_is_refused_with_place_and_value(
    folder: Path, name: str, content: dict[str, Any], message: str
) -> None:
    write(folder, name, content)
    with pytest.raises(CommandError, match=f"{name}.json.*{message}"):
        check(folder)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no case file"):
        check(tmp_path)
    with pytest.raises(CommandError, match="not a folder"):
        check(tmp_path / "nowhere")


def test_agreement_counts_exact_alternative_abstention_and_false_equal() -> None:
    found = agreement(
        [("equal", "contractual", ()), ("none", "none", ()), ("dependence", "contractual", ("dependence",))]
    )
    assert (found.exact, found.with_alternatives, found.abstention, found.false_equal) == (1, 2, 3, 1)


def test_kappa_weighs_the_square_of_the_distance() -> None:
    assert quadratic_weighted_kappa([(1, 1), (2, 2), (3, 3)]) == 1
    assert quadratic_weighted_kappa([(1, 2), (2, 1)]) == pytest.approx(-1)
    assert quadratic_weighted_kappa([(2, 2), (2, 2)]) is None


def test_the_cases_at_hand_agree_with_the_expert_reading(capsys: pytest.CaptureFixture[str]) -> None:
    if not SHARED.is_dir():
        pytest.skip("The case files are not here: they belong into ../shared/vignettes beside the project.")
    answer = check(SHARED)
    with capsys.disabled():
        print("\n" + json.dumps(answer["agreement"]))
    assert not answer["refused"]
    assert answer["agreement"]["checkpoints"] == sum(len(case.checkpoints) for case in read_cases(SHARED))
    assert answer["agreement"]["exact"] >= 28
    assert answer["agreement"]["with_alternatives"] >= 30
    assert answer["agreement"]["false_equal"] == 0
