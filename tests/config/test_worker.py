"""The background worker as it really runs: every change of the records is judged, whatever falls over meanwhile."""

import sys
import time
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from queue import Empty
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from config.celery import app as celery_app
from partnerships.models import Contract, Partnership
from partnerships.services import contracts, payments
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from tests.config.workers import (
    BROKER,
    PATIENCE,
    Queue,
    Worker,
    Workers,
    broker_at,
    db,
    free_port,
    queue,
    server,
    way_to_broker,
    workers,
)
from trust.models import Assessment, AssessmentRun, Reassessment

__all__ = ["db", "queue", "workers"]

pytestmark = pytest.mark.slow

SWEEP = "trust.tasks.assess_what_changed"
SIGNED = date(2024, 1, 1)
CONFIRMED = Provenance(verification="dual", side="gov")


@pytest.fixture(autouse=True)
def nothing_is_done_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a task here sends it to a broker that is not there."""
    monkeypatch.setitem(celery_app.conf, "task_always_eager", False)  # noqa: FBT003 (a value)
    monkeypatch.setitem(celery_app.conf, "broker_write_url", f"amqp://guest:guest@127.0.0.1:{free_port()}//")


def record_contract(partnership: Partnership) -> Contract:
    return contracts.record_contract(
        by=None, partnership=partnership, title="Home care", method="open_tender", signed_on=SIGNED, starts_on=SIGNED,
        ends_on=date(2025, 12, 31), value=Decimal(400_000), provenance=CONFIRMED,
    )  # fmt: skip


def record_payment(contract: Contract) -> None:
    payments.record_payment_without_schedule(
        by=None, contract=contract, stage="interim", paid_on=date(2024, 7, 1), amount_paid=Decimal(100_000),
        provenance=CONFIRMED,
    )  # fmt: skip


def marked() -> list[int]:
    return list(Reassessment.objects.values_list("partnership_id", flat=True))


def marked_for_others() -> list[int]:
    """The marks another session sees."""
    with closing(psycopg.connect(**server(), dbname=connection.settings_dict["NAME"])) as other:
        return [row[0] for row in other.execute("SELECT partnership_id FROM trust_reassessment")]


def rows() -> list[tuple[Any, ...]]:
    """Everything ever judged: key, partnership, day, digest of the evidence."""
    return list(Assessment.objects.order_by("pk").values_list("pk", "partnership_id", "as_of", "evidence_digest"))


def runs() -> int:
    return AssessmentRun.objects.filter(finished_at__isnull=False).count()


def is_assessed() -> bool:
    return bool(rows()) and not marked()


def test_a_record_marks_its_partnership_in_its_transaction_and_the_worker_assesses_it(
    cast: Cast, workers: Workers, queue: Queue
) -> None:
    with transaction.atomic():
        contract = record_contract(cast.partnership)
        assert (marked(), marked_for_others()) == ([cast.partnership.pk], [])
    assert (marked_for_others(), rows()) == ([cast.partnership.pk], [])
    workers.make_sweep_due()
    with workers.one() as worker:
        worker.wait_until("beat has the contract assessed", is_assessed)
        before = rows()
        assert {partnership for _, partnership, _, _ in before} == {cast.partnership.pk}
        record_payment(contract)
        assert marked_for_others() == [cast.partnership.pk]
        queue.send(SWEEP)
        worker.wait_until("the payment is assessed when the task is sent", lambda: not marked())
        after = rows()
        assert after[: len(before)] == before
        assert date(2024, 7, 31) in {day for _, _, day, _ in after[len(before) :]}


def test_a_record_is_saved_without_a_broker_and_the_next_sweep_assesses_it(
    cast: Cast, workers: Workers, queue: Queue
) -> None:
    record_contract(cast.partnership)
    assert (marked(), rows()) == ([cast.partnership.pk], [])
    with workers.one() as worker:
        queue.send(SWEEP)
        worker.wait_until("the contract is assessed", is_assessed)


@pytest.mark.skipif(BROKER == "filesystem://", reason="a queue of files has no connection to lose")
def test_a_worker_outlives_an_outage_of_its_broker(cast: Cast, workers: Workers, queue: Queue) -> None:
    port = free_port()
    with workers.one(broker_at(port)) as worker:
        worker.wait_until("the worker misses its broker", lambda: "Trying again in" in worker.said())
        with way_to_broker(port):
            worker.wait_until("the worker has found its broker", lambda: " ready." in worker.said())
        worker.wait_until("the worker notices the outage", lambda: "Connection to broker lost" in worker.said())
        record_contract(cast.partnership)
        assert marked() == [cast.partnership.pk]
        queue.send(SWEEP)
        with way_to_broker(port):
            worker.wait_until("the contract is assessed after the outage", is_assessed)


def lockable() -> list[int]:
    """The marks no worker holds."""
    with transaction.atomic():
        return [mark.partnership_id for mark in Reassessment.objects.select_for_update(skip_locked=True)]


def kill_while_it_assesses(worker: Worker) -> None:
    """Hold up the worker's writing, so that it is killed with the marks in its hands."""
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'trust_assessment'::regclass AND NOT granted"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE trust_assessment IN SHARE MODE")
        worker.wait_until("the worker is about to write", lambda: cursor.execute(waiting).fetchone()[0])
        assert len(marked()) == 1
        assert lockable() == []
        worker.kill()


def test_a_worker_killed_at_work_loses_nothing_and_working_twice_changes_nothing(
    cast: Cast, workers: Workers, queue: Queue
) -> None:
    record_contract(cast.partnership)
    workers.make_sweep_due()
    with workers.one() as worker:
        kill_while_it_assesses(worker)
    assert (rows(), marked()) == ([], [cast.partnership.pk])
    workers.make_sweep_due()
    with workers.one() as worker:
        worker.wait_until("the next worker takes the mark", is_assessed)
        written, done = rows(), runs()
        Reassessment.objects.create(partnership=cast.partnership)
        queue.send(SWEEP)
        worker.wait_until("it works once more", lambda: runs() > done and not marked())
    assert rows() == written
    assert len({(partnership, day) for _, partnership, day, _ in written}) == len(written)


@pytest.mark.skipif(BROKER != "filesystem://", reason="a broker of its own writes no files")
def test_a_message_is_taken_only_when_it_is_written_whole(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    with queue.client() as app, app.connection_for_write() as way:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", lambda *_: None)
            way.default_channel._put(queue.name, {"half": 1})
        with pytest.raises(Empty):
            way.default_channel._get(queue.name)
        way.default_channel._put(queue.name, {"whole": 2})
        assert way.default_channel._get(queue.name) == {"whole": 2}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_the_beat_of_a_worker_that_is_killed_ends_with_it(workers: Workers) -> None:
    with workers.one() as worker:
        worker.wait_until("beat runs", lambda: "beat: Starting" in worker.said())
        children = Path(f"/proc/{worker.process.pid}/task/{worker.process.pid}/children")
        (beat,) = children.read_text().split()
        worker.kill()
        deadline = time.monotonic() + PATIENCE
        while Path(f"/proc/{beat}/cmdline").exists() and Path(f"/proc/{beat}/cmdline").read_bytes():
            assert time.monotonic() < deadline, worker.said()
            time.sleep(0.05)
