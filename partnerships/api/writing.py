"""What views that record share: one record, many at once, and acts on a record that is there."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied as Refused
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.access import Action, Reach, reach_of
from partnerships.services.verification import void_fact

from .bulk import items_of, refused
from .conditional import check_match, tag_of_data
from .entries import Entry, EntrySerializer, VoidEntrySerializer
from .idempotency import once
from .problems import refusal
from .read_only import ReadOnlyViewSet


class WritingViewSet(ReadOnlyViewSet):
    """Lists, shows and records one kind, and acts on what is there, by the services that the pages use.

    `right`: what somebody's role must include to record any; `takes`: what is sent with each act.
    """

    entry: ClassVar[Entry]
    takes: ClassVar[Mapping[str, type[EntrySerializer]]] = {}
    right: ClassVar[tuple[Action, type[Model]] | None] = None

    def create(self, request: Request) -> Response:
        """Records one, as the word of your side."""
        self._check_role()
        return once(request, lambda: self._shown(self._enter(request.data), HTTPStatus.CREATED))  # type: ignore[return-value]

    def act(self, request: Request, do: Callable[[Any, Mapping[str, Any]], Any]) -> Response:
        """Does something with the record of the address, if it is still what `If-Match` says."""
        found: Any = self.get_object()

        def acted() -> Response:
            type(found)._default_manager.select_for_update().get(pk=found.pk)
            check_match(request, lambda: self._representation(found.pk))
            sent = self.takes[self.action](data=request.data, context=self.get_serializer_context())
            sent.is_valid(raise_exception=True)
            return self._shown(do(found, sent.validated_data), HTTPStatus.OK)

        return once(request, acted)  # type: ignore[return-value]

    def _check_role(self) -> None:
        """Whoever records none of these is told so before anything else."""
        action, model = self.right or (Action.RECORD, self.entry.model)
        if reach_of(self.request.user, action, model) == Reach.NOTHING:
            raise Refused(_("Your role does not include recording this."))

    def _enter(self, data: Any) -> Any:
        sent = self.entry.serializer(data=data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            return self.entry.enter(self.request.user, sent.validated_data)

    def _representation(self, key: int) -> Any:
        """The record as its own address shows it, read afresh."""
        return self.get_serializer(self.get_queryset().get(pk=key)).data

    def _shown(self, record: Any, status: HTTPStatus) -> Response:
        data = self._representation(record.pk)
        # A link of the REST framework is more than text, which servers refuse in a header.
        return Response(data, status=status, headers={"Location": str(data["url"]), "ETag": tag_of_data(data)})


class RecordingViewSet(WritingViewSet):
    """Lists, shows and records one kind of fact: one, or many at once. A fact can be taken back."""

    takes = {"void": VoidEntrySerializer}

    @action(detail=False, methods=["post"], url_path="bulk", url_name="bulk")
    def bulk(self, request: Request) -> Response:
        """Records up to 1,000 at once. Each item stands for itself: one that is refused does not lose the others."""
        self._check_role()
        items = items_of(request.data)
        return once(request, lambda: self._answered([self._result(*each) for each in enumerate(items)]))  # type: ignore[return-value]

    @action(detail=True, methods=["post"], url_path="void", url_name="void")
    def void(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """Takes a record back: it stays readable and counts for nothing."""
        return self.act(request, lambda fact, values: void_fact(by=request.user, fact=fact, **values))

    def _result(self, index: int, item: Any) -> dict[str, Any]:
        try:
            record = self._enter(item)
        except (ValidationError, serializers.ValidationError) as error:
            told = refusal(error, item)
            return refused(index, HTTPStatus.UNPROCESSABLE_ENTITY, "refused", str(told.detail), told.errors)
        except PermissionDenied as error:
            return refused(index, HTTPStatus.FORBIDDEN, "forbidden", str(error))
        url = self.reverse_action("detail", args=[record.pk])
        return {"index": index, "status": 201, "id": record.pk, "url": url, "problem": None}

    def _answered(self, results: list[dict[str, Any]]) -> Response:
        recorded = sum(result["id"] is not None for result in results)
        body = {"recorded": recorded, "refused": len(results) - recorded, "results": results}
        return Response(body, status=HTTPStatus.MULTI_STATUS)
