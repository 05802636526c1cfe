"""The human page of the API: every address, parameter, field and code, read from the OpenAPI schema itself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator

CODE = re.compile(r"^\* `(?P<code>[^`]*)` - (?P<label>.*)$", re.MULTILINE)

DONE = ("200", "201", "202", "207")
JSON = "application/json"

Part = Mapping[str, Any]
NO_JSON: Part = {"schema": {}}


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a record. `kind` is its type in a word; `record` the name of the record it holds."""

    name: str
    kind: str
    record: str
    many: bool
    description: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Address:
    """One address with a method: what it takes, and the name of the record that is sent and answered."""

    method: str
    path: str
    anchor: str
    description: str
    parameters: tuple[Field, ...]
    sends: str
    record: str


@dataclass(frozen=True)
class Record:
    """The fields of what an address answers with."""

    name: str
    description: str
    fields: tuple[Field, ...]


@lru_cache(maxsize=4)
def schema(language: str) -> Part:
    """The schema with its labels in a language, made once per process."""
    del language  # the generator reads the active one; the argument keeps one copy for each
    made: Part = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


class ReferenceView(TemplateView):
    """The page. It tells how to ask, and nothing about anybody, so it is open to everybody."""

    template_name = "api/reference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Addresses in their order, then the records they answer with."""
        made = schema(get_language() or "")
        components = made["components"]["schemas"]
        return {
            **super().get_context_data(**kwargs),
            "addresses": [
                _address(method, path, operation, components)
                for path, operations in made["paths"].items()
                for method, operation in operations.items()
            ],
            "records": [_record(name, part, components) for name, part in components.items() if _is_record(name, part)],
        }


def _is_record(name: str, part: Part) -> bool:
    return "properties" in part and not name.startswith("Paginated")


def _address(method: str, path: str, operation: Part, components: Part) -> Address:
    answer = next(each for status, each in operation["responses"].items() if status in DONE)
    sent = operation.get("requestBody", {"content": {JSON: NO_JSON}})
    return Address(
        method=method.upper(),
        path=path,
        anchor=operation["operationId"],
        description=operation.get("description", ""),
        parameters=tuple(
            _field(each["name"], {**each["schema"], "description": each.get("description", "")}, components)
            for each in operation.get("parameters", ())
        ),
        sends=_named(sent["content"][JSON]["schema"]),
        record=_named(answer["content"].get(JSON, NO_JSON)["schema"]).removeprefix("Paginated").removesuffix("List"),
    )


def _record(name: str, part: Part, components: Part) -> Record:
    fields = tuple(_field(key, each, components) for key, each in part["properties"].items())
    return Record(name, part.get("description", ""), fields)


def _field(name: str, part: Part, components: Part) -> Field:
    many = part.get("type") == "array"
    inner = part["items"] if many else part.get("additionalProperties", part)
    record = _named(inner)
    codes = components[record] if record and "enum" in components[record] else inner
    description = part.get("description") or part.get("title", "")
    found = CODE.findall(codes.get("description", "") or description) or _bare(codes.get("enum", ()))
    return Field(
        name=name,
        kind=_kind(codes),
        record="" if codes is not inner else record,
        many=many or "additionalProperties" in part,
        description=CODE.sub("", description).strip(),
        codes=tuple(found),
    )


def _bare(codes: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(code), "") for code in codes if code not in ("", None)]


def _named(part: Part) -> str:
    """The name of the component a schema refers to, directly or as the first of several; empty if to none."""
    options = [part, *part.get("allOf", ()), *part.get("oneOf", ())]
    return next((str(each["$ref"]).rpartition("/")[2] for each in options if "$ref" in each), "")


def _kind(part: Part) -> str:
    """The type in a word: the format where it says more."""
    kind = part.get("type", "")
    kinds = [each for each in ([kind] if isinstance(kind, str) else kind) if each != "null"]
    return str(part.get("format") or (kinds[0] if kinds else ""))
