"""The one way in: from a path to records and a report. Commands, uploads and tests all call `import_path`."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import ImportBatch, ImportRow, User

from .findings import UnusableFileError
from .registry import SOURCES, source_called
from .report import Report
from .run import ImportRun, Progress
from .shape import Shape, look_at
from .source import Source

NO_OPTIONS: Mapping[str, str] = {}


def import_path(
    path: Path,
    *,
    by: User | None,
    source: str = "",
    options: Mapping[str, str] = NO_OPTIONS,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Imports a file or folder and reports what became of every row.

    Rows that are refused leave nothing behind; all others are recorded, in one transaction. With `dry_run` everything
    is done and then undone. Raises PermissionDenied for a person who may not import, and UnusableFileError, having
    recorded nothing but a refused batch, where nothing can be read.
    """
    check_record(by, ImportBatch, None)
    if not path.exists():
        raise UnusableFileError(_("There is no file or folder %(path)s.") % {"path": path}, file=str(path))
    chosen = source_called(source) if source else recognise(path)
    _check_options(chosen, options)
    report = Report(chosen.name, path.name, dry_run)
    run = ImportRun(by=by, report=report, progress=progress)
    try:
        with transaction.atomic():
            chosen.load(run, path, options)
            run.finish()
            if dry_run:
                transaction.set_rollback(True)
    except UnusableFileError as error:
        if not dry_run:
            _keep_refusal(chosen, path, by, error)
        raise
    return report


def recognise(path: Path, shape: Shape | None = None) -> Source:
    """The one source whose form the path has. Raises UnusableFileError naming the sources where there is none."""
    shape = shape or look_at(path)
    found = [source for source in SOURCES if source.recognises(shape)]
    if len(found) == 1:
        return found[0]
    lines = "; ".join(f"{source.name} ({source.takes})" for source in found or SOURCES)
    if found:
        reason = _("It could be any of these; say which: %(sources)s.") % {"sources": lines}
    else:
        reason = _("This is none of the files that can be imported. Known are: %(sources)s.") % {"sources": lines}
    raise UnusableFileError(reason, file=path.name)


def _check_options(source: Source, options: Mapping[str, str]) -> None:
    known = {option.name: option for option in source.options}
    for name in options:
        if name not in known:
            words = {"name": name, "known": ", ".join(known) or "–"}
            raise UnusableFileError(_("There is no option “%(name)s”. Known are: %(known)s.") % words)
    for option in source.options:
        if option.required and not options.get(option.name):
            words = {"name": option.name, "description": str(option.description)}
            raise UnusableFileError(_("The option “%(name)s” is missing: %(description)s.") % words)


def _keep_refusal(source: Source, path: Path, by: User | None, error: UnusableFileError) -> None:
    """Keeps on record that a file was handed in and could not be used."""
    batch = ImportBatch.objects.create(
        source=source.name,
        file_name=error.file or path.name,
        state=ImportBatch.State.REFUSED,
        finished_at=timezone.now(),
        started_by=by,
    )
    ImportRow.objects.create(
        batch=batch, location=error.location[:200], severity=ImportRow.Severity.REFUSED, reason=error.reason
    )
