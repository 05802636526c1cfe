"""What drf-spectacular cannot see for itself: the problems every operation answers with, ids, and filters' labels."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import inline_serializer
from rest_framework.serializers import ListSerializer

from .bulk import ITEMS_AT_MOST, BulkSerializer
from .problems import MEDIA_TYPE, ProblemSerializer

PROBLEMS = (
    "The request is refused: 400 a parameter that is unknown or not understood, or a body that cannot be read, 401 not "
    "signed in, 403 not within the person's rights or the token's scopes, 404 no such record or page, or none the "
    "reader may see, 405 not a method of this address, 406 not available in that format, 409 not ready yet, "
    "412 changed since, 415 no JSON, nor a form with a file where one may come along, 416 beyond the end of a file, "
    "422 the body cannot be recorded as it is, 429 asked too often."
)
FIELDS = "Only these fields, by name with commas between; without it all."
EXPAND = "Records named by id to be shown in `expanded`, by name with commas between: {names}."
KEY = "Any text of yours, such as a UUID: a request with a key that was used is not done again, but answered the same."
MATCH = "The ETag of the record as you read it: if it has changed since, the answer is 412 and nothing is done."
UNCHANGED = "Nothing has changed since the state that `If-None-Match` names."


class DescribedSchema(AutoSchema):
    """An operation with its problems, and with ids as the numbers they are."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation, completed."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        reference = self.resolve_serializer(ProblemSerializer(), "response").ref
        operation["responses"]["4XX"] = {"description": PROBLEMS, "content": {MEDIA_TYPE: {"schema": reference}}}
        if self.method == "GET":
            operation["responses"]["304"] = {"description": UNCHANGED}
        self._shape()
        if self.method == "POST":
            # What a view says of reading holds of no write: writes take no parameters in the address.
            kept = [parameter for parameter in operation.get("parameters", ()) if parameter["in"] != "query"]
            operation["parameters"] = kept
        operation.setdefault("parameters", []).extend(self._more_parameters())
        if not operation["parameters"]:
            del operation["parameters"]
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and parameter["name"].endswith("id"):
                parameter["schema"] = {"type": "integer", "minimum": 1}
        return operation

    def get_request_serializer(self) -> Any:
        """What is sent: the entry of the view, or what the act asks for."""
        if self.method != "POST":
            return super().get_request_serializer()
        return self._sent()[self.view.action]

    def get_response_serializers(self) -> Any:
        """What is answered to a write: the record, or what became of many."""
        if self.method != "POST":
            return super().get_response_serializers()
        if self.view.action == "bulk":
            return {207: BulkSerializer}
        made = self.view.action == "create" or self.view.acts[self.view.action].makes
        return {201 if made else 200: self.view.serializer_class}

    def _sent(self) -> dict[str, Any]:
        """By action."""
        acts = {name: act.sent for name, act in self.view.acts.items()}
        if not hasattr(self.view, "entry"):
            return acts
        entry = self.view.entry.serializer
        name = f"{entry.__name__.removesuffix('Serializer')}List"
        items = ListSerializer(child=entry(), min_length=1, max_length=ITEMS_AT_MOST)
        bulk = inline_serializer(name, {"items": items})
        return {"create": entry, "bulk": bulk, **acts}

    def _shapes(self) -> bool:
        return bool(getattr(self.view, "shaping", set)())

    def _more_parameters(self) -> Iterator[dict[str, Any]]:
        """Those that many operations share."""
        if self.method == "POST":
            yield _parameter("header", "Idempotency-Key", KEY, minLength=1, maxLength=255, pattern="^[!-~]+$")
            if getattr(self.view, "detail", False):
                yield _parameter("header", "If-Match", MATCH)
        elif self._shapes():
            expansions = self.view.get_serializer_class().expansions
            yield _parameter("query", "fields", FIELDS, minLength=1)
            if expansions:
                yield _parameter("query", "expand", EXPAND.format(names=", ".join(expansions)), minLength=1)

    def _shape(self) -> None:
        """A record of which a reader may ask for fewer fields, or for others beside it, promises none of them."""
        if not self._shapes():
            return
        serializer = self.view.get_serializer_class()
        component = self.resolve_serializer(serializer(), "response").schema
        component.pop("required", None)
        if serializer.expansions:
            shown = {
                name: {"oneOf": [self.resolve_serializer(other(), "response").ref, {"type": "null"}]}
                for name, other in serializer.expansions.items()
            }
            text = "What `expand` asked for."
            component["properties"]["expanded"] = {"type": "object", "description": text, "properties": shown}


def _parameter(place: str, name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"in": place, "name": name, "description": description, "schema": {"type": "string", **schema}}


class LabelledFilters(DjangoFilterExtension):
    """Describes each parameter with the filter's label, also where the filter states its own type."""

    target_class = "partnerships.api.parameters.StrictFilterBackend"
    priority = 1

    def resolve_filter_field(self, *args: Any) -> list[dict[str, Any]]:
        """The parameters of one filter. Its label is the one a form shows, in the language of the schema."""
        parameters: list[dict[str, Any]] = super().resolve_filter_field(*args)
        for parameter in parameters:
            parameter.setdefault("description", str(args[-1].label))
        return parameters


class TokenScheme(OpenApiAuthenticationExtension):
    """A token, named as what it is."""

    target_class = "partnerships.api.authentication.TokenAuthentication"
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002 (the extension's signature)
        """Bearer."""
        return {"type": "http", "scheme": "bearer"}
