"""Pages of lists: by a cursor, or numbered. Every list has a total order, so walking the pages meets each row once."""

import math
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from .cursors import Cursor, order_of
from .problems import InvalidParameters, NoSuchPage, ParameterError

DIGITS_OF_A_PAGE = 9  # more than any list has pages, few enough for the database


class NumberedPages(PageNumberPagination):
    """`page_size` up to 1,000 rows; `next` goes on by a cursor, which costs the same on every page.

    With `page`, from 1, pages are numbered instead; one beyond the last is 404.
    """

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1000
    parameters = frozenset({"page", "page_size", "cursor"})

    def get_page_size(self, request: Request) -> int:
        """Rows on a page; InvalidParameters when the number asked for is none or too large."""
        size = _whole_number(request, "page_size", self.page_size)
        if size > self.max_page_size:
            message = _("A page holds at most {most} rows.").format(most=self.max_page_size)
            raise InvalidParameters([ParameterError("page_size", str(size), message)])
        return size

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: APIView | None = None,  # noqa: ARG002 (the signature is the REST framework's)
    ) -> list[Any]:
        """The rows of the page."""
        number, size = _whole_number(request, "page", 1), self.get_page_size(request)
        self.request = request
        self.following: str | None = None
        self.is_numbered = "page" in request.query_params or not isinstance(queryset, QuerySet)
        if not self.is_numbered:
            return self._from_cursor(queryset, size)
        if "cursor" in request.query_params:
            message = _("A list is read by cursor or by numbered pages. Leave one of the two out.")
            raise InvalidParameters([ParameterError("cursor", request.query_params["cursor"], message)])
        paginator = self.django_paginator_class(_keys(queryset), size)
        last = max(1, math.ceil(paginator.count / size))
        if number > last:
            message = _("The last page is {last}.").format(last=last)
            raise NoSuchPage([ParameterError("page", str(number), message)])
        self.page = paginator.page(number)
        return _rows(queryset, list(self.page))

    def _from_cursor(self, queryset: QuerySet[Any], size: int) -> list[Any]:
        """The rows after the cursor; one more is read to know whether there are any beyond."""
        order = order_of(queryset)
        text = self.request.query_params.get("cursor")
        self.count = queryset.count() if text is None else None
        rows = queryset if text is None else Cursor.read(text, order).after(queryset)
        names = [name.removeprefix("-") for name in order]
        found = list(rows.values_list("pk", *names)[: size + 1])
        if len(found) > size:
            self.following = str(Cursor(order, found[size - 1][1:]))
        return _rows(queryset, [key for key, *_values in found[:size]])

    def get_next_link(self) -> str | None:
        """The address of what follows."""
        if self.is_numbered:
            return super().get_next_link()
        if self.following is None:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", self.following)

    def get_paginated_response(self, data: Any) -> Response:
        """The envelope of a page."""
        previous = self.get_previous_link() if self.is_numbered else None
        count = self.page.paginator.count if self.is_numbered else self.count
        return Response({"count": count, "next": self.get_next_link(), "previous": previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The envelope of a page. The REST framework's own says "nullable", which OpenAPI 3.1 no longer knows."""
        address = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {
                "type": ["integer", "null"],
                "minimum": 0,
                "description": "Rows on all pages; null where a cursor goes on from a page before.",
            },
            "next": {**address, "description": "The next page; null on the last."},
            "previous": {**address, "description": "The page before, where pages are numbered; null on the first."},
            "results": schema,
        }
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:  # noqa: ARG002 (as above)
        """The two parameters, for the OpenAPI schema."""
        return [
            _parameter("cursor", "Where to go on, as `next` of the page before says.", {"type": "string"}),
            _parameter("page", "A page by its number, from 1, instead of a cursor.", {"type": "integer", "minimum": 1}),
            _parameter(
                "page_size",
                "Rows on a page.",
                {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size},
            ),
        ]


class CountedPages(NumberedPages):
    """Pages of a list that is no table, such as that of the indicators: short, worked out whole, numbered."""

    parameters = NumberedPages.parameters - {"cursor"}

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Without the cursor."""
        return [each for each in super().get_schema_operation_parameters(view) if each["name"] != "cursor"]


def _keys(rows: QuerySet[Any] | Sequence[Any]) -> QuerySet[Any] | Sequence[Any]:
    """The keys of the rows in their order: sorting and counting them touches no other table and no wide row."""
    return rows.values_list("pk", flat=True) if isinstance(rows, QuerySet) else rows


def _rows(rows: QuerySet[Any] | Sequence[Any], page: list[Any]) -> list[Any]:
    """The rows of a page of keys, with all that is shown of them."""
    if not isinstance(rows, QuerySet):
        return page
    found = {row.pk: row for row in rows.order_by().filter(pk__in=page)}
    return [found[key] for key in page if key in found]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _whole_number(request: Request, name: str, default: int) -> int:
    """A parameter that is a whole number from 1."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_A_PAGE and int(text) > 0):
        raise InvalidParameters([ParameterError(name, text, _("Write a whole number from 1, in digits."))])
    return int(text)
