"""Refused rows as people look at them: each once, with its cells, and what is wrong beside its cell."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    """One row: where it stands, its cells, and what is wrong with the row as a whole.

    Rows of one file have the same columns; `file` is empty where the import has one file only.
    """

    location: str
    file: str
    cells: Sequence[Cell]
    problems: Sequence[str]

    @property
    def place(self) -> str:
        """Where it stands in its file."""
        return self.location.removeprefix(f"{self.file} · ") if self.file else self.location


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
    titles, columns = batch.report.get("titles", ()), batch.report.get("columns", {})
    rows = []
    for location in locations:
        file = _file_of(location, columns)
        rows.append(_row(location, file, found[location], titles or columns.get(file or next(iter(columns), ""), ())))
    return rows


def _file_of(location: str, columns: Mapping[str, Any]) -> str:
    """Which of several files a row stands in: its place begins with the name."""
    name = location.partition(" · ")[0]
    return name if len(columns) > 1 and name in columns else ""


def _row(location: str, file: str, problems: Sequence[ImportRow], titles: Sequence[str]) -> RefusedRow:
    """The row, its cells in the order of the titles: the database keeps them in one of its own.

    A column the row has nothing in is there all the same, so that the rows of a file stand under each other.
    """
    kept = problems[0].content
    content = {title: kept.get(title) for title in titles} | kept
    cells = [
        Cell(title, _text(value), [problem.reason for problem in problems if problem.field == title])
        for title, value in content.items()
    ]
    of_row = [
        f"{problem.field}: {problem.reason}" if problem.field else problem.reason
        for problem in problems
        if problem.field not in content
    ]
    return RefusedRow(location, file, cells, of_row)


def _text(value: Any) -> str:
    """A cell as it was written; an object or a list as the JSON it was."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
