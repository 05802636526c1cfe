"""Every operation of the schema has an example of what is answered, and of what is sent; each is one the schema allows.

The examples are real answers on the fixed cast, kept in partnerships/api/examples.json. `API_WRITE_EXAMPLES=1` writes
them anew, after which docs/openapi.yaml is made anew.
"""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from partnerships.api import examples
from partnerships.models import Payment
from tests.api.evidence import Both
from tests.api.test_fuzzing import known_keys
from tests.api.test_writing import bodies
from tests.cast import Cast
from trust.services.spells import rebuild_spells

ROOT = "/api/v1/"
JSON = "application/json"
ACTS: dict[str, Any] = {
    "paid": {"paid_on": "2025-07-01", "amount_paid": "10.00"},
    "answer": {"answered_on": "2025-06-01", "answer": "It will be paid in June."},
    "void": {"reason": "Entered twice"},
}


def shortened(answer: Any) -> Any:
    """The answer with one row of a list, and no file word for word."""
    if isinstance(answer, dict):
        return {
            name: "[…]" if name == "source" and len(str(part)) > 500 else shortened(part)
            for name, part in answer.items()
        }
    if isinstance(answer, list):
        return [shortened(part) for part in answer[:1]]
    return answer


def written(cast: Cast, both: Both) -> dict[str, Any]:
    """What every operation is sent, and answers now."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    rebuild_spells([both.bureau.partnership.pk, both.street.partnership.pk])
    keys, sent = known_keys(both, cast.staff), {**bodies(cast, both), "packages": {"format": "csv"}}
    client, found = Client(HTTP_HOST="gongxin.example"), {}
    for path, operations in schema["paths"].items():
        kind, *rest = path.removeprefix(ROOT).rstrip("/").split("/")
        address = "/".join(str(keys[kind]) if part.startswith("{") else part for part in rest)
        for method, operation in operations.items():
            asks = {f"{ROOT}requests/": cast.ngo_manager}.get(path, cast.staff)
            client.force_login({"void": cast.administrator, "answer": cast.street_staff}.get(path.split("/")[-2], asks))
            body = _body(sent, kind, rest) if method == "post" else None
            if rest[-1:] == ["file"]:
                continue
            if rest[-1:] == ["paid"]:
                due = {"due_on": "2025-06-01", "amount_due": "10.00", "verification": "dual", "recorded_side": "gov"}
                address = f"{Payment.objects.create(contract=both.bureau.contract, stage='interim', **due).pk}/paid"
            at = f"{ROOT}{kind}/{address}/".replace("//", "/")
            with transaction.atomic():
                answer = client.get(at) if body is None else client.post(at, body, content_type=JSON)
                transaction.set_rollback(True)
            assert answer.status_code < 300, (at, answer.content)
            one = {} if body is None else {"sent": body}
            found[operation["operationId"]] = {**one, "answered": shortened(answer.json())}
    return found


def _body(sent: dict[str, Any], kind: str, rest: list[str]) -> Any:
    if not rest:
        return sent[kind]
    return (
        {"items": [{**sent[kind], "note": "x"} if kind == "events" else sent[kind]]}
        if rest[-1] == "bulk"
        else ACTS[rest[-1]]
    )


def test_every_operation_has_examples_that_its_schema_allows(cast: Cast, both: Both, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["gongxin.example"]
    if os.environ.get("API_WRITE_EXAMPLES"):
        text = json.dumps(written(cast, both), ensure_ascii=False, indent=1)
        Path(examples.FILE).write_text(text + "\n")
        examples.examples.cache_clear()
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    components = {"components": schema["components"]}
    checked = 0
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            answers = [part for status, part in operation["responses"].items() if status[0] == "2"]
            parts = [answers[0], *([operation["requestBody"]] if method == "post" else [])]
            for part in parts:
                if path.endswith("/file/"):
                    assert JSON not in part["content"]
                    continue
                content = part["content"][JSON]
                assert "example" in content, f"{method} {path}: write the examples anew with API_WRITE_EXAMPLES=1"
                jsonschema.validate(
                    content["example"], {**components, **content["schema"]}, jsonschema.Draft202012Validator
                )
                checked += 1
    assert checked >= 60
