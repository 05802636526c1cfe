"""What drf-spectacular cannot see for itself: the problems every operation answers with, ids, and filters' labels."""

from typing import Any

from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .problems import MEDIA_TYPE, ProblemSerializer

PROBLEMS = (
    "The request is refused: 400 a parameter that is unknown or not understood, 401 not signed in, 404 no such record "
    "or page, or none the reader may see, 405 not a method of this address, 406 not available in that format."
)


class DescribedSchema(AutoSchema):
    """An operation with its problems, and with ids as the numbers they are."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation, completed."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        reference = self.resolve_serializer(ProblemSerializer(), "response").ref
        operation["responses"]["4XX"] = {"description": PROBLEMS, "content": {MEDIA_TYPE: {"schema": reference}}}
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and parameter["name"].endswith("id"):
                parameter["schema"] = {"type": "integer", "minimum": 1}
        return operation


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
