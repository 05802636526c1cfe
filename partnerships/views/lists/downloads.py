"""Files of exactly what a list shows: all its rows in its order, the columns chosen, in the reader's language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import structlog
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override

from partnerships.exports import SPREADSHEET, TEXT, as_csv, as_spreadsheet
from partnerships.models import User

from .columns import Value
from .listing import Listing

AT_ONCE = 1000
log = structlog.get_logger(__name__)


def download(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """The list as a file. Who took what is logged."""
    log.info(
        "list exported",
        list=listing.what.name,
        user=request.user.pk,
        format=listing.download,
        rows=listing.page.paginator.count,
        query=listing.bare_query,
    )
    answer = ANSWERS[listing.download](request, listing)
    name = f"{listing.what.name.removesuffix('-list')}s-{timezone.localdate().isoformat()}.{listing.download}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def headings(listing: Listing) -> list[str]:
    """The names of the file's columns."""
    return [heading for column in listing.columns for heading in column.headings()]


def lines(listing: Listing, user: User) -> Iterator[Sequence[Value]]:
    """The file's rows, read in parts, so that a long list takes no more memory than a short one.

    The rows are made after the request was answered: the reader's language is put on for each part.
    """
    language = get_language()
    rows = listing.rows.iterator(chunk_size=AT_ONCE)
    while part := list(islice(rows, AT_ONCE)):
        with override(language):
            listing.what.prepare(user, part)
            made = [[value for column in listing.columns for value in column.values(row)] for row in part]
        yield from made


def _csv(request: HttpRequest, listing: Listing) -> StreamingHttpResponse:
    return StreamingHttpResponse(as_csv(headings(listing), lines(listing, request.user)), content_type=TEXT)


def _spreadsheet(request: HttpRequest, listing: Listing) -> FileResponse:
    file = as_spreadsheet(str(listing.what.title), headings(listing), lines(listing, request.user))
    return FileResponse(file, content_type=SPREADSHEET)


ANSWERS: Mapping[str, Callable[[HttpRequest, Listing], Any]] = {"csv": _csv, "xlsx": _spreadsheet}
