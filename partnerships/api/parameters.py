"""Query parameters: every one is known, given once, has a value, and is understood; anything else is an error."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.utils.translation import gettext as _
from django_filters import MultipleChoiceFilter
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.views import APIView

from partnerships.filters.fields import MomentField

from .problems import InvalidParameters, ParameterError

INCLUDE_VOIDED = OpenApiParameter(
    "include_voided", bool, description="With facts that were voided; they carry voided_at and void_reason."
)

KNOWN_AT = OpenApiParameter(
    "known_at",
    OpenApiTypes.DATETIME,
    description="Facts as they were known at this moment, those inside a record, too: recorded, and not taken back.",
)


def check_names(request: Request, known: Collection[str], repeatable: Collection[str] = ()) -> None:
    """Raises InvalidParameters for parameters that are unknown, empty, or given twice where one value is possible."""
    errors = list(_wrong_names(request, known, repeatable))
    if errors:
        raise InvalidParameters(errors)


def _wrong_names(request: Request, known: Collection[str], repeatable: Collection[str]) -> Iterable[ParameterError]:
    for name, values in request.query_params.lists():
        if name not in known:
            yield ParameterError(name, values[0], _unknown(known))
        elif not all(values):
            yield ParameterError(name, "", _("The parameter has no value. Give it one, or leave it out."))
        elif len(values) > 1 and name not in repeatable:
            yield ParameterError(name, ", ".join(values), _("The parameter is given twice. Give it once."))


def _unknown(known: Collection[str]) -> str:
    if not known:
        return _("There is no such parameter; this address takes none.")
    return _("There is no such parameter. Known here: {names}.").format(names=", ".join(sorted(known)))


def check_form(form: BaseForm, request: Request) -> None:
    """Raises InvalidParameters with every error of the form, beside the value that was found."""
    if form.is_valid():
        return
    raise InvalidParameters(
        ParameterError(name, ", ".join(request.query_params.getlist(name)), " ".join(str(text) for text in messages))
        for name, messages in form.errors.items()
    )


def yes_or_no(request: Request, name: str) -> bool:
    """A parameter that is `true` or `false`; without it, false."""
    value = request.query_params.get(name, "false")
    if value not in ("true", "false"):
        raise InvalidParameters([ParameterError(name, value, _("Write true or false."))])
    return bool(value == "true")


def moment(request: Request, name: str) -> datetime | None:
    """A parameter that is a moment; without it, None."""
    text = request.query_params.get(name)
    try:
        return MomentField(required=False).clean(text) if text is not None else None
    except ValidationError as error:
        raise InvalidParameters([ParameterError(name, text or "", " ".join(error.messages))]) from error


def named(request: Request, parameter: str, known: Collection[str]) -> tuple[str, ...]:
    """Names separated by commas, each of them known; none where the parameter is not given."""
    text = request.query_params.get(parameter)
    names = tuple(dict.fromkeys(text.split(","))) if text is not None else ()
    unknown = [name for name in names if name not in known]
    if unknown:
        message = _("Write names with commas between them, out of: {names}.").format(names=", ".join(known))
        raise InvalidParameters([ParameterError(parameter, text or "", message)])
    return names


class StrictFilterBackend(DjangoFilterBackend):
    """The filter set of the view, on its lists. Values it does not understand are errors."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """The rows asked for. On the address of a single record nothing is filtered."""
        if getattr(view, "detail", False):
            return queryset
        filter_set = self.get_filterset(request, queryset, view)
        if filter_set is None:
            return queryset
        check_form(filter_set.form, request)
        return filter_set.qs

    def names(self, view: APIView) -> tuple[set[str], set[str]]:
        """The names of the parameters, and those of them that may be repeated."""
        filter_class = self.get_filterset_class(view)
        filters = filter_class.base_filters if filter_class else {}
        return set(filters), {name for name, each in filters.items() if isinstance(each, MultipleChoiceFilter)}
