"""The dictionary of a package: datapackage.json after the Data Package standard, version 1, in both languages.

https://specs.frictionlessdata.io/data-package/ — `title_en`, `title_zh` and the like stand beside the standard's own
properties, which speak the language the package was asked for in.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partnerships.datasets import Column, data_table

from .formats import Written
from .stata import code_numbers

LANGUAGES = {"en": "en", "zh": "zh-hans"}
TITLE = _("Partnerships between government bodies and NGOs, and how far trust has come in each")
CAVEAT = _(
    "A stage describes the relationship, on the evidence recorded. It is not to be used to award, refuse or price "
    "contracts, nor to enter credit files. Rows with voided_at were taken back and count for nothing."
)
MEDIA_TYPES = {
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "dta": "application/x-stata-dta",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Of Parquet and NDJSON the standard's readers do not know that they are tables.
TABULAR = ("csv", "xlsx")


def dictionary(written: Iterable[Written], *, format: str, created: str, position: str) -> bytes:  # noqa: A002
    """The text of datapackage.json. `position` is where the feed of changes goes on."""
    package = {
        "profile": "data-package",
        "name": "gongxin",
        **_words("title", TITLE),
        **_words("description", CAVEAT),
        "created": created,
        "changes_since": position,
        "resources": [resource for each in written for resource in _resources(each, format)],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _resources(written: Written, form: str) -> Iterable[dict[str, Any]]:
    for sheet in written.sheets or (None,):
        yield {
            "name": (sheet or written.table.name).replace(" ", "-") + (f"-{written.part}" if written.part > 1 else ""),
            **_words("title", written.table.title),
            "path": written.stored.path,
            "profile": "tabular-data-resource" if form in TABULAR else "data-resource",
            "format": form,
            "mediatype": MEDIA_TYPES[form],
            "encoding": "utf-8",
            "bytes": written.stored.size,
            "hash": f"sha256:{written.stored.sha256}",
            **({"dialect": {"excel": {"sheet": sheet}}} if sheet else {}),
            "schema": _schema(written.columns, form),
        }


def _schema(columns: Sequence[Column], form: str) -> dict[str, Any]:
    return {
        "fields": [_field(column, form) for column in columns],
        "primaryKey": columns[0].name,
        "missingValues": [""],
    }


def _field(column: Column, form: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.is_required and column.kind != "string":  # an empty text is a value here and a missing one there
        constraints["required"] = True
    if column.codes:
        constraints["enum"] = [int(code) if column.kind == "integer" else code for code, _label in column.codes if code]
    return {
        "name": column.name,
        "type": column.kind,
        **({"format": "any"} if column.kind == "datetime" else {}),
        **_words("title", column.title),
        **(_words("description", column.description) if column.description else {}),
        **(_words("unit", column.unit) if column.unit else {}),
        **({"codes": _codes(column, form)} if column.codes else {}),
        **_reference(column),
        **({"constraints": constraints} if constraints else {}),
    }


def _codes(column: Column, form: str) -> list[dict[str, Any]]:
    """Each code with its labels, and for Stata with the number that stands for it."""
    numbers = code_numbers(column) if form == "dta" else {}
    return [
        {"code": code, **({"value": numbers[code]} if numbers else {}), **_words("label", label)}
        for code, label in column.codes
        if code
    ]


def _reference(column: Column) -> Mapping[str, str]:
    """The table whose key a number is. Not a foreign key of the standard: what it points to may be out of sight."""
    found = data_table(column.refers_to) if column.refers_to else None
    return {"refers_to": f"{found.name}.{found.columns[0].name}"} if found else {}


def _words(name: str, text: Any) -> dict[str, str]:
    """A text in the language in use, and in each language."""
    said = {name: str(text)}
    for short, language in LANGUAGES.items():
        with override(language):
            said[f"{name}_{short}"] = str(text)
    return said
