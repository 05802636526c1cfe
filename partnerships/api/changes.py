"""The feed of changes: for whoever keeps a copy."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.feed.positions import BadPositionError, Position, StalePositionError
from partnerships.feed.reading import FeedChange, Page, read_feed
from partnerships.models import FeedEntry

from .pagination import NumberedPages
from .problems import InvalidParameters, ParameterError
from .read_only import CheckedParameters


class FeedPages(NumberedPages):
    """How many changes an answer holds."""

    page_size = 500


class CopyNeeded(APIException):
    """The position belongs to a past that this reader cannot follow on from."""

    status_code = HTTPStatus.GONE
    default_code = "new-copy-needed"


class ChangeSerializer(serializers.Serializer[FeedChange]):
    """One row that was entered, changed, voided or deleted."""

    table = serializers.CharField(help_text="The table, as it is called in a data package: `contracts`, `payments` …")
    id = serializers.IntegerField(help_text="The row's number in its table.")
    act = serializers.ChoiceField(
        [(act.value, act.value) for act in FeedEntry.Act],
        help_text="What was done. A fact that is voided stays, and counts for nothing.",
    )
    record = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["object", "null"], "additionalProperties": {}})
    def get_record(self, change: FeedChange) -> Any:
        """The row's columns as they are now, which may be later than this change; null once it is deleted."""
        return change.record


class PageSerializer(serializers.Serializer[Page]):
    """Changes in the order in which they were made."""

    changes = ChangeSerializer(many=True, help_text="Apply them in this order: put in or replace by table and id.")
    position = serializers.CharField(help_text="Send it as `since` to go on. Keep it with the copy.")
    has_more = serializers.BooleanField(help_text="More waits already; else ask again whenever it suits you.")


class ChangesView(CheckedParameters):
    """Everything entered, changed, voided and deleted since a position, as far as the reader may see it.

    Without `since` it begins with the first record. Nothing is lost between two positions, however late it was
    committed, and nothing is told before what it builds on. A row may be told twice; the later word holds.
    """

    # The feed tells what a package holds, of every kind.
    kind = "packages"

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """`since` and `page_size`."""
        return {"since", "page_size"}, set()

    @extend_schema(
        parameters=[
            OpenApiParameter("since", OpenApiTypes.STR, description="A position from an answer or a data package."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": FeedPages.max_page_size, "default": FeedPages.page_size},
            ),
        ],
        responses=PageSerializer,
    )
    def get(self, request: Request) -> Response:
        """The next changes; 410 where a new copy is needed first."""
        size = FeedPages().get_page_size(request)
        try:
            page = read_feed(request.user, _since(request), size=size)
        except StalePositionError as error:
            message = _("This position is of another server, or what you may see has changed. Take a new copy.")
            raise CopyNeeded(message) from error
        return Response(PageSerializer(page).data)


def _since(request: Request) -> Position | None:
    text = request.query_params.get("since")
    if text is None:
        return None
    try:
        return Position.read(text)
    except BadPositionError as error:
        message = _("This is no position. Send the text that the last answer gave, unchanged.")
        raise InvalidParameters([ParameterError("since", text[:80], message)]) from error
