"""Weak ETags: a reader is told that nothing has changed, a writer that something has.

The tag is a digest of the answer as this reader gets it, so it changes with everything that is shown of a record: its
columns, its parts, an objection, a confirmation.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

TAGS = re.compile(r'(?:W/)?"([^"]*)"')


class Changed(APIException):
    """The record is no longer what the writer had before them."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "changed"


def tag_of(body: bytes) -> str:
    """The weak ETag of a body."""
    return f'W/"{sha256(body).hexdigest()[:32]}"'


def tag_of_data(data: Any) -> str:
    """The same, of an answer that is not written yet."""
    return tag_of(JSONRenderer().render(data))


def tag_answer(request: Request, response: Response) -> None:
    """Gives an answer to GET its tag once it is written; an answer that the reader has already becomes 304."""
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
    response.setdefault("Cache-Control", "private, no-cache")
    if request.method in ("GET", "HEAD") and response.status_code == HTTPStatus.OK:
        response.add_post_render_callback(_tagging(request.headers.get("If-None-Match", "")))


def _tagging(known: str) -> Callable[[Any], HttpResponse | None]:
    def tag(response: Any) -> HttpResponse | None:
        response["ETag"] = found = tag_of(response.content)
        if not is_among(found, known):
            return None
        unchanged = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        for name, value in response.items():
            if name not in ("Content-Type", "Content-Length"):
                unchanged[name] = value
        del unchanged["Content-Type"]
        return unchanged

    return tag


def is_among(tag: str, listed: str) -> bool:
    """Whether a header's list of tags, or its star, holds the tag. Compared weakly: these tags are all weak."""
    return listed.strip() == "*" or TAGS.findall(tag)[0] in TAGS.findall(listed)


def check_match(request: Request, present: Callable[[], Any]) -> None:
    """Changed where `If-Match` names another state than the present one. Without the header nothing is asked.

    `present` gives the record as its own address shows it now; it must be held for change already.
    """
    wanted = request.headers.get("If-Match")
    if wanted is not None and not is_among(tag_of_data(present()), wanted):
        raise Changed(_("The record has changed since you read it. Read it again, and decide anew."))
