"""The kinds of filter. Each refuses what it does not understand, with a sentence that says what to write instead.

Nothing a reader asks for is silently left out: an unknown code, a malformed date, or a yes-or-no that is neither is an
error of the form, which a page shows beside the field and the API returns with status 400.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.fields import BaseCSVField, IsoDateTimeField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from partnerships.models import EventType, Jurisdiction

IDS = re.compile(r"[0-9]{1,18}")  # what the database's key can hold
LONGEST_TEXT = 200
LARGEST_AMOUNT = 10**16  # one more digit than the columns of money hold

Rows = QuerySet[Any]


class DayFilter(django_filters.DateFilter):
    """A day in ISO form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Write the date as YYYY-MM-DD, such as 2025-03-31.")},
            **kwargs,
        )


class MomentField(IsoDateTimeField):
    """A moment in ISO form; without an offset it is taken in the time zone of the installation."""

    default_error_messages = {
        "invalid": _(
            "Write the moment as YYYY-MM-DDThh:mm:ss with its offset, such as 2025-03-31T18:00:00+08:00; "
            "in the address of a request the plus sign is written %2B."
        )
    }

    def to_python(self, value: Any) -> datetime | None:
        """The moment. One so early or late that not every time zone can express it is refused as malformed."""
        moment: datetime | None = super().to_python(value)
        if moment is not None and not 1 < moment.year < 9999:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        # The database knows no offsets beyond 16 hours; a moment is the same moment in UTC.
        return None if moment is None else moment.astimezone(UTC)


class MomentFilter(django_filters.IsoDateTimeFilter):
    """A moment in ISO form."""

    field_class = MomentField


class CodesFilter(django_filters.MultipleChoiceFilter):
    """One or several of a list of codes: rows with any of them. The parameter may be repeated."""

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        message = format_lazy(
            _("“%(value)s” is not one of the codes. Choose from: {codes}."),
            codes=", ".join(code for code, _label in choices),
        )
        super().__init__(*args, choices=choices, error_messages={"invalid_choice": message}, **kwargs)

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """Rows whose field holds any of the codes."""
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class EventTypeFilter(django_filters.ModelMultipleChoiceFilter):
    """One or several event types by code: rows with any of them. The parameter may be repeated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        message = _(
            "“%(value)s” is not the code of an event type, such as REC_JOINT_PLAN. See the list of event types."
        )
        super().__init__(
            *args,
            queryset=EventType.objects.order_by("position"),
            error_messages={"invalid_choice": message, "invalid_pk_value": message},
            **kwargs,
        )

    def filter(self, qs: Rows, value: Sequence[EventType]) -> Rows:
        """Rows of any of the types."""
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            choices=[("true", _("yes")), ("false", _("no"))],
            coerce=lambda value: value == "true",
            error_messages={"invalid_choice": _("Write true or false.")},
            **kwargs,
        )


class AmountFilter(django_filters.NumberFilter):
    """An amount of money, from 0, with at most two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            min_value=0,
            max_value=LARGEST_AMOUNT,
            decimal_places=2,
            error_messages={"invalid": _("Write the amount in digits with a point, such as 250000.00.")},
            **kwargs,
        )


class TextFilter(django_filters.CharFilter):
    """Text of bounded length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=LONGEST_TEXT, **kwargs)


class CurrencyFilter(django_filters.CharFilter):
    """A currency by its three letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        letters = RegexValidator(r"\A[A-Z]{3}\Z", _("Write the currency as three capital letters, such as CNY."))
        super().__init__(*args, validators=[letters], **kwargs)


class RecordField(forms.Field):
    """The id of a record. What may be seen is looked up only when an id is given."""

    widget = forms.TextInput

    def __init__(self, *, find: Callable[[str], Model | None], **kwargs: Any) -> None:
        self.find = find
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Model | None:
        """The record."""
        if value in self.empty_values:
            return None
        found = self.find(value)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


@extend_schema_field(OpenApiTypes.INT)
class RecordFilter(django_filters.Filter):
    """A record the reader may see, by its id. One that does not exist and one they may not see read the same."""

    field_class = RecordField

    def __init__(self, model: type[Model], *args: Any, paths: Sequence[str] = (), **kwargs: Any) -> None:
        """`paths`: rows that reach the record by any of these lookups; without them, by the filter's own name."""
        self.kind, self.paths = model, paths
        message = format_lazy(
            _("There is no {noun} with this id, or you may not see it. Use the id of one that is listed for you."),
            noun=model._meta.verbose_name,
        )
        super().__init__(*args, find=self.find, error_messages={"invalid": message}, **kwargs)

    def find(self, text: str) -> Model | None:
        """The record with the id, if the reader may see it."""
        if not IDS.fullmatch(text):
            return None
        found: Model | None = self.kind.objects.visible_to(self.parent.request.user).filter(pk=text).first()
        return found

    def filter(self, qs: Rows, value: Model | None) -> Rows:
        """Rows that reach the record."""
        if value is None:
            return qs
        condition = Q()
        for path in self.paths or [self.field_name]:
            condition |= Q(**{path: value.pk})
        return qs.filter(condition)


@extend_schema_field(OpenApiTypes.STR)
class DivisionFilter(django_filters.ModelChoiceFilter):
    """An administrative division by its code: rows that lie in it or below it."""

    def __init__(self, path: str, *args: Any, **kwargs: Any) -> None:
        """`path`: the lookup from the rows to their jurisdiction; empty where the rows are jurisdictions."""
        self.lookup = f"{path}__path__startswith" if path else "path__startswith"
        message = _("There is no division with this code. See the list of jurisdictions.")
        super().__init__(
            *args,
            queryset=Jurisdiction.objects.order_by("path"),
            to_field_name="code",
            error_messages={"invalid_choice": message},
            **kwargs,
        )

    def filter(self, qs: Rows, value: Jurisdiction | None) -> Rows:
        """Rows in the division or below."""
        return qs.filter(**{self.lookup: value.path}) if value else qs


class OrderTermsField(BaseCSVField):
    """Terms of an order, separated by commas; a term without a name is none."""

    def clean(self, value: Any) -> Any:
        """The terms."""
        if value and not all(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""})
        return super().clean(value)


class StableOrdering(django_filters.OrderingFilter):
    """Whitelisted orders, each made total by the key, so that no row appears on two pages or on none."""

    base_field_class = OrderTermsField

    def __init__(self, *args: Any, default: str = "pk", **kwargs: Any) -> None:
        """`default`: the order where none is asked for, written as the parameter would be."""
        self.defaults = default.split(",")
        super().__init__(*args, **kwargs)
        codes = ", ".join(self.param_map)
        message = format_lazy(
            _("One cannot order by “%(value)s”. Choose from: {codes}; put a minus in front for the reverse."),
            codes=codes,
        )
        self.extra["error_messages"] = {"invalid_choice": message, "invalid_list": message}

    def filter(self, qs: Rows, value: Sequence[str] | None) -> Rows:
        """The rows in order."""
        terms = [self.get_ordering_value(param) for param in value or ()]
        return qs.order_by(*(terms or self.defaults), "pk")


class ListOrdering(StableOrdering):
    """Orders of a list on a page: rows without a value come last either way."""

    def filter(self, qs: Rows, value: Sequence[str] | None) -> Rows:
        """The rows in order."""
        terms = [self._term(qs, self.get_ordering_value(param)) for param in value or ()]
        return qs.order_by(*(terms or self.defaults), "pk")

    def _term(self, rows: Rows, name: str) -> OrderBy:
        """A column that always has a value goes without the words: with them no index gives the falling order."""
        column, fields = name.removeprefix("-"), {field.name: field for field in rows.model._meta.concrete_fields}
        last = True if column not in fields or fields[column].null else None
        return F(column).desc(nulls_last=last) if name.startswith("-") else F(column).asc(nulls_last=last)
