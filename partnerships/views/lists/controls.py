"""The filters that stand above a list, and those that stand only in its address."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_filters import FilterSet


@dataclass(frozen=True)
class Control:
    """One filter as it stands above a list. `kind` is that of an HTML input, or `select`."""

    name: str
    label: str
    value: str
    kind: str = "search"
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""


def text_control(request: HttpRequest, name: str, label: str, hint: str = "") -> Control:
    """A field for text."""
    return Control(name, label, request.GET.get(name, ""), hint=hint)


def day_control(request: HttpRequest, name: str, label: str) -> Control:
    """A field for a day."""
    return Control(name, label, request.GET.get(name, ""), "date")


def choice_control(
    request: HttpRequest, name: str, label: str, choices: Iterable[tuple[Any, Any]], neutral: str = ""
) -> Control:
    """A choice of one, or of none; `neutral` says what none means."""
    options = [("", neutral or _("all")), *((str(code), capfirst(str(words))) for code, words in choices)]
    return Control(name, label, request.GET.get(name, ""), "select", options)


@dataclass(frozen=True)
class FurtherFilter:
    """A filter that is in force by the address alone, in words."""

    name: str
    label: str
    value: str


def further_filters(filters: FilterSet, controls: Sequence[Control]) -> Iterator[FurtherFilter]:
    """The filters in force for which there is no control, so that nothing is left out unseen."""
    shown = {control.name for control in controls} | {"ordering"}
    for name, value in filters.form.cleaned_data.items():
        if name not in shown and name in filters.data:
            yield _in_words(name, filters, value)


def _in_words(name: str, filters: FilterSet, value: Any) -> FurtherFilter:
    if isinstance(value, Model):
        return FurtherFilter(name, capfirst(str(value._meta.verbose_name)), str(value))
    words = dict(getattr(filters.form.fields[name], "choices", ()))
    given = [str(words.get(code, code)) for code in filters.data.getlist(name)]
    return FurtherFilter(name, capfirst(str(filters.form.fields[name].label)), ", ".join(given))
