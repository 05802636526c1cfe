"""Releases and records under the eyes of libcoveocds, the validator that publishers of OCDS use.

It wants the standard's schemas, which it otherwise fetches from the network: OCDS_STANDARD names a folder with the
repository open-contracting/standard at the tag 1__1__5, or the folder shared beside the project holds it. The validator
brings thirty packages along and is installed by whoever runs this: pip install libcoveocds.
"""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import jsonschema
import pytest
import requests
from django.utils import timezone

from partnerships.models import Amendment, Contract, DataPackage, Milestone, Payment
from partnerships.packages import making
from tests.api.evidence import Both, record_contract
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
STANDARD = Path(os.environ.get("OCDS_STANDARD") or ROOT.parent / "shared" / "data" / "ocds_standard")
SCHEMAS = "https://standard.open-contracting.org/schema/1__1__5/"
CLEAN: dict[str, Any] = {
    "validation_errors": [],
    "additional_checks": {},
    "additional_fields": [],
    "additional_closed_codelist_values": {},
    "deprecated_fields": [],
}
WORD = {"verification": "dual", "recorded_side": "gov"}

needs_standard = pytest.mark.skipif(
    find_spec("libcoveocds") is None or not (STANDARD / "schema").is_dir(),
    reason="libcoveocds is not installed, or OCDS_STANDARD names no copy of the standard",
)


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files and says nothing."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def published(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A folder to publish in; the extension is read from where releases say it is."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "static").symlink_to(ROOT / "static")
    settings.MEDIA_ROOT = tmp_path / "media"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site"))) as site:
        settings.SITE_URL = f"http://127.0.0.1:{site.server_port}"
        Thread(target=site.serve_forever, daemon=True).start()
        yield tmp_path
        site.shutdown()


def record_everything(cast: Cast) -> None:
    """A contract by each method, and on some of them everything that can happen to one."""
    for method in Contract.Method.values:
        record_contract(cast.partnership, method=method, number=f"HT-{method}", catalogue_code="C1901")
    full = record_contract(cast.partnership, catalogue_code="CPV 85300000", value=Decimal("1234567890123.45"))
    longer = {"signed_on": "2025-02-01", "description": "展期", "new_ends_on": "2026-12-31"}
    Amendment.objects.create(contract=full, **longer, **WORD)
    planned = {"contract": full, "due_on": "2025-03-31", **WORD}
    Milestone.objects.create(title="验收", **planned)
    Milestone.objects.create(title="开业", reached_on="2025-03-01", reached_recorded_at=timezone.now(), **planned)
    paid = {"paid_on": "2025-04-02", "amount_paid": "0.01", "paid_recorded_at": timezone.now()}
    Payment.objects.create(contract=full, stage="interim", due_on="2025-04-01", amount_due="0.02", **paid, **WORD)
    Payment.objects.create(contract=full, stage="balance", due_on="2025-12-01", amount_due="5.00", **WORD)
    record_contract(cast.partnership, value=None, title='"quoted" 合同\\n')
    ended = {"terminated_on": "2025-03-01", "termination_recorded_at": timezone.now(), "termination_party": "ngo"}
    said = {"termination_fault": "none", "termination_verification": "dual", "termination_side": "gov"}
    record_contract(cast.partnership, **ended, **said, termination_reason="迁址")


def published_files(cast: Cast, folder: Path) -> dict[str, Any]:
    package = DataPackage.objects.create(made_for=cast.administrator, format="ocds")
    assert making.make(package.pk) == "done"
    with zipfile.ZipFile(making.path_of(package)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """References between the standard's schemas are followed in the copy beside us."""
    fetch = requests.get

    def get(address: str, *given: Any, **options: Any) -> Any:
        if not address.startswith(SCHEMAS):
            return fetch(address, *given, **options)
        answer = requests.Response()
        answer.status_code = 200
        answer._content = (STANDARD / "schema" / address.removeprefix(SCHEMAS)).read_bytes()  # as `requests` has it
        return answer

    monkeypatch.setattr(requests, "get", get)


def judged(data: Any, folder: Path) -> Any:
    """What libcoveocds says of the data."""
    from libcoveocds.api import ocds_json_output
    from libcoveocds.config import LibCoveOCDSConfig

    config = LibCoveOCDSConfig()
    config.config.update(context="api", standard_zip=standard())
    return ocds_json_output(str(folder), json_data=data, lib_cove_ocds_config=config)


def standard() -> bytes:
    """The schemas as the archive that libcoveocds reads."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.mkdir("standard")
        for path in sorted(STANDARD.glob("schema/**/*.*")):
            archive.write(path, Path("standard", path.relative_to(STANDARD)))
    return file.getvalue()


@needs_standard
@pytest.mark.parametrize("name", ["releases.json", "records.json"])
def test_the_validator_of_publishers_finds_nothing_wrong(
    name: str, cast: Cast, both: Both, published: Path, near: None
) -> None:
    record_everything(cast)
    found = judged(published_files(cast, published)[name], published)
    assert (found["version_used"], found["extensions"]["is_extended_schema"]) == ("1.1", True)
    assert {finding: found[finding] for finding in CLEAN} == CLEAN
    assert "conformance_errors" not in found


@needs_standard
def test_the_validator_is_asked_and_would_say_so(cast: Cast, both: Both, published: Path, near: None) -> None:
    wrong = published_files(cast, published)["releases.json"]
    release = wrong["releases"][0]
    release["contracts"][0]["status"] = "odd"
    release["contracts"][0]["value"]["amount"] = ""
    release["relationshipAssessment"] = {"atLeastEqual": "certain"}
    release["colour"] = "red"
    found = judged(wrong, published)
    assert {each["field"] for each in found["validation_errors"]} == {
        "releases/contracts/value/amount",
        "releases/relationshipAssessment/atLeastEqual",
    }
    assert set(found["additional_closed_codelist_values"]) == {"releases/contracts/status"}
    assert set(found["additional_checks"]) == {"empty_field"}
    assert [each["field"] for each in found["additional_fields"]] == ["colour"]


def test_the_extension_is_a_schema_and_releases_hold_to_it(cast: Cast, both: Both, published: Path) -> None:
    schema = json.loads((ROOT / "static" / "ocds" / "release-schema.json").read_text())
    jsonschema.Draft4Validator.check_schema(schema)
    assessment = schema["definitions"]["RelationshipAssessment"]
    closed = {**assessment, "additionalProperties": False, "required": list(assessment["properties"])}
    releases = published_files(cast, published)["releases.json"]["releases"]
    told = [release["relationshipAssessment"] for release in releases if "relationshipAssessment" in release]
    assert told
    for each in told:
        jsonschema.validate(each, closed, jsonschema.Draft4Validator)
