"""Contracts as OCDS: what goes out comes back as it was, and carries the judgement beside it."""

import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partnerships.imports.importing import import_path
from partnerships.models import Contract, DataPackage
from partnerships.packages import making
from tests.api.evidence import Both, record_contract
from tests.cast import Cast

READ_BACK = (
    "partnership_id", "number", "title", "method", "catalogue_code", "signed_on", "starts_on", "ends_on", "value",
    "currency",
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def exported(cast: Cast, folder: Path) -> Path:
    """The package of everything, unpacked."""
    package = DataPackage.objects.create(made_for=cast.administrator, format="ocds")
    assert making.make(package.pk) == "done"
    with zipfile.ZipFile(making.path_of(package)) as archive:
        archive.extractall(folder / f"out-{package.pk}")
    return folder / f"out-{package.pk}"


def facts_of(contract: Contract) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in READ_BACK}


@pytest.mark.parametrize("name", ["releases.json", "records.json"])
def test_what_is_exported_is_imported_as_it_was(cast: Cast, both: Both, folder: Path, name: str) -> None:
    for number, method in enumerate(Contract.Method.values):
        record_contract(cast.partnership, method=method, number=f"HT-{number}" if number % 2 else "")
    record_contract(cast.partnership, value=None, currency="CNY", catalogue_code="C1901")
    record_contract(cast.partnership, value=Decimal("1234567890123.45"), catalogue_code="CPV 85300000")
    record_contract(cast.partnership, title='"quoted" 合同\\n', signed_on=date(2024, 2, 29))
    before = {contract.pk: facts_of(contract) for contract in Contract.objects.all()}
    out = exported(cast, folder) / name
    report = import_path(out, by=None)
    assert (report.total("created"), report.total("refused")) == (len(before), 0)
    after = {
        int(contract.source_key.split(":")[1].rpartition("-")[2]): facts_of(contract)
        for contract in Contract.objects.exclude(pk__in=before)
    }
    assert after == before
    again = import_path(out, by=None)
    assert again.total("unchanged") == len(before)


def test_what_was_imported_is_exported_under_the_ids_it_came_with(cast: Cast, both: Both, folder: Path) -> None:
    first = exported(cast, folder) / "releases.json"
    import_path(first, by=None)
    second = exported(cast, folder) / "releases.json"
    came = {each["ocid"]: each for each in json.loads(first.read_text())["releases"]}
    for each in json.loads(second.read_text())["releases"]:
        assert each["awards"] == came[each["ocid"]]["awards"]
        assert each["tender"] == came[each["ocid"]]["tender"]


def test_a_release_carries_payments_milestones_and_the_judgement(cast: Cast, both: Both, folder: Path) -> None:
    package = json.loads((exported(cast, folder) / "records.json").read_text())
    record = next(each for each in package["records"] if each["ocid"].endswith(f"-{both.bureau.contract.pk}"))
    release = record["compiledRelease"]
    assert release["tag"] == ["compiled"]
    assert release["relationshipAssessment"]["id"] == str(both.bureau.assessment.pk)
    [contract] = release["contracts"]
    paid = [each for each in both.bureau.contract.payments.all() if each.amount_paid is not None]
    assert [each["value"]["amount"] for each in contract["implementation"]["transactions"]] == [
        float(each.amount_paid) for each in paid
    ]
    assert len(contract["implementation"]["milestones"]) == both.bureau.contract.milestones.count()
    ids = {party["id"]: party["roles"] for party in release["parties"]}
    assert ids[release["buyer"]["id"]] == ["buyer"]
    assert ids[release["awards"][0]["suppliers"][0]["id"]] == ["supplier"]


def test_voided_contracts_are_not_published(cast: Cast, both: Both, folder: Path) -> None:
    Contract.objects.filter(pk=both.street.contract.pk).update(
        voided_at=both.street.contract.recorded_at, void_reason="entered twice"
    )
    package = json.loads((exported(cast, folder) / "releases.json").read_text())
    assert len(package["releases"]) == Contract.objects.standing().count()
