"""The reference of the API: complete, readable in both languages, and its requests can be run as they stand."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from config.reference import fields
from config.reference.groups import QUERIES
from config.reference.reading import Reading, Resource, schema
from config.reference.sentences import SENTENCES
from tests.api.evidence import Both, both
from tests.cast import Cast

__all__ = ["both"]

ROOT = "/api/v1/"
FILE = Path(__file__).resolve().parents[2] / "config" / "reference" / "sentences.py"
HEAD = '''"""Every sentence of the schema that is not translated where it is written, so that the page has one language.

Written by `API_WRITE_SENTENCES=1 pytest tests/config/test_reference.py`; then `make messages` and translate.
"""

from django.utils.translation import gettext_noop as _

SENTENCES = (
'''


def read(language: str) -> tuple[list[Resource], list[Any]]:
    """What the page shows of resources, and of the parts of records."""
    with override(language):
        reading = Reading(schema(language), RequestFactory().get("/"))
        groups = reading.groups()
        return [each for group in groups for each in group.resources], list(reading.parts(groups))


def shown(language: str) -> set[str]:
    """Every sentence on the page that comes from the schema."""

    def sentences() -> Iterator[str]:
        resources, parts = read(language)
        for resource in resources:
            for address in resource.addresses:
                yield address.description
                yield from (parameter.description for parameter in address.parameters)
        for record in [*parts, *(resource.record for resource in resources if resource.record)]:
            yield record.description
            yield from (field.description for field in record.fields)

    return set(sentences()) - {""}


def looked_up(language: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every sentence that the page looks up in the catalogue."""
    asked: set[str] = set()
    monkeypatch.setattr(fields, "gettext", lambda text: asked.add(text) or text)
    read(language)
    return asked


def test_every_sentence_of_the_schema_can_be_translated(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    untranslated = sorted(looked_up("en", monkeypatch) & looked_up("zh-hans", monkeypatch))
    if os.environ.get("API_WRITE_SENTENCES"):
        lines = "".join(f"    _({json.dumps(each, ensure_ascii=False)}),\n" for each in untranslated)
        FILE.write_text(f"{HEAD}{lines})\n")
    else:
        assert untranslated == sorted(SENTENCES), "Write them anew with API_WRITE_SENTENCES=1, and translate"


def test_the_page_is_read_in_one_language(client: Client, db: None) -> None:
    assert not shown("en") & shown("zh-hans")


def test_every_request_that_is_shown_is_answered(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.administrator)
    resources, _parts = read("en")
    lists = {address.path.removeprefix(ROOT) for each in resources for address in each.addresses}
    assert set(QUERIES) <= lists
    for path, query in QUERIES.items():
        address = path.replace("{partnership_id}", str(cast.partnership.pk))
        assert client.get(f"{ROOT}{address}?{query}").status_code == 200, path
    commands = {address.command for each in resources for address in each.addresses}
    assert any('-d \'{"partnership"' in command for command in commands)
    assert all(command.startswith("curl ") for command in commands)


def test_every_name_that_is_linked_is_on_the_page(client: Client, db: None) -> None:
    page = client.get(reverse("api:reference")).content.decode()
    linked = {page.split('href="#')[i].partition('"')[0] for i in range(1, page.count('href="#') + 1)} - {"main"}
    missing = {name for name in linked if f'id="{name}"' not in page}
    assert linked > {"contracts", "Contract", "Problem", "asking"}
    assert not missing


def test_an_address_tells_which_scope_a_token_needs(db: None) -> None:
    resources, _parts = read("en")
    scopes = {
        (address.method, address.path.removeprefix(ROOT)): list(address.scopes)
        for each in resources
        for address in each.addresses
    }
    assert scopes["GET", "payments/"] == ["contracts:read"]
    assert scopes["POST", "payments/"] == ["payments:write"]
    assert scopes["GET", "event-types/"] == []
    assert scopes["GET", "organizations/{organization_id}/stages/"] == ["assessments:read"]
    assert len(scopes["GET", "objections/"]) == 5
