"""Errors of the API as problem details (RFC 9457): what is wrong, where, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import server_error
from rest_framework import serializers
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ParameterError:
    """One thing wrong with a request: the field, the value found there, and a sentence with the remedy.

    `pointer` is the place in the body (RFC 6901), None for what stands in the address or a header.
    """

    field: str
    value: str
    message: str
    pointer: str | None = None


class InvalidParameters(APIException):
    """The request asks for something the API does not understand."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "invalid-parameters"

    def __init__(self, errors: Iterable[ParameterError]) -> None:
        self.errors = tuple(errors)
        super().__init__(" ".join(f"{error.field}: {error.message}" for error in self.errors))


class NoSuchPage(InvalidParameters):
    """The list has fewer pages than that."""

    status_code = HTTPStatus.NOT_FOUND
    default_code = "no-such-page"


class RefusedBody(InvalidParameters):
    """The body can be read, and what it says cannot be recorded."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "refused"


class ParameterErrorSerializer(serializers.Serializer[ParameterError]):
    """One thing wrong with a request."""

    field = serializers.CharField(help_text="The parameter, header or field of the body; empty for the whole body.")
    pointer = serializers.CharField(
        allow_null=True,
        help_text="Where it stands in the body (JSON pointer); null for parameters and headers.",
    )
    value = serializers.CharField(help_text="What was found there.")
    message = serializers.CharField(help_text="What is wrong with it, and what to write instead.")


class ProblemSerializer(serializers.Serializer[Mapping[str, Any]]):
    """What went wrong (RFC 9457), sent with the media type `application/problem+json`."""

    type = serializers.CharField(help_text="Names the kind of problem, such as `urn:gongxin:problem:not-found`.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened, in a sentence in the reader's language.")
    errors = ParameterErrorSerializer(many=True, help_text="Each thing that is wrong; empty for other problems.")


def problem(status: int, code: str, detail: str, errors: Iterable[ParameterError] = ()) -> dict[str, Any]:
    """The body of an error response."""
    return {
        "type": f"urn:gongxin:problem:{code.replace('_', '-')}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "errors": [
            {"field": error.field, "pointer": error.pointer, "value": error.value, "message": error.message}
            for error in errors
        ],
    }


def as_problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Exception handler of the REST framework: its own answer, with a problem for a body.

    None for what is no error of the request; Django then reports it as a fault of the server.
    """
    error = _as_exception(error, context)
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    code, detail = _code_and_detail(error, response)
    response.data = problem(response.status_code, code, detail, getattr(error, "errors", ()))
    response.content_type = MEDIA_TYPE
    return response


def _as_exception(error: Exception, context: Mapping[str, Any]) -> Exception:
    """The error as one of the API's; what services and serializers refuse with its place in the body."""
    if isinstance(error, SuspiciousOperation):
        return ParseError(_("The request cannot be read: {reason}.").format(reason=type(error).__name__))
    if isinstance(error, ValidationError | serializers.ValidationError):
        request = context.get("request")
        return refusal(error, request.data if request is not None else None)
    return error


def refusal(error: Exception, body: Any) -> RefusedBody:
    """What a service or a serializer refused, each thing with its field, its place and the value found there."""
    return RefusedBody(
        ParameterError("/".join(path), _found(body, path), message, "".join(f"/{step}" for step in path))
        for path, message in _leaves(_told(error))
    )


def _told(error: Exception) -> Any:
    if isinstance(error, serializers.ValidationError):
        return error.detail
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        return error.message_dict
    return getattr(error, "messages", [str(error)])


def _leaves(told: Any, path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], str]]:
    """Each message with the way to what it speaks of; what speaks of the whole has none."""
    if isinstance(told, Mapping):
        for name, inner in told.items():
            whole = name in (NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY)
            yield from _leaves(inner, path if whole else (*path, str(name)))
    elif isinstance(told, list | tuple):
        for inner in told:
            yield from _leaves(inner, path)
    else:
        yield path, str(told)


def _found(body: Any, path: Iterable[str]) -> str:
    """The value at a place of the body, as text of bounded length; empty where there is none."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return "" if body is None else str(body)[:200]


def _code_and_detail(error: Exception, response: Response) -> tuple[str, str]:
    if isinstance(error, APIException) and isinstance(error.detail, str):
        return str(getattr(error.detail, "code", error.default_code)), str(error.detail)
    phrase = HTTPStatus(response.status_code).phrase
    return phrase.lower().replace(" ", "-"), str(error) or phrase


def server_fault(request: HttpRequest) -> HttpResponse:
    """What is answered when the server itself fails: a problem to programs, the page of errors to people."""
    if not request.path.startswith("/api/"):
        return server_error(request)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    detail = _("The server failed. The fault is on record; try again later.")
    return JsonResponse(problem(status, "server-fault", detail), status=status, content_type=MEDIA_TYPE)


def no_such_address(request: HttpRequest) -> JsonResponse:
    """View of every address under the API that is none of its own."""
    detail = _("There is nothing at {path}. The addresses of the API are listed at /api/v1/.").format(path=request.path)
    body = problem(HTTPStatus.NOT_FOUND, "not-found", detail)
    return JsonResponse(body, status=HTTPStatus.NOT_FOUND, content_type=MEDIA_TYPE)
