"""The Celery application. Tasks live in `partnerships.tasks` and `trust.tasks`."""

import ctypes
import os
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.signals import beat_embedded_init
from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

from partnerships.audit import acting

SET_SIGNAL_AT_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)
WORKER = os.getpid()  # in beat, which the worker forks, too

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class FileChannel(filesystem.Channel):
    """Kombu's queue of files with messages that appear whole: a worker that read half of one would end."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        draft = folder / f".{name}"  # no reader takes a name with a dot in front
        try:
            draft.write_text(dumps(payload))  # type: ignore[no-untyped-call]
            draft.rename(folder / name)
        except OSError as problem:
            raise ChannelError(f"Cannot add the message {name} to {folder}") from problem


class FileTransport(filesystem.Transport):
    """What `filesystem://` means here."""

    Channel = FileChannel


TRANSPORT_ALIASES["filesystem"] = f"{__name__}:{FileTransport.__name__}"


class SignedTask(Task):  # type: ignore[misc]  # Celery has no types
    """A task whose writes are on record as the system's, under the task's name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs it."""
        with acting(None, f"task {self.name}"):
            return super().__call__(*args, **kwargs)


app = Celery("gongxin", task_cls=SignedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_embedded_init.connect  # type: ignore[untyped-decorator]
def end_beat_with_its_worker(**_: Any) -> None:
    """On Linux, have the kernel end the beat of a worker that is killed: it would go on beside that of the next one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_SIGNAL_AT_PARENT_DEATH, signal.SIGTERM)
        if os.getppid() != WORKER:  # killed before the kernel was told
            sys.exit()
