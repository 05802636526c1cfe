"""A column that goes out as data: where it comes from and what it means, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable

# Types of a Table Schema (https://datapackage.org/standard/table-schema/), by Django's fields; text is the rest.
KINDS: Mapping[type[Any], str] = {
    models.BooleanField: "boolean",
    models.DateTimeField: "datetime",
    models.DateField: "date",
    models.DecimalField: "number",
    models.FloatField: "number",
    models.IntegerField: "integer",
}


@dataclass(frozen=True)
class Column:
    """One column. `source` is a path of fields or an expression; texts are lazy, so that either language can be read.

    `kind` is a type of a Table Schema. `codes` holds each code with its label; `refers_to` the table whose `id` it
    holds; `unit` says what a number counts, `places` how many decimals an exact one has.
    """

    name: str
    source: str | Combinable
    kind: str
    title: Any
    description: Any = ""
    unit: Any = ""
    codes: Sequence[tuple[str, Any]] = ()
    refers_to: type[models.Model] | None = None
    is_required: bool = False
    places: int | None = None


def column_of(model: type[models.Model], path: str, *, name: str = "", unit: Any = "") -> Column:
    """The column of a field, reached by a path such as `contract__currency`; what it means is the field's to say."""
    field = _field(model, path)
    related = field.related_model if isinstance(field, models.ForeignKey) else None
    carrier = field.target_field if isinstance(field, models.ForeignKey) else field
    return Column(
        name=name or path,
        source=path,
        kind=next((kind for known, kind in KINDS.items() if isinstance(carrier, known)), "string"),
        title=field.verbose_name,
        description=field.help_text,
        unit=unit,
        codes=tuple((str(code), label) for code, label in field.choices or ()),
        refers_to=related if isinstance(related, type) else None,
        is_required="__" not in path and not field.null,
        places=getattr(carrier, "decimal_places", None),
    )


def _field(model: type[models.Model], path: str) -> Any:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    return by_column.get(last) or model._meta.get_field(last)
