"""The work on uploads: checking, which does everything and takes it back, and recording, which keeps it.

An import is worked on under a lock of the database session, which ends with the process that holds it, however that
ends. So an import whose lock is free and whose state says that work is due has no worker: whoever comes next takes it
up. Recording is one transaction, so there is nothing between all and nothing.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.audit import acting
from partnerships.models import ImportBatch, ImportProgress, ImportRow
from partnerships.services.import_states import begin_recording, end_import
from partnerships.services.locks import session_lock

from .findings import UnusableFileError
from .progress import pulse_of
from .report import OUTCOMES, Report
from .run import CHUNK, ImportRun, keep_rows
from .uploads import folder_of, path_of, source_of

State = ImportBatch.State
# The first half of the key of an import's lock; the second is the import's own.
LOCKS = 7_301
ATTEMPTS = 3
# Longer than this without a sign of life, and somebody else looks whether the lock is free.
SILENT_AFTER = timedelta(seconds=20)
ROWS_NAMED = 500
FINDINGS = ".findings.jsonl"


def work_on(key: int) -> str:
    """Does what is due for an import, unless somebody is at it; returns its state then. Safe to run twice."""
    with session_lock(LOCKS, key) as is_held:
        batch = ImportBatch.objects.select_related("started_by__organization__jurisdiction").filter(pk=key).first()
        if batch is None or not is_held or not batch.is_worked_on:
            return batch.state if batch else ""
        in_its_language = translation.override(batch.language or translation.get_language())
        with in_its_language, acting(batch.started_by, f"import {batch.pk}"):
            _work(batch)
        return str(ImportBatch.objects.get(pk=key).state)


def silent_imports() -> list[int]:
    """Imports work is due for and nobody gives a sign of life of."""
    limit = timezone.now() - SILENT_AFTER
    waiting = ImportBatch.objects.waiting_for_work().filter(
        Q(progress__beat_at__lt=limit) | Q(progress__beat_at__isnull=True, started_at__lt=limit)
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _work(batch: ImportBatch) -> None:
    """One attempt. What goes wrong ends the import with a sentence; a database that is gone leaves it for the next."""
    progress, _made = ImportProgress.objects.get_or_create(batch=batch)
    if progress.attempts >= ATTEMPTS:
        sentence = _("The worker was stopped %(number)d times while it was at this file. Try again, or split the file.")
        end_import(batch=batch, state=State.FAILED, said=sentence % {"number": ATTEMPTS})
        return
    ImportProgress.objects.filter(pk=progress.pk).update(attempts=F("attempts") + 1, rows_read=0)
    try:
        _check(batch) if batch.state == State.MAPPED else _record(batch)
    except UnusableFileError as error:
        place = " · ".join(part for part in (error.file, error.location) if part)
        end_import(batch=batch, state=State.REFUSED, said=f"{place}: {error.reason}" if place else error.reason)
    except (PermissionDenied, ValidationError) as error:
        end_import(batch=batch, state=State.REFUSED, said=" ".join(getattr(error, "messages", [str(error)])))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        sentence = _(
            "Something went wrong that is not your file's fault. It was noted; try again, or ask an administrator."
        )
        end_import(batch=batch, state=State.FAILED, said=sentence)
        raise


def _check(batch: ImportBatch) -> None:
    """Does everything and takes it back; only what was found is kept."""
    findings = folder_of(batch) / FINDINGS
    with findings.open("w", encoding="utf-8") as file:
        report = _import(batch, keep=lambda rows: _write_lines(file, rows), is_check=True)
    with transaction.atomic():
        batch.rows.all().delete()
        for rows in _read_lines(findings, batch):
            keep_rows(rows)
        counts = {"created": "created", "unchanged": "unchanged", "refused": "refused"}
        ImportBatch.objects.filter(pk=batch.pk).update(
            report=_as_json(report), **{column: _count(report, outcome) for column, outcome in counts.items()}
        )
        ImportProgress.objects.filter(batch=batch).update(
            rows_total=sum(count.read for count in report.files.values()), attempts=0
        )
        end_import(batch=batch, state=State.CHECKED)
    findings.unlink(missing_ok=True)


def _record(batch: ImportBatch) -> None:
    """Records the file in one transaction, together with the word that it is recorded."""
    batch = begin_recording(batch=batch)
    _import(batch, keep=None, is_check=False)


def _import(batch: ImportBatch, *, keep: Callable[[list[ImportRow]], Any] | None, is_check: bool) -> Report:
    by = batch.started_by
    check_record(by, ImportBatch, None)
    source, path = source_of(batch), path_of(batch)
    report = Report(source.name, path.name, is_check)
    with pulse_of(batch.pk) as pulse, transaction.atomic():
        if not is_check:
            batch.rows.all().delete()
        run = ImportRun(by=by, report=report, progress=pulse.tell, batch=batch, keep=keep)
        source.load(run, path, batch.options)
        new = batch.organizations.order_by("pk").select_related("organization")
        report.new_organizations = [each.organization.name for each in new[:ROWS_NAMED]]
        report.record("new organization", "created", new.count())
        batch.report, batch.finished_at = _as_json(report), timezone.now()
        run.finish()
        transaction.set_rollback(is_check)
    return report


def _count(report: Report, outcome: str) -> int:
    return report.total(outcome) + (report.total("corrected") if outcome == "created" else 0)


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "rows": {outcome: report.total(outcome) for outcome in OUTCOMES},
        "read": sum(count.read for count in report.files.values()),
        "records": {model: dict(counts) for model, counts in sorted(report.records.items()) if sum(counts.values())},
        "sample": report.sample,
        "new_organizations": report.new_organizations,
        "titles": report.titles,
        "columns": report.columns,
    }


def _write_lines(file: Any, rows: list[ImportRow]) -> None:
    for row in rows:
        line = [row.location, row.field, row.severity, row.reason, row.content]
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read_lines(path: Path, batch: ImportBatch) -> Iterator[list[ImportRow]]:
    rows: list[ImportRow] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            location, field, severity, reason, content = json.loads(line)
            rows.append(
                ImportRow(
                    batch=batch, location=location, field=field, severity=severity, reason=reason, content=content
                )
            )
            if len(rows) == CHUNK:
                yield rows
                rows = []
    yield rows
