"""The Celery application. Tasks live in `partnerships.tasks` and `trust.tasks`."""

import ctypes
import os
import signal
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init

SET_SIGNAL_AT_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)
WORKER = os.getpid()  # in beat, which the worker forks, too

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gongxin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_embedded_init.connect  # type: ignore[untyped-decorator]
def end_beat_with_its_worker(**_: Any) -> None:
    """On Linux, have the kernel end the beat of a worker that is killed: it would go on beside that of the next one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_SIGNAL_AT_PARENT_DEATH, signal.SIGTERM)
        if os.getppid() != WORKER:  # killed before the kernel was told
            sys.exit()
