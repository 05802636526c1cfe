"""Tables of pages as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from partnerships.exports import TEXT, as_csv


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as CSV, named after what it is and the day. For tables of pages, which are small."""
    answer = HttpResponse(b"".join(as_csv(headings, rows)), content_type=TEXT)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.csv"'
    return answer
