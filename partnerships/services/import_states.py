"""The life of an import, from upload to record: every change of its state goes through the table of transitions."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import ColumnMapping, ImportBatch, ImportProgress, User

from .refusals import refuse_if, save

State = ImportBatch.State


@transaction.atomic
def receive_import(
    *,
    by: User,
    source: str,
    file_name: str,
    sha256: str,
    folder: str,
    language: str,
    outline: Mapping[str, Any],
) -> ImportBatch:
    """Takes in files that lie in the folder. Nothing of them is recorded yet."""
    check_record(by, ImportBatch, None)
    batch = ImportBatch(
        source=source,
        file_name=file_name[:300],
        sha256=sha256,
        folder=folder,
        language=language,
        outline=dict(outline),
        state=State.UPLOADED,
        started_by=by,
    )
    save(batch)
    ImportProgress.objects.create(batch=batch)
    return batch


@transaction.atomic
def ask_for_check(
    *, by: User, batch: ImportBatch, mapping: Mapping[str, Any], options: Mapping[str, Any]
) -> ImportBatch:
    """Says how the file is to be understood, and leaves it to the worker to try it without recording anything."""
    batch = _locked(by, batch)
    batch.mapping, batch.options = dict(mapping), dict(options)
    batch.report, batch.said, batch.language = {}, "", batch.language
    batch.rows.all().delete()
    return _move(batch, State.MAPPED)


@transaction.atomic
def ask_for_recording(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Leaves it to the worker to record what was checked."""
    batch = _locked(by, batch)
    refuse_if(
        batch.state == State.CHECKED and not batch.created,
        "state",
        _("There is nothing to record: every row is refused, left out or on record already."),
    )
    # The worker's account of the check is the length of the way.
    ImportProgress.objects.filter(batch=batch).update(rows_read=0, attempts=0, beat_at=None)
    return _move(batch, State.QUEUED)


@transaction.atomic
def begin_recording(*, batch: ImportBatch) -> ImportBatch:
    """The worker takes up a queued import; one whose worker died is running already."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    return batch if batch.state == State.RUNNING else _move(batch, State.RUNNING)


@transaction.atomic
def end_import(*, batch: ImportBatch, state: str, said: str = "") -> ImportBatch:
    """The worker says how its work ended: checked, refused or failed, with the reason."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    batch.said, batch.finished_at = said, timezone.now()
    return _move(batch, State(state))


@transaction.atomic
def discard_import(*, by: User, batch: ImportBatch) -> str:
    """Throws away an import that holds no records, and returns the folder of its files for removal."""
    batch = _locked(by, batch)
    refuse_if(
        not batch.is_discardable,
        "state",
        _("This import is “%(state)s”. Only one that holds no records can be thrown away; undo it instead."),
        state=batch.get_state_display(),
    )
    folder: str = batch.folder
    batch.delete()
    return folder


@transaction.atomic
def remember_columns(*, by: User, fingerprint: str, mapping: Mapping[str, Any]) -> ColumnMapping:
    """Keeps how the sender's columns are understood, for the next sheet with the same titles."""
    check_record(by, ColumnMapping, None)
    remembered, _made = ColumnMapping.objects.update_or_create(
        organization=by.organization,
        fingerprint=fingerprint,
        defaults={"mapping": dict(mapping), "saved_at": timezone.now(), "saved_by": by},
    )
    return remembered


def recall_columns(*, by: User, fingerprint: str) -> Mapping[str, Any] | None:
    """How the sender's columns with these titles were understood last; None where they are new. One query."""
    found = ColumnMapping.objects.filter(organization=by.organization, fingerprint=fingerprint).first()
    return found.mapping if found else None


def _locked(by: User, batch: ImportBatch) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    check_act(by, Action.CLOSE, batch)
    return batch


def _move(batch: ImportBatch, to: str) -> ImportBatch:
    """Changes the state, or refuses a change that the table does not have."""
    refuse_if(
        to not in ImportBatch.TRANSITIONS[State(batch.state)],
        "state",
        _("This import is “%(state)s” and cannot become “%(wanted)s”. Look at it again: it may have moved on."),
        state=batch.get_state_display(),
        wanted=State(to).label,
    )
    batch.state = to
    save(batch)
    return batch
