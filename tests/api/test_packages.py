"""Data packages: what a person may see, whole, in every format, with a dictionary that its readers confirm."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import frictionless
import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from partnerships.datasets import data_tables
from partnerships.feed.positions import Position
from partnerships.models import DataPackage, SurveyResult, User
from partnerships.packages import making, queueing
from partnerships.packages.queueing import request_package
from tests.api.evidence import Both
from tests.api.hearings import BothSaid
from tests.cast import Cast

ADDRESS = "/data/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Files of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def made(user: User, form: str) -> DataPackage:
    """A package that has been made."""
    package = request_package(by=user, format=form)
    assert making.make(package.pk) == "done"
    return DataPackage.objects.get(pk=package.pk)


def opened(package: DataPackage) -> zipfile.ZipFile:
    return zipfile.ZipFile(making.path_of(package))


def rows_of(package: DataPackage, table: str) -> list[dict[str, str]]:
    with opened(package) as archive:
        text = archive.read(f"data/{table}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_readers_of_data_packages_find_nothing_wrong(cast: Cast, both: Both, form: str, tmp_path: Path) -> None:
    package = made(cast.administrator, form)
    assert package.rows_total > 50
    with opened(package) as archive:
        archive.extractall(tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    errors = report.flatten(["title", "fieldName", "message"])
    assert not errors, errors[:5]
    assert len(report.tasks) == len(data_tables())


def test_whoever_sees_nothing_of_a_table_gets_its_heading(cast: Cast, both: Both) -> None:
    cast.analyst.grants.all().delete()
    package = made(cast.analyst, "csv")
    with opened(package) as archive:
        heads = {name: archive.read(f"data/{name}.csv").decode().splitlines() for name in ("contracts", "replies")}
    assert [len(lines) for lines in heads.values()] == [1, 1]


def test_what_is_said_to_a_judgement_goes_to_those_who_read_it_and_no_draft_of_one(cast: Cast, said: BothSaid) -> None:
    tables = ("reading_objections", "overrides", "replies")
    for person, seen in ((cast.other_manager, (1, 1, 1)), (cast.analyst, (0, 1, 1)), (cast.administrator, (2, 2, 2))):
        package = made(person, "csv")
        assert tuple(len(rows_of(package, table)) for table in tables) == seen, person
        with opened(package) as archive:
            assert not any("draft" in name for name in archive.namelist())
    (told,) = rows_of(made(cast.analyst, "csv"), "overrides")
    assert (told["stage"], told["id"]) == ("dependence", str(said.street.override.pk))


def test_what_was_told_of_a_survey_is_in_it_and_no_answer(cast: Cast, both: Both) -> None:
    means = [Decimal("2.0"), None, *[Decimal("3.5")] * 5]
    about = {"questionnaire": "2026.1"}
    SurveyResult.objects.create(body=cast.street_office, year=2024, ngos=5, means=means, **about)
    SurveyResult.objects.create(body=cast.street_office, year=2025, means=[], **about)
    package = made(cast.analyst, "csv")
    told, too_few = rows_of(package, "survey_results")
    assert (told["ngos"], told["shared_aims_mean"], told["reliability_mean"]) == ("5", "2.0", "")
    assert (too_few["ngos"], too_few["shared_aims_mean"]) == ("", "")
    with opened(package) as archive:
        assert not any("answer" in name or "round" in name for name in archive.namelist())


def test_the_dictionary_tells_every_column_in_both_languages_with_codes_and_units(cast: Cast, both: Both) -> None:
    with opened(made(cast.administrator, "csv")) as archive:
        package = json.loads(archive.read("datapackage.json"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    for name, table in data_tables().items():
        fields = resources[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in table.columns]
        assert all(field["title_en"] and field["title_zh"] for field in fields), name
    contract = {field["name"]: field for field in resources["contracts"]["schema"]["fields"]}
    assert contract["value"]["unit_zh"] == "以 currency 列所示货币为单位"
    assert contract["partnership_id"]["refers_to"] == "partnerships.id"
    codes = {code["code"]: code for code in contract["verification"]["codes"]}
    assert codes["dual"]["label_en"] == "confirmed by both sides"
    assert codes["dual"]["label_zh"] != codes["dual"]["label_en"]
    Position.read(package["changes_since"])


def test_checksums_are_those_of_the_files(cast: Cast, both: Both) -> None:
    package = made(cast.administrator, "ndjson")
    path = making.path_of(package)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256
    assert path.stat().st_size == package.size
    with opened(package) as archive:
        for resource in json.loads(archive.read("datapackage.json"))["resources"]:
            content = archive.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)


def test_all_formats_hold_the_same(cast: Cast, both: Both) -> None:
    as_csv = rows_of(made(cast.administrator, "csv"), "assessments")
    with opened(made(cast.administrator, "ndjson")) as archive:
        as_json = [json.loads(line) for line in archive.read("data/assessments.ndjson").splitlines()]
    with opened(made(cast.administrator, "parquet")) as archive:
        as_parquet = pl.read_parquet(io.BytesIO(archive.read("data/assessments.parquet"))).to_dicts()
        contracts = pl.read_parquet(io.BytesIO(archive.read("data/contracts.parquet")))
    with opened(made(cast.administrator, "xlsx")) as archive:
        book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("gongxin.xlsx")))
    as_sheet = book.get_sheet_by_name("assessments").to_python()
    assert len(as_csv) == len(as_json) == len(as_parquet) == len(as_sheet) - 1 == 2
    for number, row in enumerate(as_csv):
        assert as_json[number]["stage"] == as_parquet[number]["stage"] == row["stage"]
        assert as_json[number]["culture_mean"] == as_parquet[number]["culture_mean"] == float(row["culture_mean"])
        assert as_sheet[number + 1][as_sheet[0].index("culture_mean")] == pytest.approx(float(row["culture_mean"]))
        assert str(as_parquet[number]["as_of"]) == as_json[number]["as_of"] == row["as_of"]
    assert contracts.schema["value"] == pl.Decimal(38, 2)
    assert contracts.schema["recorded_at"] == pl.Datetime("us", "UTC")
    assert contracts["value"][0] == both.bureau.contract.value


def test_a_package_holds_what_its_reader_may_see(cast: Cast, both: Both) -> None:
    keys = {row["id"] for row in rows_of(made(cast.ngo_manager, "csv"), "contracts")}
    assert keys == {str(both.bureau.contract.pk)}
    keys = {row["partnership_id"] for row in rows_of(made(cast.analyst, "csv"), "assessments")}
    assert keys == {str(both.street.partnership.pk)}


def test_the_graph_carries_ties_partnerships_and_their_stages(cast: Cast, both: Both) -> None:
    with opened(made(cast.administrator, "gexf")) as archive:
        root = ElementTree.fromstring(archive.read("network.gexf"))  # noqa: S314 (our own)
    space = {"g": "http://gexf.net/1.3"}
    nodes = {node.get("id") for node in root.iterfind(".//g:node", space)}
    edges = {edge.get("id"): edge for edge in root.iterfind(".//g:edge", space)}
    assert all({edge.get("source"), edge.get("target")} <= nodes for edge in edges.values())
    tie = edges[f"tie-{both.bureau.tie.pk}"]
    assert tie.get("start") == str(both.bureau.tie.started_on)
    assert f"partnership-{both.bureau.partnership.pk}" in edges
    with opened(made(cast.ngo_manager, "graphml")) as archive:
        root = ElementTree.fromstring(archive.read("network.graphml"))  # noqa: S314
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    nodes = {node.get("id") for node in root.iterfind(".//g:node", space)}
    assert str(cast.ngo.pk) in nodes
    assert all(edge.get("source") in nodes for edge in root.iterfind(".//g:edge", space))


def test_a_package_is_asked_for_on_the_page_and_handed_out_to_its_maker_alone(
    client: Client, cast: Cast, both: Both, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(cast.analyst)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(ADDRESS, {"format": "csv"})
    assert answer.status_code == 302
    package = DataPackage.objects.get()
    assert package.state == "done"
    assert package.sha256 in client.get(ADDRESS).content.decode()
    address = reverse("package-download", args=[package.pk])
    handed_out = client.get(address)
    content = b"".join(handed_out.streaming_content)
    assert hashlib.sha256(content).hexdigest() == package.sha256
    client.force_login(cast.administrator)
    assert client.get(address).status_code == 404


def test_a_package_is_kept_back_once_its_maker_may_see_less(client: Client, cast: Cast, both: Both) -> None:
    package = made(cast.analyst, "csv")
    client.force_login(cast.analyst)
    cast.analyst.grants.all().delete()
    assert client.get(reverse("package-download", args=[package.pk])).status_code == 403


def test_no_more_than_three_are_made_at_once(client: Client, cast: Cast) -> None:
    for _ in range(3):
        request_package(by=cast.analyst, format="csv")
    client.force_login(cast.analyst)
    answer = client.post(ADDRESS, {"format": "csv"})
    assert answer.status_code == 422
    assert "Three packages" in answer.content.decode()
    assert DataPackage.objects.count() == 3


def test_the_page_shows_how_far_a_package_has_come(client: Client, cast: Cast) -> None:
    package = request_package(by=cast.analyst, format="csv")
    DataPackage.objects.filter(pk=package.pk).update(state="working", rows_total=2000, rows_done=500)
    client.force_login(cast.analyst)
    page = client.get(ADDRESS).content.decode()
    assert '<progress max="2000" value="500"' in page
    part = client.get(ADDRESS, headers={"HX-Request": "true", "HX-Target": "packages"}).content.decode()
    assert "500 of 2000 rows" in " ".join(part.split())
    assert "<h1>" not in part


def test_what_goes_wrong_ends_a_package_and_leaves_no_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setitem(making.FORMATS, "csv", fail)
    package = request_package(by=cast.analyst, format="csv")
    with pytest.raises(RuntimeError):
        making.make(package.pk)
    assert DataPackage.objects.get().state == "failed"
    assert not [each for each in folder.rglob("*") if each.is_file()]


def test_a_package_whose_worker_died_is_made_by_the_sweep_and_an_old_one_deleted(
    cast: Cast, settings: Any, folder: Path
) -> None:
    package = request_package(by=cast.analyst, format="csv")
    rows = DataPackage.objects.filter(pk=package.pk)
    assert making.take_up() == 0
    rows.update(state="working", asked_at=package.asked_at - making.SILENT_AFTER * 2)
    assert making.take_up() == 1
    assert rows.get().state == "done"
    assert making.delete_old() == 0
    settings.PACKAGE_KEEP_DAYS = 0
    assert making.delete_old() == 1
    assert not list(folder.rglob("*.zip"))


def test_a_broker_that_is_down_neither_fails_nor_loses_the_request(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(*_: Any) -> Iterator[None]:
        raise OSError("no broker")

    monkeypatch.setattr(queueing.make_package, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        request_package(by=cast.analyst, format="csv")
    assert DataPackage.objects.get().state == "waiting"
