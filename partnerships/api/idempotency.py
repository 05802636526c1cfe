"""`Idempotency-Key`: a write that is sent again, because no answer came, is done once and answered the same."""

import re
from collections.abc import Callable
from hashlib import file_digest, sha256
from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.models import StoredAnswer
from partnerships.services.answers import answer_given, keep_answer

from .problems import InvalidParameters, ParameterError

HEADER = "Idempotency-Key"
FORM = re.compile(r'"?[\x21-\x7e]{1,255}?"?')
REPLAYED = "Idempotency-Replayed"


class KeyUsedOtherwise(APIException):
    """The key came before with another request."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency-key-reused"


def once(request: Request, act: Callable[[], Response]) -> Response | HttpResponse:
    """Does the act in one transaction; with a key that was used for the same request, gives the kept answer instead.

    Only answers of acts that were done are kept: what was refused recorded nothing, and may be right the next time.
    """
    key = _key(request)
    with transaction.atomic():
        if not key:
            return act()
        fingerprint = _fingerprint(request)
        given = answer_given(to=request.user, key=key)
        if given is not None:
            return _again(given, fingerprint)
        answer = act()
        body = JSONRenderer().render(answer.data).decode()
        location = answer.headers.get("Location", "")
        keep_answer(
            to=request.user,
            key=key,
            fingerprint=fingerprint,
            status=answer.status_code,
            location=location,
            body=body,
        )
        return answer


def _key(request: Request) -> str:
    key: str = request.headers.get(HEADER, "")
    if HEADER in request.headers and not FORM.fullmatch(key):
        message = _("Write 1 to 255 visible ASCII characters, such as a random UUID.")
        raise InvalidParameters([ParameterError(HEADER, key[:100], message)])
    return key.strip('"')


def _fingerprint(request: Request) -> str:
    """What makes the request this one: the address, what it was told, and of which state of a record."""
    match = request.headers.get("If-Match", "")
    body = JSONRenderer().render({**request.data, **_files(request)} if request.FILES else request.data)
    return sha256(b"\n".join([request.path.encode(), match.encode(), body])).hexdigest()


def _files(request: Request) -> dict[str, list[str]]:
    """The name and the digest of each file that was sent."""
    digests = {}
    for name, file in request.FILES.items():
        digests[name] = [str(file.name), file_digest(file, "sha256").hexdigest()]
        file.seek(0)
    return digests


def _again(given: StoredAnswer, fingerprint: str) -> HttpResponse:
    if given.fingerprint != fingerprint:
        raise KeyUsedOtherwise(_("This key was used for another request. Take a new key for each request."))
    headers = {REPLAYED: "true", **({"Location": given.location} if given.location else {})}
    return HttpResponse(given.body, status=given.status, content_type="application/json", headers=headers)
