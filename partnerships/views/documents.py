"""Documents: attaching them to entries, and handing them out to whoever may see them."""

import re
from http import HTTPStatus
from pathlib import PurePath
from typing import IO, Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import check_record
from partnerships.forms.evidence import DocumentForm
from partnerships.models import Document
from partnerships.services.documents import attach_document, take_document

from .entering import enter, form_data
from .facts import seen_fact
from .verification import fact_page

# Bytes from a place on, as a download goes on that broke off.
REST = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Attaches a file or an address to an entry."""
    fact = seen_fact(request, table, pk)
    check_record(request.user, Document, fact)
    page = fact_page(
        request,
        fact,
        _("Attach a document"),
        _("Attach"),
        intro=_("From the side that made the entry, a document lifts it from “no document” to “with a document”."),
        said=_("Attached."),
    )

    def act(values: Any) -> Document:
        return attach_document(by=request.user, fact=fact, **values)

    return enter(request, DocumentForm(**form_data(request)), act, page, then=lambda _document: page.back)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file, as a download and never as a page; the rest of it where a download goes on. Each taking is kept."""
    rows = Document.objects.visible_to(request.user)
    document: Document = get_object_or_404(rows, pk=pk)
    if not document.file or document.size is None:
        raise Http404
    start, end = _asked(request.headers.get("Range", ""), document.size)
    if request.method == "HEAD":
        return HttpResponse(headers=HEADERS | {"Content-Type": document.media_type, "Content-Length": document.size})
    if start > 0:
        return _handed_out(document, document.file.open("rb"), start, end)
    return _handed_out(document, take_document(by=request.user, document=document), start, end)


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
        """The next bytes; none at the end."""
        part = self.opened.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(part)
        return part

    def close(self) -> None:
        """Closes the file."""
        self.opened.close()
