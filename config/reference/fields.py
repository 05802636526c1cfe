"""Parameters and fields as the page shows them: name, type in words, unit, meaning, codes with labels."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

CODE = re.compile(r"^\* `(?P<code>[^`]*)` - (?P<label>.*)$", re.MULTILINE)

Part = Mapping[str, Any]

KINDS: Mapping[str, Any] = {
    "string": pgettext_lazy("type of a value", "text"),
    "integer": pgettext_lazy("type of a value", "whole number"),
    "number": pgettext_lazy("type of a value", "number"),
    "boolean": pgettext_lazy("type of a value", "true or false"),
    "object": pgettext_lazy("type of a value", "object"),
    "date": pgettext_lazy("type of a value", "day"),
    "date-time": pgettext_lazy("type of a value", "moment"),
    "decimal": pgettext_lazy("type of a value", "decimal as text"),
    "uri": pgettext_lazy("type of a value", "address"),
    "double": pgettext_lazy("type of a value", "number"),
    "int64": pgettext_lazy("type of a value", "whole number"),
}
# What the schema leaves unsaid of names that are the same everywhere.
EVERYWHERE: Mapping[str, Any] = {
    "id": gettext_lazy("Its number, by which others name it."),
    "url": gettext_lazy("Its own address."),
}
MONEY = gettext_lazy("money, in the currency of the record")
CODES_KIND = pgettext_lazy("type of a value", "code")


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a record. `kind` is its type in words; `record` the name of the record it holds."""

    name: str
    kind: str
    record: str
    many: bool
    can_be_null: bool
    unit: str
    description: str
    codes: tuple[tuple[str, str], ...]


def field_of(name: str, part: Part, components: Part, beside: Iterable[str] = ()) -> Field:
    """The field, from its schema. `beside`: the names of the fields in the same record."""
    many = part.get("type") == "array"
    inner = part["items"] if many else _inside(part)
    record = named(inner)
    codes = components[record] if record and "enum" in components[record] else inner
    description = part.get("description") or part.get("title", "")
    found = CODE.findall(codes.get("description", "") or description) or _bare(codes.get("enum", ()))
    if name == "ordering":
        found = [(code, "") for code, _label in found if not code.startswith("-")]
    return Field(
        name=name,
        kind=str(CODES_KIND) if found else kind_of(codes),
        record="" if codes is not inner else record,
        many=many or _is_mapping(part),
        can_be_null=_can_be_null(part, components),
        unit=_unit(name, codes, beside),
        description=sentences(CODE.sub("", description)) or str(EVERYWHERE.get(name, "")),
        codes=tuple(found),
    )


def sentences(text: str) -> str:
    """A text of the schema in the reader's language, as far as it is known in it; a line is no end of a sentence."""
    folded = " ".join(text.split())
    told = gettext(folded) if folded else ""
    # What stands between accents is a name: every second piece.
    pieces = [format_html("<code>{}</code>", each) if at % 2 else each for at, each in enumerate(told.split("`"))]
    return format_html_join("", "{}", ((each,) for each in pieces))


def named(part: Part) -> str:
    """The name of the component a schema refers to, directly or as the first of several; empty if to none."""
    options = [part, *part.get("allOf", ()), *part.get("oneOf", ())]
    return next((str(each["$ref"]).rpartition("/")[2] for each in options if "$ref" in each), "")


def kind_of(part: Part) -> str:
    """The type in words: the format where it says more."""
    kind = part.get("type", "")
    kinds = [each for each in ([kind] if isinstance(kind, str) else kind) if each != "null"]
    name = str(part.get("format") or (kinds[0] if kinds else ""))
    return str(KINDS.get(name, name))


def _inside(part: Part) -> Part:
    """What a mapping holds by name; else the schema itself."""
    inner = part.get("additionalProperties")
    if not _is_mapping(part) or not isinstance(inner, Mapping):
        return part
    return inner["items"] if inner.get("type") == "array" else inner


def _is_mapping(part: Part) -> bool:
    return bool(part.get("additionalProperties"))


def _bare(codes: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(code), "") for code in codes if code not in ("", None)]


def _can_be_null(part: Part, components: Part) -> bool:
    """Whether the value may be null, by its type or by one of the schemas it may be."""
    if "null" in part.get("type", ()) and not isinstance(part.get("type"), str):
        return True
    return any(
        each.get("type") == "null" or None in components.get(named(each), {}).get("enum", ())
        for each in part.get("oneOf", ())
    )


def _unit(name: str, part: Part, beside: Iterable[str]) -> str:
    """The unit, where the name alone does not say it."""
    if part.get("format") == "decimal" and "currency" in beside and not name.startswith("score"):
        return str(MONEY)
    return ""
