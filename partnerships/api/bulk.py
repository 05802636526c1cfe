"""Many records in one request: what is sent, and what became of each item."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from .problems import ParameterError, ProblemSerializer, RefusedBody, problem

ITEMS_AT_MOST = 1000


class ResultSerializer(serializers.Serializer[Any]):
    """What became of one item: its record, or the problem."""

    index = serializers.IntegerField(min_value=0, help_text="Its place among the items, from 0.")
    status = serializers.IntegerField(help_text="201, or the status it would have been refused with alone.")
    id = serializers.IntegerField(allow_null=True, help_text="The id of the record; null where it was refused.")
    url = serializers.URLField(allow_null=True)
    problem = ProblemSerializer(allow_null=True)


class BulkSerializer(serializers.Serializer[Any]):
    """What became of many items."""

    recorded = serializers.IntegerField(min_value=0)
    refused = serializers.IntegerField(min_value=0)
    results = ResultSerializer(many=True)


def refused(
    index: int, status: HTTPStatus, code: str, detail: str, errors: tuple[ParameterError, ...] = ()
) -> dict[str, Any]:
    return {
        "index": index,
        "status": int(status),
        "id": None,
        "url": None,
        "problem": problem(status, code, detail, errors),
    }


def items_of(data: Any) -> list[Any]:
    items = data.get("items") if isinstance(data, Mapping) else None
    if isinstance(items, list) and set(data) == {"items"} and 1 <= len(items) <= ITEMS_AT_MOST:
        return items
    message = _("Send an object with “items”, a list of 1 to {most}.").format(most=ITEMS_AT_MOST)
    raise RefusedBody([ParameterError("items", "", message, "/items")])
