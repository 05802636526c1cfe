"""The page: every address in its place, what it takes and answers with, read from the schema and from the views."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from partnerships.api.scopes import scopes_needed

from .fields import Field, Part, field_of, named, sentences
from .groups import GROUPS, MORE, QUERIES

DONE = ("200", "201", "202", "207")
JSON = "application/json"
ROOT = "/api/v1/"
SIGNED_IN = '-H "Authorization: Bearer $GONGXIN_TOKEN"'
# What every list, or every write, takes is told once.
SHARED = frozenset({"cursor", "page", "page_size", "fields", "Idempotency-Key", "If-Match"})


@dataclass(frozen=True)
class Address:
    """One address with a method: what it takes, how it is asked, and the record that is sent and answered."""

    method: str
    path: str
    anchor: str
    description: str
    scopes: Sequence[str]
    parameters: Sequence[Field]
    shared: Sequence[str]
    command: str
    sends: str
    record: str
    answer: str


@dataclass(frozen=True)
class Record:
    """The fields of what an address answers with."""

    name: str
    description: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Resource:
    """What stands under one name: its addresses, and the record they are about."""

    name: str
    description: str
    addresses: Sequence[Address]
    record: Record | None


@dataclass(frozen=True)
class Group:
    """Resources of one kind."""

    title: Any
    anchor: str
    resources: Sequence[Resource]


@lru_cache(maxsize=4)
def schema(language: str) -> Part:
    """The schema with its labels in a language, made once per process."""
    del language  # the generator reads the active one; the argument keeps one copy for each
    made: Part = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


class Reading:
    """The schema, taken apart for a reader who asks at one host."""

    def __init__(self, made: Part, request: HttpRequest) -> None:
        self.paths, self.components = made["paths"], made["components"]["schemas"]
        self.host = request.build_absolute_uri("/").rstrip("/")

    def groups(self) -> Sequence[Group]:
        """Every address in its place; one without a place comes last."""
        resources = {name: self._resource(name, paths) for name, paths in self._by_name().items()}
        placed = {name for _title, _anchor, names in GROUPS for name in names}
        rest = tuple(name for name in resources if name not in placed)
        return [
            Group(title, anchor, [resources[name] for name in names if name in resources])
            for title, anchor, names in (*GROUPS, *([(*MORE, rest)] if rest else ()))
        ]

    def parts(self, groups: Sequence[Group]) -> Sequence[Record]:
        """The records that are shown with no resource: what records hold, and what is sent."""
        shown = {each.record.name for group in groups for each in group.resources if each.record}
        return [
            self._record(name)
            for name, part in sorted(self.components.items())
            if "properties" in part and not name.startswith("Paginated") and name not in shown
        ]

    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.paths:
            found.setdefault(path.removeprefix(ROOT).partition("/")[0], []).append(path)
        return found

    def _resource(self, name: str, paths: Sequence[str]) -> Resource:
        addresses = [
            self._address(method, path, operation) for path in paths for method, operation in self.paths[path].items()
        ]
        first = addresses[0]
        return Resource(name, first.description, addresses, self._record(first.record) if first.record else None)

    def _record(self, name: str) -> Record:
        part = self.components[name]
        fields = [field_of(key, each, self.components, part["properties"]) for key, each in part["properties"].items()]
        return Record(name, sentences(part.get("description", "")), fields)

    def _address(self, method: str, path: str, operation: Part) -> Address:
        view = view_of(path)
        answer = next(each for status, each in operation["responses"].items() if status in DONE)
        answered = answer["content"].get(JSON, {})
        sent = operation.get("requestBody", {"content": {JSON: {"schema": {}}}})["content"][JSON]
        parameters = operation.get("parameters", ())
        return Address(
            method=method.upper(),
            path=path,
            anchor=operation["operationId"],
            description=sentences(operation.get("description", "")),
            scopes=scopes_needed(method.upper(), view),
            parameters=[self._parameter(each) for each in parameters if each["name"] not in SHARED],
            shared=[each["name"] for each in parameters if each["name"] in SHARED],
            command=self._command(method, path, sent.get("example")),
            sends=named(sent["schema"]),
            record=named(answered.get("schema", {})).removeprefix("Paginated").removesuffix("List"),
            answer=_written(answered.get("example")),
        )

    def _parameter(self, parameter: Part) -> Field:
        part = {**parameter["schema"], "description": parameter.get("description", "")}
        return field_of(parameter["name"], part, self.components)

    def _command(self, method: str, path: str, sent: Any) -> str:
        """How it is asked with curl. `$ID` is a record of the reader's own."""
        query = QUERIES.get(path.removeprefix(ROOT), "") if method == "get" else ""
        address = "/".join("$ID" if part.startswith("{") else part for part in path.split("/"))
        address = f'"{self.host}{address}{"?" if query else ""}{query}"'
        if method == "get":
            output = " -OJ" if path.endswith("/file/") else ""
            return f"curl{output} {SIGNED_IN} {address}"
        body = json.dumps(sent, ensure_ascii=False).replace("'", "'\\''")
        return f"curl {SIGNED_IN} -H \"Content-Type: application/json\" -d '{body}' {address}"


def view_of(path: str) -> Any:
    """The class of the view that answers at an address of the schema."""
    address = "/".join("1" if part.startswith("{") else quote(part) for part in path.split("/"))
    view: Any = resolve(address).func
    return getattr(view, "cls", None) or view.view_class


def _written(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2) if example is not None else ""
