"""Columns and their values in words: the field's name, and the label of what it held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships.models import Change
from partnerships.models.languages import figure

# Columns that repeat who did it and when, or point where the history already is.
HIDDEN = frozenset(
    {
        "id",
        "path",
        "recorded_at",
        "recorded_by_id",
        "voided_at",
        "voided_by_id",
        "closed_at",
        "closed_by_id",
        "opened_at",
        "opened_by_id",
        "created_at",
        "date_joined",
        "import_batch_id",
        "source_key",
        "content_type_id",
        "object_id",
    }
)
REPEATED = ("_recorded_at", "_recorded_by_id", "_confirmed_by_id")
SECRET = [None, None]
Names = Mapping[tuple[type[models.Model], Any], str]


def is_told(column: str) -> bool:
    """Whether a history shows the column."""
    return column not in HIDDEN and not column.endswith(REPEATED)


def in_order(model: type[models.Model], columns: Iterable[str]) -> list[str]:
    """The columns as the model lists them; those it no longer has come last."""
    order = {field.column: place for place, field in enumerate(model._meta.concrete_fields)}
    return sorted(columns, key=lambda column: order.get(column, len(order)))


def field_of(model: type[models.Model], column: str) -> "models.Field[Any, Any] | None":
    """The field behind a column; none for a column the model no longer has."""
    try:
        field = model._meta.get_field(column.removesuffix("_id"))
    except FieldDoesNotExist:
        field = next((each for each in model._meta.concrete_fields if each.column == column), None)
    return field if isinstance(field, models.Field) else None


def names_of(changes: Iterable[Change], models_by_table: Mapping[str, type[models.Model]]) -> Names:
    """The names of all records that the changes point at. One query per kind of record."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for change in changes:
        for column, values in change.columns.items():
            field = field_of(models_by_table[change.table], column) if is_told(column) else None
            if isinstance(field, models.ForeignKey):
                wanted[field.remote_field.model].update(value for value in values if value is not None)
    return {
        (model, key): str(record)
        for model, keys in wanted.items()
        for key, record in model._default_manager.in_bulk(keys).items()
    }


def label_of(model: type[models.Model], column: str) -> str:
    """The field's name for people."""
    field = field_of(model, column)
    return capfirst(str(field.verbose_name)) if field else column


def value_in_words(model: type[models.Model], column: str, value: Any, names: Names) -> str:
    """What the column held, as a page would write it."""
    field = field_of(model, column)
    if value is None or value == "":
        return _("(empty)")
    if isinstance(field, models.ForeignKey):
        return names.get((field.remote_field.model, value), _("no longer on record"))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _written(field, value)


def _written(field: "models.Field[Any, Any] | None", value: Any) -> str:
    """Days, moments, amounts and yes or no in the reader's way of writing."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return _moment(parse_datetime(str(value)), value)
    if isinstance(field, models.DateField):
        return _day(parse_date(str(value)), value)
    if isinstance(field, models.DecimalField):
        return _amount(value)
    return str(value)


def _moment(moment: datetime | None, value: Any) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else str(value)


def _day(day: date | None, value: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else str(value)


def _amount(value: Any) -> str:
    try:
        return figure(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
