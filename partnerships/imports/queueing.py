"""Handing uploads over to the background worker. Without a broker they wait for the next sweep."""

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerGoneError

from partnerships.models import ImportBatch

from .working import work_on


@shared_task(name="partnerships.tasks.work_on_import")
def work_on_import(key: int) -> str:
    """Checks or records one import, whichever is due. Safe to run twice."""
    return work_on(key)


def send_to_worker(batch: ImportBatch) -> None:
    """Tells the worker once this transaction is committed; if the broker is down, the next sweep finds the import."""

    def send() -> None:
        try:
            work_on_import.delay(batch.pk)
        except (BrokerGoneError, OSError):
            return

    transaction.on_commit(send)
