"""An import under a real worker that is killed in the middle: nothing stays, and the next worker does it whole."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.celery import app as celery_app
from partnerships.imports.working import LOCKS, work_on
from partnerships.models import Contract, ImportBatch, ImportProgress, Organization, User
from tests.cast import Cast
from tests.config.workers import Queue, Worker, Workers, db, free_port, queue, workers
from tests.partnerships.imports.spreadsheets import CONTRACT, TITLES, csv_bytes

__all__ = ["db", "queue", "workers"]

pytestmark = pytest.mark.slow

ROWS = 2500
SWEEP = "partnerships.tasks.take_up_imports"


@pytest.fixture(autouse=True)
def nothing_is_done_in_this_process(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Tasks sent from here find no broker, as when it is down; uploads lie where the worker looks for them."""
    monkeypatch.setitem(celery_app.conf, "task_always_eager", False)  # noqa: FBT003 (a value)
    monkeypatch.setitem(celery_app.conf, "broker_write_url", f"amqp://guest:guest@127.0.0.1:{free_port()}//")
    settings.MEDIA_ROOT = tmp_path / "media"


def queued_import(user: User) -> ImportBatch:
    """An import of many new organizations, checked and waiting for a worker; the broker has heard of nothing."""
    rows = [[f"HT-{number}", CONTRACT[1], f"服务中心{number}", *CONTRACT[3:]] for number in range(ROWS)]
    browser = Client()
    browser.force_login(user)
    file = SimpleUploadedFile("台账.csv", csv_bytes([TITLES, *rows]))
    (key,) = map(int, re.findall(r"/(\d+)/", browser.post(reverse("import-new"), {"files": file})["Location"]))
    address = reverse("import-columns", args=[key])
    sent = {name: value for name, value in browser.get(address).context["form"].initial.items() if value}
    browser.post(address, {**sent, "kind": "contracts", "header_row": 1, "header_depth": 1, "register": "yes"})
    assert work_on(key) == "checked"
    browser.post(reverse("import-commit", args=[key]))
    return ImportBatch.objects.get(pk=key)


def fall_silent(batch: ImportBatch) -> None:
    """As if the last sign of life were a minute old."""
    before = timezone.now() - timedelta(minutes=1)
    ImportProgress.objects.filter(batch=batch).update(beat_at=before)
    ImportBatch.objects.filter(pk=batch.pk).update(started_at=before)


def state_of(batch: ImportBatch) -> str:
    return str(ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk))


def holders(batch: ImportBatch) -> int:
    """How many sessions hold the import's lock."""
    with connection.cursor() as cursor:
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND granted"
        return int(cursor.execute(held, [LOCKS, batch.pk]).fetchone()[0])


def kill_in_the_middle(worker: Worker, batch: ImportBatch) -> None:
    """Hold up the writing of contracts, so that the worker is killed with registered organizations in its hands."""
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'partnerships_contract'::regclass AND NOT granted"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE partnerships_contract IN SHARE MODE")
        worker.wait_until("the worker is about to write", lambda: cursor.execute(waiting).fetchone()[0])
        assert (state_of(batch), holders(batch)) == ("running", 1)
        beat = ImportProgress.objects.values_list("beat_at", flat=True).get(pk=batch.pk)
        assert timezone.now() - beat < timedelta(seconds=30)  # seen while nothing is committed
        assert work_on(batch.pk) == "running"  # nobody else takes it meanwhile
        worker.kill()


def test_an_import_whose_worker_is_killed_leaves_nothing_and_the_next_worker_records_it_whole(
    cast: Cast, workers: Workers, queue: Queue
) -> None:
    before = Organization.objects.count()
    batch = queued_import(cast.staff)
    assert state_of(batch) == "queued"
    fall_silent(batch)
    with workers.one() as worker:
        queue.send(SWEEP)
        kill_in_the_middle(worker, batch)
        deadline = timezone.now() + timedelta(seconds=60)
        while holders(batch) and timezone.now() < deadline:
            pass
    assert (state_of(batch), Contract.objects.count(), Organization.objects.count()) == ("running", 0, before)
    fall_silent(batch)
    with workers.one() as worker:
        queue.send(SWEEP)
        worker.wait_until("the next worker records the file", lambda: state_of(batch) == "committed")
    assert (Contract.objects.standing().count(), Organization.objects.count()) == (ROWS, before + ROWS)
    assert ImportProgress.objects.get(pk=batch.pk).attempts == 2
