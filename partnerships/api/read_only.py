"""What all views of the API do: say who may ask, check every parameter, show one record or a page of them."""

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from partnerships.filters.fields import IDS

from .conditional import tag_answer
from .limits import tell_allowance
from .pagination import NumberedPages
from .parameters import StrictFilterBackend, check_names, named

CODES = re.compile(r"[A-Za-z0-9_.-]{1,40}")


class ReadOnlySerializer(serializers.ModelSerializer[Any]):
    """A record as the API shows it: every field is there unless fewer are asked for, and none can be written.

    `expansions`: records it names by id that can be shown beside it, with the serializer of each. The view narrows the
    fields of its own records only (`only`), never those of records inside them.
    """

    expansions: ClassVar[dict[str, type[serializers.BaseSerializer[Any]]]] = {}

    def __init__(self, *args: Any, only: Collection[str] = (), expand: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only, self.expand = only, expand

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The fields asked for, and the records beside it."""
        shown: dict[str, Any] = super().to_representation(instance)
        for name in self.expand:
            other = getattr(instance, name)
            serializer = self.expansions[name](other, context=self.context)
            shown.setdefault("expanded", {})[name] = None if other is None else serializer.data
        return shown

    def get_fields(self) -> dict[str, Any]:
        """The fields, each marked read-only, so that the schema promises its presence."""
        fields: dict[str, Any] = super().get_fields()
        if self.only:
            fields = {name: field for name, field in fields.items() if name in self.only}
        for field in fields.values():
            field.read_only = True
        return fields


class CheckedParameters(APIView):
    """A view that takes no query parameter it does not know."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """The names of the parameters, and those of them that may be repeated."""
        return set(), set()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Checks the person first, then the parameters."""
        super().initial(request, *args, **kwargs)
        check_names(request, *(self.known_parameters() if request.method in SAFE_METHODS else ((), ())))

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Adds what every answer says: what is left of the rate limit, and the tag of its state."""
        response = super().finalize_response(request, response, *args, **kwargs)
        tell_allowance(self.request, response)
        if isinstance(response, Response):
            tag_answer(self.request, response)
        return response


class RecordViewSet(CheckedParameters, RetrieveModelMixin, GenericViewSet[Any]):
    """Shows a record of one model that the reader may see; anything else is 404."""

    lookup_value_regex = "[^/]+"
    keys: ClassVar[re.Pattern[str]] = IDS
    also_known: ClassVar[frozenset[str]] = frozenset()

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """What the view says, and how much of the record is shown."""
        return self.also_known | self.shaping(), set()

    def shaping(self) -> set[str]:
        """The parameters that say how much of a record is shown."""
        serializer: Any = self.get_serializer_class()
        if not issubclass(serializer, ReadOnlySerializer):
            return set()
        return {"fields", "expand"} if serializer.expansions else {"fields"}

    def expanded(self) -> tuple[str, ...]:
        """The records to be shown beside each, as the reader asked."""
        serializer: Any = self.get_serializer_class()
        return named(self.request, "expand", serializer.expansions) if self.request.method in SAFE_METHODS else ()

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """The serializer, for what the reader asked to be shown. An answer to a write is whole."""
        if self.request is not None and self.request.method in SAFE_METHODS:
            serializer: Any = self.get_serializer_class()
            kwargs["only"] = named(self.request, "fields", serializer.Meta.fields)
            kwargs["expand"] = named(self.request, "expand", serializer.expansions)
        return super().get_serializer(*args, **kwargs)

    def get_object(self) -> Model:
        """The record; NotFound, in the same words, when there is none and when the reader may not see it."""
        key = self.kwargs[self.lookup_url_kwarg or self.lookup_field]
        rows: QuerySet[Any] = self.get_queryset()
        found = rows.filter(**{self.lookup_field: key}).first() if self.keys.fullmatch(key) else None
        if found is None:
            message = _("There is no {noun} “{key}”, or you may not see it.")
            raise NotFound(message.format(noun=rows.model._meta.verbose_name, key=key))
        return found


class ReadOnlyViewSet(ListModelMixin, RecordViewSet):
    """Lists the records, too."""

    filter_backends = (StrictFilterBackend,)
    pagination_class = NumberedPages

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """On lists the filters and the pages, too."""
        if self.detail:
            return super().known_parameters()
        names, repeatable = StrictFilterBackend().names(self)
        return names | self.also_known | NumberedPages.parameters | self.shaping(), repeatable
