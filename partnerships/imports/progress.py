"""How far an import has come."""

from django.utils import timezone

from partnerships.models import ImportProgress
from partnerships.pulse import Pulse


def pulse_of(batch: int) -> Pulse:
    """Keeps the import's progress while it is worked on."""

    def write(rows: int) -> None:
        ImportProgress.objects.filter(batch=batch).update(rows_read=rows, beat_at=timezone.now())

    return Pulse(f"import {batch}", write)
