"""Signs of life of an import at work, on a connection of their own: seen while the work itself is not committed."""

import threading
from typing import Self

from django.db import connection
from django.utils import timezone

from partnerships.models import ImportProgress

SECONDS = 1.0


class Pulse:
    """A thread that writes, once a second, how many rows have been read and that the worker lives."""

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self._rows = 0
        self._before: dict[str, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"pulse of import {batch}", daemon=True)

    def tell(self, file: str, rows: int) -> None:
        """Takes the number of rows read of a file; files are counted together."""
        self._before[file] = rows
        self._rows = sum(self._before.values())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            self._write()
            while not self._stopped.wait(SECONDS):
                self._write()
            self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        ImportProgress.objects.filter(batch=self._batch).update(rows_read=self._rows, beat_at=timezone.now())
