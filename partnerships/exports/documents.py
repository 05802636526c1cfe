"""A document handed out: as a file to keep, never as a page; whole, or the rest of one that broke off."""

import re
from http import HTTPStatus
from pathlib import PurePath
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse

from partnerships.models import Document
from partnerships.services.documents import take_document

# Bytes from a place on, as a download goes on that broke off.
REST = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}


def hand_out(request: HttpRequest, document: Document) -> HttpResponse | FileResponse:
    """The file of a document that has one, to the person who asks; each taking is kept, the rest of one is none.

    HEAD tells its type and size alone.
    """
    size = document.size or 0
    start, end = _asked(request.headers.get("Range", ""), size)
    if request.method == "HEAD":
        return HttpResponse(headers=HEADERS | {"Content-Type": document.media_type, "Content-Length": str(size)})
    if start > 0:
        return _handed_out(document, document.file.open("rb"), start, end)
    return _handed_out(document, take_document(by=request.user, document=document), start, end)  # type: ignore[arg-type]


def _asked(header: str, size: int) -> tuple[int, int]:
    """The first byte asked for and the one after the last. What cannot be read or met asks for everything."""
    found = REST.fullmatch(header.strip())
    if found is None:
        return 0, size
    start, last = int(found[1]), int(found[2] or size - 1)
    return (start, min(last + 1, size)) if start <= last and start < size else (0, size)


def _handed_out(document: Document, opened: IO[bytes], start: int, end: int) -> FileResponse:
    name = f"{PurePath(document.title).stem[:100] or 'document'}{PurePath(document.file.name).suffix}"
    response = FileResponse(_Part(opened, start, end), as_attachment=True, filename=name, headers=HEADERS)
    response["Content-Type"] = document.media_type
    response["Content-Length"] = str(end - start)
    if (start, end) != (0, document.size):
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {start}-{end - 1}/{document.size}"
    return response


class _Part:
    """The bytes of a file from a place to another, read as they are sent."""

    def __init__(self, opened: IO[bytes], start: int, end: int) -> None:
        self.opened, self.left = opened, end - start
        opened.seek(start)

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end, where the file is closed, whether or not the server says that it is done."""
        part = self.opened.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(part)
        if not part:
            self.opened.close()
        return part

    def close(self) -> None:
        """Closes the file."""
        self.opened.close()
