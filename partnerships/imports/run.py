"""One import under way: its batches, what it says about rows, and how far it has come."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from partnerships.models import ImportBatch, ImportRow, Side, User, Verification

from .cells import UNSTORABLE
from .files import SourceFile
from .findings import Problem, RawRow, RowRefusedError
from .report import FileCount, Finding, Report, Severity

T = TypeVar("T")
# Called with the file's name and the number of rows read so far.
Progress = Callable[[str, int], None]
# Takes findings to be kept.
Keep = Callable[[list[ImportRow]], Any]
# Findings wait until this many can be written together; progress is told as often.
CHUNK = 1000
# A refused row is shown with this many columns at most.
MOST_COLUMNS = 300


def chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The rows in lists of a thousand, so that queries can be asked for many at once."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def keep_rows(rows: list[ImportRow]) -> None:
    """Writes findings at once, by COPY: a file in which every row is wrong has as many of them as rows."""
    columns = ("batch_id", "location", "field", "severity", "reason", "content")
    statement = f"COPY {ImportRow._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*(getattr(row, name) for name in columns[:-1]), json.dumps(row.content)))


class ImportRun:
    """What all files of one import share: who runs it, the moment it counts as recorded, and the report.

    An upload has its `batch` already, which then stands for all of its files; else each file gets one of its own.
    `keep` takes the findings where they are not to be written at once.
    """

    def __init__(
        self,
        *,
        by: User | None,
        report: Report,
        progress: Progress | None = None,
        batch: ImportBatch | None = None,
        keep: Keep | None = None,
    ) -> None:
        self.by = by
        self.report = report
        self.batch = batch
        self.keep = keep or keep_rows
        self.moment = timezone.now()
        self._progress = progress or (lambda _file, _rows: None)
        self._parts: list[Part] = []

    def open_part(self, file: SourceFile, name: str = "") -> "Part":
        """Begins the import of one file, or of one sheet of it, called `name`."""
        part = Part(self, file, name or file.label)
        self._parts.append(part)
        return part

    def tell_progress(self, file: str, rows: int) -> None:
        """Says how many rows of the file have been read."""
        self._progress(file, rows)

    def finish(self) -> None:
        """Closes every batch with its counts. Call once all ledgers are flushed."""
        for part in self._parts:
            part.close()


class Part:
    """One file of an import: its batch, its counts and what is said about its rows."""

    def __init__(self, run: ImportRun, file: SourceFile, name: str) -> None:
        self.run = run
        self.name = name
        self.count = run.report.files.setdefault(name, FileCount())
        self.batch = run.batch or ImportBatch.objects.create(
            source=run.report.source,
            file_name=name,
            sha256=file.sha256,
            started_at=run.moment,
            started_by=run.by,
        )
        self._waiting: list[ImportRow] = []

    def each(self, rows: Iterable[RawRow]) -> Iterator[RawRow]:
        """Passes the rows on, counting them."""
        for row in rows:
            yield self.take(row)
        self.run.tell_progress(self.name, self.count.read)

    def take(self, row: RawRow) -> RawRow:
        """Counts one row as read."""
        self.count.read += 1
        if self.count.read % CHUNK == 0:
            self.run.tell_progress(self.name, self.count.read)
        return row

    def parsed(self, rows: Iterable[RawRow], parse: Callable[[RawRow], T]) -> Iterator[tuple[RawRow, T]]:
        """The rows with what `parse` made of them; rows it refuses are noted and passed over."""
        for row in self.each(rows):
            try:
                yield row, parse(row)
            except RowRefusedError as refusal:
                self.refuse(row, refusal.problems)

    @contextmanager
    def attempt(self, row: RawRow) -> Iterator[None]:
        """Runs service calls for a row in a savepoint: whatever they refuse undoes the row whole and is noted.

        Raises RowRefusedError after noting, for the caller to go on with the next row.
        """
        try:
            with transaction.atomic():
                yield
        except RowRefusedError as refusal:
            self.refuse(row, refusal.problems)
            raise
        except (ValidationError, PermissionDenied) as error:
            self.refuse(row, problems_of(error))
            raise RowRefusedError([]) from error

    def refuse(self, row: RawRow, problems: Sequence[Problem]) -> None:
        """Notes that the row is not imported, and everything that is wrong with it."""
        self.settle("refused")
        columns = self.run.report.columns.setdefault(self.name, [])
        columns.extend([name for name in row.values if name not in columns][: MOST_COLUMNS - len(columns)])
        for problem in problems:
            self._note(row, problem, "refused")

    def leave_out(self, row: RawRow, field: str, reason: str) -> None:
        """Notes that the row holds nothing to record. It is neither imported nor wrong."""
        self.settle("left_out")
        self._note(row, Problem(field, reason), "remark")

    def remark(self, row: RawRow, problems: Iterable[Problem]) -> None:
        """Notes what a person should know about a row that is imported."""
        for problem in problems:
            self._note(row, problem, "remark")

    def remark_on_file(self, field: str, reason: str) -> None:
        """Notes what a person should know about the file as a whole."""
        self._note(RawRow("", {}), Problem(field, reason), "remark")

    def provenance(self) -> dict[str, Any]:
        """The columns every fact of the file carries: who stands behind it, whose entry it is, when, by which file.

        What the system or an administrator imports is an official register; a file of one side is that side's word.
        """
        official = self.run.by is None or self.run.by.is_administrator
        return {
            "verification": Verification.OFFICIAL if official else Verification.SINGLE,
            "recorded_side": Side.REGISTRY if official else Side.GOVERNMENT,
            "recorded_at": self.run.moment,
            "recorded_by": self.run.by,
            "import_batch": self.batch,
        }

    def settle(self, outcome: str, number: int = 1) -> None:
        """Counts what became of a row: created, unchanged, corrected, refused or left_out."""
        self.count.outcomes[outcome] += number

    def close(self) -> None:
        """Writes the findings that wait and the batch's counts."""
        self._write()
        count = self.run.report.total if self.run.batch else self.count.outcomes.__getitem__
        self.batch.created = count("created") + count("corrected")
        self.batch.unchanged = count("unchanged")
        self.batch.refused = count("refused")
        nothing_in = self.batch.refused and not self.batch.created + self.batch.unchanged
        self.batch.state = ImportBatch.State.REFUSED if nothing_in else ImportBatch.State.COMMITTED
        self.batch.finished_at = timezone.now()
        self.batch.save()

    def _note(self, row: RawRow, problem: Problem, severity: Severity) -> None:
        joint = "." if row.location and problem.within and not problem.within.startswith("[") else ""
        location = row.location + joint + problem.within
        field = storable(row.names.get(problem.field, problem.field))
        reason = storable(problem.reason)
        content = json.loads(storable(json.dumps(dict(row.values), default=str, ensure_ascii=False)))
        if self.run.batch is None:
            self.run.report.findings.append(Finding(self.name, location, field, severity, reason, content))
        elif len(self.run.report.files) > 1:
            location = " · ".join(part for part in (self.name, location) if part)
        self._waiting.append(
            ImportRow(
                batch=self.batch,
                location=location[:200],
                field=field[:100],
                severity=severity,
                reason=reason,
                content=content,
            )
        )
        if len(self._waiting) >= CHUNK:
            self._write()

    def _write(self) -> None:
        self.run.keep(self._waiting)
        self._waiting = []


def storable(text: str) -> str:
    """The text, or JSON, with a replacement character for each character a database cannot keep."""
    return UNSTORABLE.sub("\ufffd", text.replace("\\u0000", "\ufffd"))


def problems_of(error: ValidationError | PermissionDenied) -> list[Problem]:
    """The sentences of a refusal by a service, each with its field."""
    if isinstance(error, PermissionDenied):
        return [Problem("", str(error))]
    if not hasattr(error, "error_dict"):
        return [Problem("", message) for message in error.messages]
    return [
        Problem("" if field == "__all__" else field, message)
        for field, messages in error.message_dict.items()
        for message in messages
    ]
