"""Handing previews over to the background worker. Without a broker they wait for the next sweep."""

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerGoneError

from trust.models import MethodologyDraft

from .previews import preview_draft


@shared_task(name="trust.tasks.preview_one_draft")  # type: ignore[untyped-decorator]  # Celery has no types
def preview_one_draft(key: int) -> int:
    """Judges every partnership with a draft; returns how many. Safe to run twice, or on several workers."""
    return preview_draft(key)


def send_to_preview(draft: MethodologyDraft) -> None:
    """Tells the worker once this transaction is committed; if the broker is down, the next sweep finds the draft."""

    def send() -> None:
        try:
            preview_one_draft.delay(draft.pk)
        except (BrokerGoneError, OSError):
            return

    transaction.on_commit(send)
