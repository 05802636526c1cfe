"""Live links: a query for Excel and Power BI that fetches the present state of a list, by the API, on each refresh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

# Lists of the API that make sense as a table; what a list of the pages filters by, they filter by.
KINDS = (
    "organization", "partnership", "contract", "payment", "event", "request", "network", "membership", "tie",
    "finance", "assessment",
)  # fmt: skip
LIST = "-list"
LAYOUT = ("page", "rows", "columns", "ordering", "download")
ROWS_PER_PAGE = "1000"
QUERY = """let
    // The list and what is asked of it. Change a value here to filter otherwise.
    Address = {address},
    Asked = {asked},
    // A page holds 1,000 rows; "next" says where the following one begins.
    Page = (place as nullable text) =>
        Json.Document(Web.Contents(Address, [Query = if place = null then Asked else Asked & [cursor = place]])),
    Pages = List.Generate(
        () => Page(null),
        (page) => page <> null,
        (page) => if page[next] = null then null else Page(Uri.Parts(page[next])[Query][cursor]),
        (page) => page[results]
    ),
    // Records inside a row become columns such as ngo.name.
    Flat = (row as record) as record =>
        Record.Combine(
            List.Transform(
                Record.FieldNames(row),
                (name) =>
                    let
                        value = Record.Field(row, name)
                    in
                        if value is record then
                            Record.RenameFields(
                                value,
                                List.Transform(Record.FieldNames(value), (inner) => {{inner, name & "." & inner}})
                            )
                        else
                            Record.AddField([], name, value)
            )
        ),
    Rows = List.Transform(List.Combine(Pages), Flat),
    Columns = List.Union(List.Transform(Rows, Record.FieldNames)),
    Table = Table.FromRecords(Rows, Columns, MissingField.UseNull)
in
    Table
"""


@dataclass(frozen=True)
class LiveLink:
    """A list of the API by its title, with the page that tells how to link it."""

    title: str
    page: str


def live_links() -> Sequence[LiveLink]:
    """Every list there is a link for."""
    return [LiveLink(_title(kind), reverse("live-link", args=[kind])) for kind in KINDS]


def live_address(list_name: str, query: QueryDict) -> str:
    """The page of the live link for a list of the pages with these filters; nothing where the API has no such list."""
    kind = list_name.removesuffix(LIST)
    if kind not in KINDS:
        return ""
    kept = query.copy()
    for name in LAYOUT:
        kept.pop(name, None)
    address = reverse("live-link", args=[kind])
    return f"{address}?{kept.urlencode()}" if kept else address


@login_required
@require_safe
def show_live_link(request: HttpRequest, kind: str) -> HttpResponse:
    """The query for one list, with the filters of the address; those the API does not know are named and left out."""
    if kind not in KINDS:
        raise Http404
    filters = _filters(kind, request.GET)
    address = request.build_absolute_uri(_path(kind))
    asked = {"page_size": [ROWS_PER_PAGE], **filters}
    context = {
        "title": _title(kind),
        "filters": [(name, ", ".join(values)) for name, values in filters.items()],
        "left_out": [name for name in request.GET if name not in filters],
        "address": f"{address}?{urlencode(asked, doseq=True)}",
        "query": QUERY.format(address=_text(address), asked=_record(asked)),
        "scope": f"{_view(kind).kind}:read",
        "tokens_address": reverse("api-token-new"),
    }
    return render(request, "partnerships/live_link.html", context)


def _path(kind: str) -> str:
    return reverse(f"api:{kind}{LIST}")


def _view(kind: str) -> Any:
    """The API's view of the list: it knows the filters, and the scope a token needs."""
    return resolve(_path(kind)).func.cls  # type: ignore[attr-defined]


def _title(kind: str) -> str:
    return capfirst(str(_view(kind).queryset.model._meta.verbose_name_plural))


def _filters(kind: str, query: QueryDict) -> dict[str, list[str]]:
    """Those of the parameters that the API's list knows, with their values."""
    known = _view(kind).filterset_class.base_filters
    found = {name: [value for value in values if value] for name, values in query.lists() if name in known}
    return {name: values for name, values in found.items() if values}


def _record(values: Mapping[str, Sequence[str]]) -> str:
    """A record of M: one text, or a list of them, by name."""
    fields = [
        f"{name} = {_text(found[0]) if len(found) == 1 else '{' + ', '.join(map(_text, found)) + '}'}"
        for name, found in values.items()
    ]
    return f"[{', '.join(fields)}]"


def _text(text: str) -> str:
    """A text of M: quotes are doubled, and `#(` would begin an escape."""
    escaped = text.replace("#(", "#(#)(").replace('"', '""').replace("\r", "#(cr)").replace("\n", "#(lf)")
    return f'"{escaped}"'
