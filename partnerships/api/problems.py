"""Errors of the API as problem details (RFC 9457): what is wrong, where, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ParameterError:
    """One thing wrong with a request: the field, the value found there, and a sentence with the remedy."""

    field: str
    value: str
    message: str


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


class ParameterErrorSerializer(serializers.Serializer[ParameterError]):
    """One thing wrong with a request."""

    field = serializers.CharField(help_text="The parameter.")
    value = serializers.CharField(help_text="What was found there.")
    message = serializers.CharField(help_text="What is wrong with it, and what to write instead.")


class ProblemSerializer(serializers.Serializer[Mapping[str, Any]]):
    """What went wrong (RFC 9457), sent with the media type `application/problem+json`."""

    type = serializers.CharField(help_text="Names the kind of problem, such as `urn:gongxin:problem:not-found`.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened, in a sentence in the reader's language.")
    errors = ParameterErrorSerializer(many=True, help_text="Each parameter that is wrong; empty for other problems.")


def problem(status: int, code: str, detail: str, errors: Iterable[ParameterError] = ()) -> dict[str, Any]:
    """The body of an error response."""
    return {
        "type": f"urn:gongxin:problem:{code.replace('_', '-')}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "errors": [{"field": error.field, "value": error.value, "message": error.message} for error in errors],
    }


def as_problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Exception handler of the REST framework: its own answer, with a problem for a body.

    None for what is no error of the request; Django then reports it as a fault of the server.
    """
    if isinstance(error, SuspiciousOperation):
        error = ParseError(_("The request cannot be read: {reason}.").format(reason=type(error).__name__))
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    code, detail = _code_and_detail(error, response)
    response.data = problem(response.status_code, code, detail, getattr(error, "errors", ()))
    response.content_type = MEDIA_TYPE
    return response


def _code_and_detail(error: Exception, response: Response) -> tuple[str, str]:
    if isinstance(error, APIException) and isinstance(error.detail, str):
        return str(getattr(error.detail, "code", error.default_code)), str(error.detail)
    phrase = HTTPStatus(response.status_code).phrase
    return phrase.lower().replace(" ", "-"), str(error) or phrase


def no_such_address(request: HttpRequest) -> JsonResponse:
    """View of every address under the API that is none of its own."""
    detail = _("There is nothing at {path}. The addresses of the API are listed at /api/v1/.").format(path=request.path)
    body = problem(HTTPStatus.NOT_FOUND, "not-found", detail)
    return JsonResponse(body, status=HTTPStatus.NOT_FOUND, content_type=MEDIA_TYPE)
