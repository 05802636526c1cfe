"""Reading the address of a list: which rows, in which order, which columns, which page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet

from partnerships.descriptions import money
from partnerships.exports import LARGEST_SHEET

from .columns import Cell, Column, columns_named, in_words
from .controls import Control, FurtherFilter, further_filters
from .problems import form_problems, unknown_parameters
from .record_list import RecordList, Rows, Total, View

ROWS_PER_PAGE = 25
CHOICES_OF_ROWS = (25, 50, 100)
FORMATS = ("csv", "xlsx")
CONTROLS_AT_ONCE = 4
PAGE, ORDERING = "page", "ordering"
ONE_OF = gettext_lazy("Choose from: {codes}.")


class LayoutForm(forms.Form):
    """What an address says beside the filters."""

    DEFAULTS: ClassVar[Mapping[str, Any]] = {"rows": ROWS_PER_PAGE, "columns": (), "download": ""}

    rows = forms.TypedChoiceField(
        choices=[(number, number) for number in CHOICES_OF_ROWS],
        coerce=int,
        empty_value=ROWS_PER_PAGE,
        required=False,
        error_messages={"invalid_choice": format_lazy(ONE_OF, codes=", ".join(map(str, CHOICES_OF_ROWS)))},
    )
    columns = forms.MultipleChoiceField(required=False)
    download = forms.ChoiceField(
        choices=[(name, name) for name in FORMATS],
        required=False,
        error_messages={"invalid_choice": format_lazy(ONE_OF, codes=", ".join(FORMATS))},
    )

    def __init__(self, data: QueryDict, columns: Sequence[Column]) -> None:
        super().__init__(data)
        field = self.fields["columns"]
        field.choices = [(column.name, column.label) for column in columns]
        field.error_messages["invalid_choice"] = format_lazy(ONE_OF, codes=", ".join(column.name for column in columns))


@dataclass(frozen=True)
class Heading:
    """The head of a column. `sorted` is that of `aria-sort`; `address` sorts by it, the other way round if it is."""

    label: str
    style: str
    address: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Choice:
    """A column that can be shown. `forward` is the address with it one place earlier."""

    name: str
    label: str
    is_chosen: bool
    forward: str = ""


@dataclass(frozen=True)
class Tally:
    """How many rows a list has, and its sums in the order of the list's totals, each by currency."""

    number: int
    sums: Sequence[Mapping[str, Any]] = ()


class CountedPages(Paginator):  # type: ignore[type-arg]  # Django's takes no argument at runtime
    """Pages of rows that have been counted."""

    def __init__(self, rows: Rows, per_page: int, number: int) -> None:
        self.number = number
        super().__init__(rows, per_page)

    @property
    def count(self) -> int:  # type: ignore[override]  # Django's is cached
        """How many rows there are on all pages."""
        return self.number


@dataclass(frozen=True)
class Listing:
    """One page of a list. With problems there are no rows: nothing is shown that was not asked for."""

    what: RecordList
    query: QueryDict
    rows: Rows
    tally: Tally
    page: Page[Any]
    controls: Sequence[Control]
    further: Sequence[FurtherFilter]
    columns: Sequence[Column]
    download: str
    problems: Sequence[str]

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status of the page."""
        return HTTPStatus.BAD_REQUEST if self.problems else HTTPStatus.OK

    @property
    def is_filtered(self) -> bool:
        """Whether there may be more rows than the address asks for."""
        return bool(self.further) or any(control.value for control in self.controls)

    @property
    def first_controls(self) -> Sequence[Control]:
        """The filters people reach for first."""
        return self.controls[:CONTROLS_AT_ONCE]

    @property
    def more_controls(self) -> Sequence[Control]:
        """The others, folded away until one of them is in force."""
        return self.controls[CONTROLS_AT_ONCE:]

    @property
    def more_in_force(self) -> bool:
        """Whether one of the others is."""
        return any(control.value for control in self.more_controls)

    def address(self, **changes: str | Sequence[str] | None) -> str:
        """The list with other parameters; None takes one out. It begins on the first page."""
        query = self.query.copy()
        for name, value in {PAGE: None, "download": None, **changes}.items():
            query.setlist(name, [] if value is None else [value] if isinstance(value, str) else list(value))
        return f"?{query.urlencode()}"

    @cached_property
    def bare_query(self) -> str:
        """What a name for this view keeps: the address without its page."""
        return self.address().removeprefix("?")

    def headings(self) -> Iterator[Heading]:
        """The heads of the columns shown, each with the address that sorts by it."""
        current = self.query.get(ORDERING) or self.what.order
        for column in self.columns:
            if not column.order:
                yield Heading(str(column.label), column.alignment)
                continue
            up, down = column.order, f"-{column.order}"
            following = (down, up) if column.descends else (up, down)
            state = {up: "ascending", down: "descending"}.get(current, "")
            term = following[1] if current == following[0] else following[0]
            yield Heading(str(column.label), column.alignment, self.address(ordering=term), state)

    def lines(self) -> Iterator[Sequence[Cell]]:
        """The rows of the page, cell by cell."""
        for row in self.page:
            yield [column.cell(row) for column in self.columns]

    def choices(self) -> Iterator[Choice]:
        """The columns: first those shown in their order, then the others."""
        shown = [column.name for column in self.columns]
        for place, column in enumerate(self.columns):
            forward = self.address(columns=_moved_forward(shown, place)) if place else ""
            yield Choice(column.name, str(column.label), is_chosen=True, forward=forward)
        for column in self.what.columns:
            if column.name not in shown:
                yield Choice(column.name, str(column.label), is_chosen=False)

    def kept(self, *but: str) -> Iterator[tuple[str, str]]:
        """The parameters a form on the page has to carry along, except those it sends itself."""
        for name, values in self.query.lists():
            if name not in {PAGE, "download", *but}:
                yield from ((name, value) for value in values)

    def kept_by_filters(self) -> Iterator[tuple[str, str]]:
        """What the form of filters carries along."""
        return self.kept(*(control.name for control in self.controls))

    def kept_by_columns(self) -> Iterator[tuple[str, str]]:
        """What the form of columns carries along."""
        return self.kept("columns")

    def without(self) -> Iterator[tuple[FurtherFilter, str]]:
        """The filters in force without a control, each with the address that lifts it."""
        for each in self.further:
            yield each, self.address(**{each.name: None})

    def per_page(self) -> Iterator[tuple[int, str]]:
        """How many rows a page can have, each number with its address; none where all rows are on the page."""
        if self.page.paginator.count > CHOICES_OF_ROWS[0]:
            yield from ((number, self.address(rows=str(number))) for number in CHOICES_OF_ROWS)

    @property
    def number(self) -> str:
        """How many rows the list has, in words."""
        return in_words(self.page.paginator.count)

    def totals(self) -> Iterator[tuple[str, str]]:
        """The sums over all rows of the list, in words."""
        for total, sums in zip(self.what.totals, self.tally.sums, strict=True):
            words = [money(amount, currency) for currency, amount in sorted(sums.items()) if amount]
            if words:
                yield str(total.label), " · ".join(words)

    def is_view(self, view: View) -> bool:
        """Whether the page shows what the view names."""
        named = QueryDict(view.query)
        return sorted(self.kept()) == sorted((name, value) for name, values in named.lists() for value in values)


def _moved_forward(names: Sequence[str], place: int) -> Sequence[str]:
    """The names with the one at the place, not the first, before its neighbour."""
    return [*names[: place - 1], names[place], names[place - 1], *names[place + 1 :]]


def read_list(request: HttpRequest, what: RecordList) -> Listing:
    """Filters, sorts and cuts the rows as the address says. What it does not understand is named as a problem."""
    query = filled(request.GET)
    layout = LayoutForm(query, what.columns)
    seen = what.rows(request.user)
    filters = what.filters(_ordered(query, what.order), queryset=what.shown(seen), request=request)
    problems = [
        *unknown_parameters(request, {*filters.filters, *layout.fields, PAGE}),
        *form_problems(filters.form, request),
        *form_problems(layout, request),
    ]
    given = LayoutForm.DEFAULTS if problems else layout.cleaned_data
    rows = seen.none() if problems else filters.qs
    tally = Tally(0, [{} for _total in what.totals]) if problems else _tally(what.totals, _narrowed(filters, seen))
    page, no_page = _page(CountedPages(rows, given["rows"], tally.number), query.get(PAGE, "1"), given["download"])
    problems += no_page
    download = "" if problems else given["download"]
    controls = () if download else what.controls(request)
    if not download:
        page.object_list = list(page.object_list)
        what.prepare(request.user, page.object_list)
    further = () if problems or download else tuple(further_filters(filters, controls))
    columns = columns_named(what.columns, given["columns"])
    return Listing(what, query, rows, tally, page, controls, further, columns, download, problems)


def _narrowed(filters: FilterSet, rows: Rows) -> Rows:
    """The rows by the same filters, in no order: what only an order reads need not be joined to count them."""
    given = filters.form.cleaned_data
    order = given.pop(ORDERING, None)
    narrowed: Rows = filters.filter_queryset(rows).order_by()
    given[ORDERING] = order
    return narrowed


def _tally(totals: Sequence[Total], rows: Rows) -> Tally:
    """Counts and adds up all rows of a list in one query. The totals of one list share the column of the currency."""
    if not totals:
        return Tally(rows.count())
    sums = {f"sum_{place}": Sum(total.amount) for place, total in enumerate(totals)}
    grouped = list(rows.values_list(totals[0].currency).annotate(number=Count("pk"), **sums))
    found = [{currency: amounts[place] for currency, _number, *amounts in grouped} for place in range(len(totals))]
    return Tally(sum(number for _currency, number, *_amounts in grouped), found)


def filled(given: QueryDict) -> QueryDict:
    """The parameters that have a value: a form sends those left open as empty text."""
    query = QueryDict(mutable=True)
    for name, values in given.lists():
        if any(values):
            query.setlist(name, [value for value in values if value])
    return query


def _ordered(query: QueryDict, order: str) -> QueryDict:
    """The parameters with the list's own order where none is asked for."""
    ordered = query.copy()
    ordered.setdefault(ORDERING, order)
    return ordered


def _page(paginator: "Paginator[Any]", number: str, download: str) -> "tuple[Page[Any], list[str]]":
    """The page asked for; where there is none, or no file can hold the list, an empty one and the reason."""
    reason, words = "", {"value": number, "rows": paginator.count, "most": LARGEST_SHEET}
    if download == "xlsx" and paginator.count > LARGEST_SHEET:
        reason = _("A spreadsheet holds %(most)s rows, and this list has %(rows)s. Narrow it by filters, or take CSV.")
    try:
        page = paginator.page(number)
    except PageNotAnInteger:
        reason = _("“page” cannot be “%(value)s”. Write a whole number from 1.")
    except EmptyPage:
        words["last"] = paginator.num_pages
        reason = _("“page” cannot be “%(value)s”. Choose from 1 to %(last)s.")
    return (Paginator([], paginator.per_page).page(1), [reason % words]) if reason else (page, [])


def views_of(what: RecordList) -> Sequence[View]:
    """The views everybody has of a list."""
    return what.views(timezone.localdate())
