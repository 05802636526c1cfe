"""Signs of life of long work, on a connection of their own: seen while the work itself is not committed."""

import threading
from collections.abc import Callable
from typing import Self

from django.db import connection

SECONDS = 1.0


class Pulse:
    """A thread that has written down, once a second, how many rows are done and thereby that the worker lives."""

    def __init__(self, name: str, write: Callable[[int], object]) -> None:
        self._write = write
        self.rows = 0
        self._before: dict[str, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"pulse of {name}", daemon=True)

    def tell(self, file: str, rows: int) -> None:
        """Takes the number of rows done of a file; files are counted together."""
        self._before[file] = rows
        self.rows = sum(self._before.values())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            self._write(self.rows)
            while not self._stopped.wait(SECONDS):
                self._write(self.rows)
            self._write(self.rows)
        finally:
            connection.close()
