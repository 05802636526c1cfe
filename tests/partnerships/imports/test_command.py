"""`manage.py load_partnership_data`: what it prints and the code it ends with."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import Contract
from tests.partnerships.imports.small_files import EVALUATION, write_agreements, write_network

pytestmark = pytest.mark.django_db


def _output(*words: str) -> str:
    out = StringIO()
    call_command("load_partnership_data", *words, stdout=out)
    return out.getvalue()


def test_it_prints_what_became_of_the_rows_of_each_file(tmp_path: Path) -> None:
    output = _output(str(write_agreements(tmp_path)))
    lines = [line.split() for line in output.splitlines()]
    assert ["transfers.csv", "1", "1", "0", "0", "0", "0"] in lines
    assert ["contract", "created", "1"] in lines


def test_it_ends_with_1_and_names_file_row_field_and_reason_when_rows_are_refused(tmp_path: Path) -> None:
    path = write_agreements(tmp_path, evaluations=[{**EVALUATION, "score_0_10": "11"}])
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("load_partnership_data", "minas_gerais", str(path), stdout=out)
    assert end.value.code == 1
    assert "evaluations.csv · line 2 · score_0_10: 11 lies outside the scale from 0 to 10." in out.getvalue()
    assert Contract.objects.count() == 1


def test_it_ends_with_2_and_one_sentence_when_the_file_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file or folder") as end:
        _output(str(tmp_path / "nowhere"))
    assert end.value.returncode == 2


@pytest.mark.parametrize("words", [("a", "b", "c"), ("--option", "started_on", "network")])
def test_words_it_does_not_understand_end_with_2(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as end:
        _output(*words)
    assert end.value.returncode == 2


def test_it_prints_json_with_every_finding(tmp_path: Path) -> None:
    report = json.loads(_output(str(write_network(tmp_path)), "--json", "--option", "started_on=2010-01-01"))
    assert report["rows"]["small_town_edges.csv"]["created"] == 2
    assert report["records"]["servicetie"] == {"created": 2}
    assert report["refused"] == []
    assert [remark["field"] for remark in report["remarks"]] == ["agency_type"]


def test_a_dry_run_says_so_and_keeps_nothing(tmp_path: Path) -> None:
    assert "nothing is kept" in _output(str(write_agreements(tmp_path)), "--dry-run")
    assert not Contract.objects.exists()


def test_remarks_are_counted_unless_asked_for(tmp_path: Path) -> None:
    path = str(write_agreements(tmp_path))
    assert "1 remarks; --remarks prints them." in _output(path)
    assert "partnerships.csv: The files do not say how" in _output(path, "--remarks")
