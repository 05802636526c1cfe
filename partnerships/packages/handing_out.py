"""Handing a package out: whole, in part, or not at all where its maker may see less than when it was made."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from partnerships.feed.scope import scope_mark
from partnerships.models import DataPackage, User

from .archive import AT_ONCE
from .making import path_of

MEDIA_TYPE = "application/zip"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class NoSuchPart(Exception):  # noqa: N818 (what there is not, as Django's Http404)
    """The part asked for begins beyond the end."""


@dataclass(frozen=True)
class Part:
    """Bytes of a file, from `first` to `last`, both included."""

    first: int
    last: int
    size: int

    def read(self, path: Path) -> Iterator[bytes]:
        """These bytes of the file."""
        left = self.last - self.first + 1
        with path.open("rb") as file:
            file.seek(self.first)
            while left and (found := file.read(min(AT_ONCE, left))):
                left -= len(found)
                yield found


def hand_out(request: HttpRequest, package: DataPackage, *, to: User) -> HttpResponseBase:
    """The file of a package that is ready, or the part that `Range` asks for (RFC 9110): a download that broke goes on.

    PermissionDenied where the person may see less than when it was made, Http404 where the file is gone.
    """
    if package.scope != scope_mark(to):
        raise PermissionDenied(_("What you may see has changed since this package was made. Make a new one."))
    path = path_of(package)
    if not path.exists():
        raise Http404
    tag = f'"{package.sha256}"'
    answer = get_conditional_response(request, etag=tag) or _whole_or_part(request, package, path, tag)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-store"
    return answer


def _whole_or_part(request: HttpRequest, package: DataPackage, path: Path, tag: str) -> HttpResponseBase:
    try:
        part = wanted_part(request, package.size, tag)
    except NoSuchPart:
        headers = {"Content-Range": f"bytes */{package.size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    answer = _whole(path, package) if part is None else _partial(path, part)
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Repr-Digest"] = f"sha-256=:{_base64(package.sha256)}:"
    return answer


def _whole(path: Path, package: DataPackage) -> FileResponse:
    name = package.file_name
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=MEDIA_TYPE)


def _partial(path: Path, part: Part) -> StreamingHttpResponse:
    headers = {
        "Content-Range": f"bytes {part.first}-{part.last}/{part.size}",
        "Content-Length": str(part.last - part.first + 1),
    }
    status = HTTPStatus.PARTIAL_CONTENT
    return StreamingHttpResponse(part.read(path), status=status, content_type=MEDIA_TYPE, headers=headers)


def wanted_part(request: HttpRequest, size: int, tag: str) -> Part | None:
    """The one part that is asked for; None for the whole, also where several are asked for or it is another file."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", tag) != tag or not any(found.groups()):
        return None
    first, last = (int(text) if text else None for text in found.groups())
    if first is None:
        first, last = max(size - (last or 0), 0), size - 1
    if first >= size or (last is not None and last < first):
        raise NoSuchPart
    return Part(first, size - 1 if last is None else min(last, size - 1), size)


def _base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode()
