"""OCDS: compiling releases, awards to NGOs as contracts, and malformed releases refused one by one."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partnerships.imports.importing import import_path
from partnerships.imports.report import Report
from partnerships.imports.sources.ocds.compiling import merged
from partnerships.models import Contract, ImportRow, Organization
from tests.partnerships.imports.small_files import award, release, write_json

pytestmark = pytest.mark.django_db


def _imported(folder: Path, *releases: Any) -> Report:
    return import_path(write_json(folder / "package.json", {"releases": releases}), by=None)


def test_an_award_to_a_charity_becomes_a_contract(tmp_path: Path) -> None:
    _imported(tmp_path, release())
    contract = Contract.objects.get()
    assert (contract.title, contract.method, contract.value) == ("Youth work", "open_tender", Decimal(5000))
    assert (contract.signed_on, contract.ends_on) == (date(2024, 1, 1), date(2025, 1, 31))
    assert [str(found) for found in contract.partnership.ngo.identifiers.all()] == ["GB-CHC 1110767"]


def test_later_releases_of_a_process_replace_what_they_repeat_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    update = release(
        date="2024-03-01T00:00:00Z", tag=["awardUpdate"], awards=[award(value={"amount": 50, "currency": "GBP"})]
    )
    report = _imported(tmp_path, update, release())
    assert Contract.objects.get().value == Decimal(50)
    assert report.total("created") == 1


def test_an_update_in_a_later_file_corrects_the_contract(tmp_path: Path) -> None:
    _imported(tmp_path, release())
    report = _imported(tmp_path, release(awards=[award(value={"amount": 50, "currency": "GBP"})]))
    assert report.total("corrected") == 1
    assert Contract.objects.standing().get().value == Decimal(50)


def test_merging_goes_by_ids_and_null_takes_away() -> None:
    old = {"title": "a", "awards": [{"id": 1, "value": 1, "status": "active"}, {"id": 2}], "tags": ["x", "y"]}
    new = {"title": None, "awards": [{"id": 1, "value": 2}, {"id": 3}], "tags": ["z"]}
    assert merged(old, new) == {
        "awards": [{"id": 1, "value": 2, "status": "active"}, {"id": 2}, {"id": 3}],
        "tags": ["z"],
    }


def test_an_award_to_several_is_one_contract_for_each_ngo_without_a_value(tmp_path: Path) -> None:
    suppliers = [
        {"id": "GB-CHC-1110767", "name": "G Force"},
        {"id": "GB-CHC-1130343", "name": "The Hub"},
        {"id": "GB-COH-09901361", "name": "Bluesci Ltd"},
    ]
    report = _imported(tmp_path, release(awards=[award(suppliers=suppliers)]))
    assert list(Contract.objects.values_list("value", flat=True)) == [None, None]
    assert report.files["package.json"].outcomes == {"created": 2, "left_out": 1}
    assert sum("went to 3 suppliers together" in remark.reason for remark in report.remarks()) == 2


@pytest.mark.parametrize(
    ("party", "recorded"),
    [
        ({"details": {"vcse": True}}, 1),
        ({"identifier": {"scheme": "GB-CHC", "id": "1130343"}}, 1),
        ({"details": {"vcse": False}}, 0),
        ({}, 0),
    ],
)
def test_an_ngo_is_who_the_notice_says_is_one(tmp_path: Path, party: dict[str, Any], recorded: int) -> None:
    supplier = {"id": "GB-CFS-1", "name": "Helpers"}
    _imported(tmp_path, release(parties=[{**supplier, **party}], awards=[award(suppliers=[supplier])]))
    assert Contract.objects.count() == recorded
    assert Organization.objects.count() == 2 * recorded


def test_a_buyer_under_two_ids_of_the_portal_is_recognised_by_its_exact_name(tmp_path: Path) -> None:
    first, second = {"id": "GB-CFS-1", "name": "Trafford Council"}, {"id": "GB-CFS-2", "name": "Trafford Council"}
    _imported(tmp_path, release(buyer=first), release(ocid="ocds-1-b", buyer=second))
    assert Organization.objects.governments().get().identifiers.count() == 2


@pytest.mark.parametrize(
    ("changed", "value", "words"),
    [
        ({"value": {"amount": 0, "currency": "GBP"}}, None, "none is published"),
        ({"value": None}, None, "no value"),
        ({"contractPeriod": None}, Decimal(5000), "planned in the tender"),
    ],
)
def test_what_an_award_does_not_say_is_said(tmp_path: Path, changed: dict[str, Any], value: Any, words: str) -> None:
    tender = {"title": "t", "procurementMethod": "open", "contractPeriod": award()["contractPeriod"]}
    report = _imported(tmp_path, release(tender=tender, awards=[award(**changed)]))
    assert Contract.objects.get().value == value
    assert any(words in remark.reason for remark in report.remarks())


@pytest.mark.parametrize(
    ("tender", "method"),
    [
        ({"procurementMethod": "selective"}, "invited"),
        (
            {"procurementMethod": "selective", "procurementMethodDetails": "Call-off from a framework agreement"},
            "framework",
        ),
        ({"procurementMethod": "direct"}, "single_source"),
        ({}, "single_source"),
    ],
)
def test_the_method_is_that_of_the_details_else_of_the_code(
    tmp_path: Path, tender: dict[str, Any], method: str
) -> None:
    _imported(tmp_path, release(tender=tender))
    assert Contract.objects.get().method == method


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"date": None}, "date"),
        ({"contractPeriod": {"startDate": "2024-02-01", "endDate": "2024-01-31"}}, "contractPeriod"),
        ({"contractPeriod": "all year"}, "contractPeriod"),
        ({"suppliers": []}, "suppliers"),
        ({"date": "2199-01-01T00:00:00Z"}, "date"),
        ({"suppliers": [{"id": "GB-CHC-1110767"}]}, "suppliers"),
        ({"value": {"amount": "much", "currency": "GBP"}}, "amount"),
    ],
)
def test_an_award_that_cannot_be_read_is_refused(tmp_path: Path, changed: dict[str, Any], field: str) -> None:
    report = _imported(tmp_path, release(parties=[], awards=[award(**changed)]))
    assert [finding.field for finding in report.refused()] == [field]
    assert not Organization.objects.exists()


def test_an_award_that_is_not_in_force_and_a_process_without_one_are_left_out(tmp_path: Path) -> None:
    report = _imported(tmp_path, release(awards=[award(status="cancelled")]), release(ocid="b", awards=[]))
    assert report.files["package.json"].outcomes == {"left_out": 2}


def test_a_malformed_release_is_refused_with_everything_that_is_wrong_and_the_sound_one_beside_it_is_not(
    tmp_path: Path,
) -> None:
    broken = release(tag="award", awards={"id": 1}, tender={"tederPeriod": {}}, buyer={"id": "x"})
    report = _imported(tmp_path, broken, release())
    found = {(finding.location, finding.field): finding.reason for finding in report.refused()}
    assert set(found) == {
        ("releases[0].tag", "tag"),
        ("releases[0].awards", "awards"),
        ("releases[0].tender.tederPeriod", "tederPeriod"),
        ("releases[0].buyer", "name"),
    }
    assert "“awards” is an object {…}; OCDS 1.1 asks for a list […]" in found["releases[0].awards", "awards"]
    assert "“tenderPeriod” is probably meant" in found["releases[0].tender.tederPeriod", "tederPeriod"]
    assert Contract.objects.count() == 1


def test_a_charity_number_beside_the_portals_id_identifies_the_supplier(tmp_path: Path) -> None:
    supplier = {"id": "GB-CFS-1", "name": "G Force"}
    party = {**supplier, "identifier": {"scheme": "GB-CHC", "id": "1110767"}}
    _imported(tmp_path, release(parties=[party], awards=[award(suppliers=[supplier])]))
    found = Organization.objects.ngos().get().identifiers.all()
    assert sorted(map(str, found)) == ["GB-CHC 1110767", "LOCAL ocds:GB-CFS-1"]


def test_characters_no_database_keeps_are_refused_and_the_refusal_is_kept(tmp_path: Path) -> None:
    text = "a\x00b"
    supplier = {"id": "GB-CHC-1110767", "name": text}
    path = tmp_path / "package.json"
    path.write_text(json.dumps({"releases": [release(awards=[award(suppliers=[supplier], title=text)])]}))
    report = import_path(path, by=None)
    assert report.total("refused") == 1
    assert "\ufffd" in str(ImportRow.objects.filter(severity="refused").first().content)


def test_what_is_no_object_in_a_list_of_awards_is_named_with_its_place(tmp_path: Path) -> None:
    report = _imported(tmp_path, release(awards=[award(), "second"]))
    assert [finding.location for finding in report.refused()] == ["releases[0].awards[1]"]


def test_records_give_their_compiled_release_or_those_they_embed(tmp_path: Path) -> None:
    records = [{"ocid": "a", "compiledRelease": release()}, {"ocid": "b", "releases": [release(ocid="ocds-1-b")]}]
    report = import_path(write_json(tmp_path / "records.json", {"records": records}), by=None)
    assert report.total("created") == 2


def test_a_bare_list_is_read_and_said_to_be_no_package(tmp_path: Path) -> None:
    report = import_path(write_json(tmp_path / "list.json", [release()]), by=None)
    assert report.total("created") == 1
    assert any("bare list" in remark.reason for remark in report.remarks())
