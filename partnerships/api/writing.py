"""What views that record share: one record, many at once, and acts on a record that is there."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied as Refused
from rest_framework.parsers import BaseParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.access import Action, Reach, reach_of

from .acts import ON_FACTS, Act
from .bulk import items_of, refused
from .conditional import check_match, tag_of_data
from .entries import Entry, EntrySerializer
from .idempotency import once
from .problems import RefusedBody, refusal
from .read_only import ReadOnlyViewSet

# What proves something comes along as a file, which JSON has no place for.
WITH_FILE: Sequence[type[BaseParser]] = (JSONParser, MultiPartParser)
NO_FILE: Sequence[type[BaseParser]] = (JSONParser,)


class ActingViewSet(ReadOnlyViewSet):
    """Lists and shows one kind of record, and acts on what is there, by the services that the pages use."""

    acts: ClassVar[Mapping[str, Act]] = {}

    def act(self, request: Request) -> Response:
        """Does what the action says with the record of the address, if it is still what `If-Match` says."""
        found: Any = self.get_object()
        act = self.acts[self.action]

        def acted() -> Response:
            type(found)._default_manager.select_for_update().get(pk=found.pk)
            act.check(request.user, found)
            check_match(request, lambda: self._representation(found.pk))
            sent = self._sent(act.sent, request.data)
            try:
                shown = act.perform(request.user, found, sent.validated_data)
            except ValidationError as error:
                raise placed(error, sent) from error
            return self._shown(shown, HTTPStatus.CREATED if act.makes else HTTPStatus.OK)

        return once(request, acted)  # type: ignore[return-value]

    def _sent(self, kind: type[EntrySerializer], data: Any) -> EntrySerializer:
        """What was sent, checked."""
        sent = kind(data=data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        return sent

    def _representation(self, key: int) -> Any:
        """The record as its own address shows it, read afresh."""
        return self.get_serializer(self.get_queryset().get(pk=key)).data

    def _shown(self, record: Any, status: HTTPStatus) -> Response:
        data = self._representation(record.pk)
        # A link of the REST framework is more than text, which servers refuse in a header.
        return Response(data, status=status, headers={"Location": str(data["url"]), "ETag": tag_of_data(data)})


class WritingViewSet(ActingViewSet):
    """Records one, too. `right`: what somebody's role must include to record any."""

    entry: ClassVar[Entry]
    right: ClassVar[tuple[Action, type[Model]] | None] = None

    def create(self, request: Request) -> Response:
        """Records one, as the word of your side."""
        self._check_role()
        return once(request, lambda: self._shown(self._enter(request.data), HTTPStatus.CREATED))  # type: ignore[return-value]

    def _check_role(self) -> None:
        """Whoever records none of these is told so before anything else."""
        action, model = self.right or (Action.RECORD, self.entry.model)
        if reach_of(self.request.user, action, model) == Reach.NOTHING:
            raise Refused(_("Your role does not include recording this."))

    def _enter(self, data: Any) -> Any:
        sent = self._sent(self.entry.serializer, data)
        try:
            with transaction.atomic():
                return self.entry.enter(self.request.user, sent.validated_data)
        except ValidationError as error:
            raise placed(error, sent) from error


class FactViewSet(ActingViewSet):
    """Does with one kind of fact what the pages do, by their services."""

    parser_classes = WITH_FILE
    acts: ClassVar[Mapping[str, Act]] = ON_FACTS

    @action(detail=True, methods=["post"], url_path="void", url_name="void", parser_classes=NO_FILE)
    def void(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """Takes a record back: it stays readable and counts for nothing."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="confirm", url_name="confirm", parser_classes=NO_FILE)
    def confirm(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Confirms what the other side recorded: both sides then stand behind it."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="contest", url_name="contest")
    def contest(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Objects to a record: it counts for nothing until somebody from outside the partnership has ruled."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="grounds", url_name="grounds")
    def grounds(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Gives the open objection to a record its grounds, or further ones."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="rule", url_name="rule", parser_classes=NO_FILE)
    def rule(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Rules on the open objection: the record is voided, or stands."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="attach", url_name="attach")
    def attach(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Attaches a document. From the side that made the entry it lifts `single` to `single_doc`."""
        return self.act(request)


class RecordingViewSet(FactViewSet, WritingViewSet):
    """Records facts, one or many at once."""

    @action(detail=False, methods=["post"], url_path="bulk", url_name="bulk", parser_classes=NO_FILE)
    def bulk(self, request: Request) -> Response:
        """Records up to 1,000 at once. Each item stands for itself: one that is refused does not lose the others."""
        self._check_role()
        items = items_of(request.data)
        return once(request, lambda: self._answered([self._result(*each) for each in enumerate(items)]))  # type: ignore[return-value]

    def _result(self, index: int, item: Any) -> dict[str, Any]:
        try:
            record = self._enter(item)
        except (RefusedBody, serializers.ValidationError) as error:
            told = error if isinstance(error, RefusedBody) else refusal(error, item)
            return refused(index, HTTPStatus.UNPROCESSABLE_ENTITY, "refused", str(told.detail), told.errors)
        except PermissionDenied as error:
            return refused(index, HTTPStatus.FORBIDDEN, "forbidden", str(error))
        url = self.reverse_action("detail", args=[record.pk])
        return {"index": index, "status": 201, "id": record.pk, "url": url, "problem": None}

    def _answered(self, results: list[dict[str, Any]]) -> Response:
        recorded = sum(result["id"] is not None for result in results)
        body = {"recorded": recorded, "refused": len(results) - recorded, "results": results}
        return Response(body, status=HTTPStatus.MULTI_STATUS)


def placed(error: ValidationError, sent: EntrySerializer) -> RefusedBody:
    """What a service refused, at the fields that were sent."""
    told = getattr(error, "error_dict", None)
    if told is not None:
        error = ValidationError({sent.elsewhere.get(name, name): inner for name, inner in told.items()})
    return refusal(error, sent.initial_data, sent.fields)
