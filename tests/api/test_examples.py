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
from partnerships.models import (
    Amendment,
    Contract,
    Evaluation,
    InteractionEvent,
    Milestone,
    Payment,
    Request,
    Suspension,
    User,
)
from tests.api.acts import ASKS, BEFORE, SENT
from tests.api.evidence import Both
from tests.api.hearings import BothSaid
from tests.api.methods import Told
from tests.api.test_fuzzing import known_keys, own_package
from tests.api.test_hearing_acts import words
from tests.api.test_writing import bodies
from tests.cast import Cast

ROOT = "/api/v1/"
JSON = "application/json"
MODELS = {"contracts": Contract, "payments": Payment, "events": InteractionEvent, "requests": Request,
          "amendments": Amendment, "milestones": Milestone, "suspensions": Suspension,
          "evaluations": Evaluation}  # fmt: skip


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


def tells_json(operation: Any) -> bool:
    """Whether it answers with a record; a file is no example of anything."""
    return any(JSON in part.get("content", ()) for status, part in operation["responses"].items() if status < "3")


def written(cast: Cast, both: Both, said: BothSaid, told: Told) -> dict[str, Any]:
    """What every operation is sent, and answers now."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    keys = known_keys(both, said, told) | {"packages": own_package(cast.staff).pk}
    sent = bodies(cast, both) | words(cast) | {"packages": {"format": "csv"}}
    client, found = Client(HTTP_HOST="gongxin.example"), {}
    for path, operations in schema["paths"].items():
        kind, *rest = path.removeprefix(ROOT).rstrip("/").split("/")
        address = "/".join(str(keys[kind]) if part.startswith("{") else part for part in rest)
        for method, operation in operations.items():
            if not tells_json(operation):
                continue
            body = _body(sent, kind, rest) if method == "post" else None
            at = f"{ROOT}{kind}/{address}/".replace("//", "/")
            with transaction.atomic():
                client.force_login(_asking(cast, path, kind, rest))
                if rest[-1:] and rest[-1] in BEFORE:
                    BEFORE[rest[-1]](MODELS[kind]._default_manager.get(pk=keys[kind]))
                answer = client.get(at) if body is None else client.post(at, body, content_type=JSON)
                transaction.set_rollback(True)
            assert answer.status_code < 300, (at, answer.content)
            one = {"sent": body} if "requestBody" in operation else {}
            found[operation["operationId"]] = {**one, "answered": shortened(answer.json())}
    return found


def _asking(cast: Cast, path: str, kind: str, rest: list[str]) -> User:
    """Who does it: the act's own person, the body whose record it is, or else the bureau."""
    last = rest[-1] if rest else ""
    if last == "withdraw" or kind == "drafts":
        return cast.other_manager if kind == "replies" else cast.street_staff
    if last in SENT:
        person: User = getattr(cast, ASKS.get(last, "street_staff"))
        return person
    if kind == "methodology-drafts":
        return cast.administrator
    return {f"{ROOT}requests/": cast.ngo_manager}.get(path, cast.staff)


def _body(sent: dict[str, Any], kind: str, rest: list[str]) -> Any:
    if not rest:
        return sent[kind]
    return (
        {"items": [{**sent[kind], "note": "x"} if kind == "events" else sent[kind]]}
        if rest[-1] == "bulk"
        else dict(SENT.get(rest[-1], {}))
    )


def test_every_operation_has_examples_that_its_schema_allows(
    cast: Cast, both: Both, said: BothSaid, told: Told, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["gongxin.example"]
    if os.environ.get("API_WRITE_EXAMPLES"):
        text = json.dumps(written(cast, both, said, told), ensure_ascii=False, indent=1)
        Path(examples.FILE).write_text(text + "\n")
        examples.examples.cache_clear()
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    components = {"components": schema["components"]}
    checked = 0
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            if not tells_json(operation):
                continue
            answers = [part for status, part in operation["responses"].items() if status[0] == "2"]
            parts = [answers[0], *([operation["requestBody"]] if "requestBody" in operation else [])]
            for part in parts:
                content = part["content"][JSON]
                assert "example" in content, f"{method} {path}: write the examples anew with API_WRITE_EXAMPLES=1"
                jsonschema.validate(
                    content["example"], {**components, **content["schema"]}, jsonschema.Draft202012Validator
                )
                checked += 1
    assert checked >= 60
