"""The OpenAPI schema: without warnings, committed as it is, and true to what the API answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.api.evidence import Both
from tests.api.hearings import BothSaid
from tests.api.methods import Told
from tests.cast import Cast

ROOT = "/api/v1/"
COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


def test_the_committed_schema_is_the_one_the_code_makes_and_it_has_no_warnings(tmp_path: Path, db: None) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), fail_on_warn=True, validate=True)
    assert made.read_text() == COMMITTED.read_text(), "Run manage.py spectacular --file docs/openapi.yaml"


def test_the_schema_is_openapi_3_1(client: Client, db: None) -> None:
    assert yaml.safe_load(client.get(f"{ROOT}schema/").content)["openapi"] == "3.1.0"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


def _closed(part: Any) -> Any:
    """The schema with no room for fields it does not name, so that an undocumented one is found."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(each) for name, each in part.items()}
    if "properties" in part:
        closed.setdefault("additionalProperties", False)
    return closed


def _read(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The addresses that can be read, with their operations."""
    return ((path, operations) for path, operations in schema["paths"].items() if "get" in operations)


def _answers(schema: dict[str, Any], both: Both, said: BothSaid, told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    on = both.bureau
    keys = {"contracts": on.contract, "events": on.event, "requests": on.request, "networks": on.network,
            "memberships": on.membership, "payments": on.contract.payments.get(),
            "finances": on.partnership.ngo.finances.get(), "ties": on.tie, "assessments": on.assessment,
            "partnerships": on.partnership,
            "organizations": on.partnership.ngo, "drafts": said.bureau.draft, "objections": said.bureau.objection,
            "overrides": said.bureau.override, "replies": said.bureau.reply, "survey-results": told.bureau,
            "studies": told.study, "methodology-drafts": told.draft}  # fmt: skip
    for path, operations in _read(schema):
        name = path.removeprefix(ROOT).partition("/")[0]
        key = str(keys[name].pk) if name in keys else "2026.1"
        codes = {"event-types": "NET_LEAD", "jurisdictions": "990101", "indicators": "C1"}
        address = path.replace("{code}", codes.get(name, ""))
        for variable in ("{id}", "{version}", "{partnership_id}", "{organization_id}", "{draft_id}"):
            address = address.replace(variable, key)
        yield address, operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def test_every_answer_is_what_the_schema_says(
    schema: dict[str, Any], client: Client, cast: Cast, both: Both, said: BothSaid, told: Told
) -> None:
    client.force_login(cast.administrator)
    components = _closed({"components": schema["components"]})
    asked = 0
    for address, answer in _answers(schema, both, said, told):
        response = client.get(address)
        assert response.status_code == 200, address
        validator = jsonschema.Draft202012Validator({**components, **answer})
        errors = [f"{address} {error.json_path}: {error.message}" for error in validator.iter_errors(response.json())]
        assert not errors, errors[:5]
        asked += 1
    assert asked == len(list(_read(schema))) >= 39


def test_every_refusal_is_what_the_schema_says(schema: dict[str, Any], client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    components = _closed({"components": schema["components"]})
    for path, operations in _read(schema):
        response = client.get(path.replace("{", "").replace("}", ""), {"no_such": "1"})
        described = operations["get"]["responses"]["4XX"]["content"]["application/problem+json"]["schema"]
        jsonschema.validate(response.json(), {**components, **described}, jsonschema.Draft202012Validator)
        assert response.status_code in {400, 404}


def test_the_human_page_names_every_address_and_every_parameter(
    schema: dict[str, Any], client: Client, db: None
) -> None:
    page = client.get(f"{ROOT}reference/").content.decode()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert f"{method.upper()} {path}" in page
            for parameter in operation.get("parameters", ()):
                assert f"<code>{parameter['name']}</code>" in page
    assert "<code>open_tender</code> open tender" in page
    assert 'style="' not in page
