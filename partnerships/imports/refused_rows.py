"""Refused rows as people look at them: each once, with its cells, and what is wrong beside its cell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Min

from partnerships.models import ImportBatch, ImportRow

ROWS_PER_PAGE = 20
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the title of its column, what stands in it, and what is wrong with it."""

    title: str
    text: str
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row: where it stands, its cells, and what is wrong with the row as a whole."""

    location: str
    cells: Sequence[Cell]
    problems: Sequence[str]


def _locations(batch: ImportBatch) -> Any:
    refused = batch.rows.filter(severity=ImportRow.Severity.REFUSED)
    return refused.values("location").annotate(first=Min("pk")).order_by("first").values_list("location", flat=True)


def refused_rows(batch: ImportBatch, number: Any) -> Page[Any]:
    """One page of them."""
    page = Paginator(_locations(batch), ROWS_PER_PAGE).get_page(number)
    page.object_list = _rows(batch, list(page.object_list))  # type: ignore[assignment]
    return page


def every_refused_row(batch: ImportBatch) -> Iterator[RefusedRow]:
    """All of them, in the order of the file; a few hundred are in memory at a time."""
    locations = list(_locations(batch))
    for start in range(0, len(locations), CHUNK):
        yield from _rows(batch, locations[start : start + CHUNK])


def _rows(batch: ImportBatch, locations: Sequence[str]) -> list[RefusedRow]:
    found: dict[str, list[ImportRow]] = defaultdict(list)
    for row in batch.rows.filter(severity=ImportRow.Severity.REFUSED, location__in=locations).order_by("pk"):
        found[row.location].append(row)
    titles = batch.report.get("titles", ())
    return [_row(location, found[location], titles) for location in locations]


def _row(location: str, problems: Sequence[ImportRow], titles: Sequence[str]) -> RefusedRow:
    """The row, its cells in the order of the titles: the database keeps them in one of its own."""
    kept = problems[0].content
    content = {title: kept[title] for title in titles if title in kept} | kept
    cells = [
        Cell(
            title,
            "" if value is None else str(value),
            [problem.reason for problem in problems if problem.field == title],
        )
        for title, value in content.items()
    ]
    of_row = [
        f"{problem.field}: {problem.reason}" if problem.field else problem.reason
        for problem in problems
        if problem.field not in content
    ]
    return RefusedRow(location, cells, of_row)
