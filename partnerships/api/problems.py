"""Errors of the API as problem details (RFC 9457): what is wrong, where, and what to do."""

from collections.abc import Collection, Iterable, Mapping
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

    `pointer` is the place in the body (RFC 6901), None for what stands in the address or a header. `records` are the
    ids of what the sentence speaks of, such as likely duplicates.
    """

    field: str
    value: str
    message: str
    pointer: str | None = None
    code: str = "invalid"
    records: tuple[int, ...] = ()


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
        help_text="Where it stands in the body (JSON pointer), empty where it is nothing that is sent; null for "
        "parameters and headers.",
    )
    code = serializers.CharField(
        help_text="Names the kind of refusal: `required`, `duplicate`, `open-points`; `invalid` where it has no name."
    )
    records = serializers.ListField(
        child=serializers.IntegerField(), help_text="The ids of the records it speaks of, such as likely duplicates."
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
            {
                "field": error.field,
                "pointer": error.pointer,
                "code": error.code,
                "value": error.value,
                "message": error.message,
                "records": list(error.records),
            }
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


def refusal(error: Exception, body: Any, fields: Collection[str] | None = None) -> RefusedBody:
    """What a service or a serializer refused, each thing with its field, its place and the value found there.

    `fields` are those that can be sent: what speaks of another column, such as whose word an entry is, has no place.
    """
    return RefusedBody(
        ParameterError(
            field="/".join(path),
            value=_found(body, path),
            message=told.messages[0] if isinstance(told, ValidationError) else str(told),
            pointer="".join(f"/{step}" for step in path) if fields is None or {*path[:1]} <= {*fields} else "",
            code=str(getattr(told, "code", None) or "invalid").replace("_", "-"),
            records=_records(told),
        )
        for path, told in _leaves(_told(error))
    )


def _told(error: Exception) -> Any:
    if isinstance(error, serializers.ValidationError):
        return error.detail
    return getattr(error, "error_dict", None) or getattr(error, "error_list", [str(error)])


def _leaves(told: Any, path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    """Each refusal with the way to what it speaks of; what speaks of the whole has none."""
    if isinstance(told, Mapping):
        for name, inner in told.items():
            whole = name in (NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY)
            yield from _leaves(inner, path if whole else (*path, str(name)))
    elif isinstance(told, list | tuple):
        rows = any(isinstance(inner, Mapping) for inner in told)
        for index, inner in enumerate(told):
            yield from _leaves(inner, (*path, str(index)) if rows else path)
    else:
        yield path, told


def _records(told: Any) -> tuple[int, ...]:
    """The records that a service has named in its refusal."""
    named = getattr(told, "params", None) or {}
    return tuple(contract.pk for contract in named.get("contracts", ()))


def _found(body: Any, path: Iterable[str]) -> str:
    """The value at a place of the body, as text of bounded length; empty where there is none."""
    for step in path:
        if isinstance(body, list) and step.isdigit():
            body = dict(enumerate(body)).get(int(step))
        else:
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
