"""What all lists share: filters saved in the address, one page of rows, and every problem with the address in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_filters import FilterSet

ROWS_PER_PAGE = 25
PAGE = "page"


@dataclass(frozen=True)
class Control:
    """One filter as it stands above a list. `choices` is empty for text."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""

    @property
    def is_search(self) -> bool:
        """Whether it takes text."""
        return not self.choices


@dataclass(frozen=True)
class Listing:
    """One page of a filtered list. With problems there are no rows: nothing is shown that was not asked for."""

    page: Page[Any]
    controls: Sequence[Control]
    problems: Sequence[str]

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status of the page."""
        return HTTPStatus.BAD_REQUEST if self.problems else HTTPStatus.OK


def list_rows(
    request: HttpRequest, filter_class: type[FilterSet], rows: QuerySet[Any], controls: Sequence[Control]
) -> Listing:
    """Filters and cuts the rows as the address says. Every parameter is known and understood, or named as a problem."""
    filters = filter_class(_filled(request.GET), queryset=rows, request=request)
    problems = [*unknown_parameters(request, {*filters.filters, PAGE}), *form_problems(filters.form, request)]
    paginator = Paginator(filters.qs if not problems else rows.none(), ROWS_PER_PAGE)
    page, wrong_page = _page(paginator, request.GET.get(PAGE) or "1")
    if wrong_page:
        problems.append(wrong_page)
        page = Paginator(rows.none(), ROWS_PER_PAGE).page(1)
    return Listing(page, controls, problems)


def _filled(given: QueryDict) -> QueryDict:
    """The parameters that have a value: a form sends those left open as empty text."""
    filled = QueryDict(mutable=True)
    for name, values in given.lists():
        if any(values):
            filled.setlist(name, [value for value in values if value])
    return filled


def text_control(request: HttpRequest, name: str, label: str, hint: str = "") -> Control:
    """A field for text."""
    return Control(name, label, request.GET.get(name, ""), hint=hint)


def choice_control(request: HttpRequest, name: str, label: str, choices: Iterable[tuple[Any, Any]]) -> Control:
    """A choice of one, or of none."""
    options = [("", _("all")), *((str(code), capfirst(str(words))) for code, words in choices)]
    return Control(name, label, request.GET.get(name, ""), options)


def order_control(request: HttpRequest, choices: Iterable[tuple[str, Any]]) -> Control:
    """A choice of order; the first is the one without asking."""
    options = [(code, str(words)) for code, words in choices]
    return Control("ordering", _("Order"), request.GET.get("ordering", options[0][0]), options)


def unknown_parameters(request: HttpRequest, known: Iterable[str]) -> list[str]:
    """A sentence for each parameter of the address that this page does not have."""
    names = sorted(known)
    return [
        _("“%(field)s” is no filter of this page. It knows: %(known)s.") % {"field": name, "known": ", ".join(names)}
        for name in request.GET
        if name not in names
    ]


def form_problems(form: BaseForm, request: HttpRequest) -> list[str]:
    """A sentence for each error of the form: the field, the value found in the address, and what to do."""
    problems = []
    for name, errors in form.errors.items():
        words = {
            "field": name,
            "value": ", ".join(request.GET.getlist(name)),
            "remedy": " ".join(str(error) for error in errors),
        }
        problems.append(_("“%(field)s” cannot be “%(value)s”. %(remedy)s") % words)
    return problems


def _page(paginator: "Paginator[Any]", number: str) -> "tuple[Page[Any], str]":
    try:
        return paginator.page(number), ""
    except PageNotAnInteger:
        words = {"value": number}
        return paginator.page(1), _("“page” cannot be “%(value)s”. Write a whole number from 1.") % words
    except EmptyPage:
        words = {"value": number, "last": paginator.num_pages}
        return paginator.page(1), _("“page” cannot be “%(value)s”. Choose from 1 to %(last)s.") % words
