"""A worker in a process of its own, started as the demo starts it, with a database and a queue of the test's own.

The broker is the one CELERY_BROKER_URL names, or the queue of files.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from celery import Celery
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import connection
from psycopg import sql
from redis import Redis

from config.celery import app as celery_app
from config.demo.__main__ import WORKER
from config.demo.services import _end_with_parent
from config.folders import PROJECT
from tests.sessions import aside, end_sessions, server

PATIENCE = 120  # seconds; a busy machine takes twenty to start a worker
BROKER = settings.CELERY_BROKER_URL
DEFAULT_PORTS = {"redis": 6379, "amqp": 5672}


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the test database, whose rows the worker sees too; dropped whole, for assessments cannot be deleted."""
    with django_db_blocker.unblock():
        home = connection.settings_dict["NAME"]
        copy = f"{home}_worker"
        # Sessions that threads of other tests have left open stand in the way of a copy.
        end_sessions(home)
        with aside() as outside:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy))
            outside.execute(drop)
            outside.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(home))
            )
            connection.settings_dict["NAME"] = copy
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = home
                outside.execute(drop)


@dataclass(frozen=True)
class Queue:
    """A queue of the test's own, on the broker."""

    name: str
    options: dict[str, Any]

    @contextmanager
    def client(self) -> "Iterator[Celery]":
        """An application that reaches the broker, whatever the one of the project is told by the tests' settings."""
        with Celery("tests", broker=BROKER, set_as_current=False) as app:
            app.conf.update(broker_transport_options=self.options, task_default_queue=self.name)
            yield app

    def send(self, task: str) -> None:
        """Ask whatever worker listens to do a task."""
        with self.client() as app:
            app.send_task(task, ignore_result=True)

    def delete(self) -> None:
        """Leave nothing on the broker, not even what a killed worker had taken and not acknowledged."""
        with self.client() as app, app.connection_for_write() as way:
            way.default_channel.queue_delete(self.name)
            way.default_channel.exchange_delete(self.name)
        if "global_keyprefix" in self.options:
            with Redis.from_url(BROKER) as redis:
                for key in list(redis.scan_iter(f"{self.name}*")):
                    redis.delete(key)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    """The test's queue; it is deleted afterwards."""
    name = f"gongxin-test-{uuid.uuid4().hex}"
    options: dict[str, Any] = {}
    if BROKER == "filesystem://":
        folder = tmp_path / "queue"
        options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder / "control"}
        folder.mkdir()
    elif BROKER.startswith("redis"):
        options = {"global_keyprefix": name}
    own = Queue(name, options)
    yield own
    own.delete()


class _Pipe(BaseRequestHandler):
    """One connection, carried on to the broker until either end closes it or the way is cut."""

    server: "_Way"

    def handle(self) -> None:
        with socket.create_connection(self.server.goal) as far:
            other = {self.request: far, far: self.request}
            while not self.server.is_cut:
                for end in select.select(list(other), [], [], 0.1)[0]:
                    data = end.recv(1 << 16)
                    if not data:
                        return
                    other[end].sendall(data)


class _Way(ThreadingTCPServer):
    allow_reuse_address = True
    goal = (urlsplit(BROKER).hostname or "", urlsplit(BROKER).port or DEFAULT_PORTS.get(urlsplit(BROKER).scheme, 0))
    is_cut = False


@contextmanager
def way_to_broker(port: int) -> Iterator[None]:
    """Let the broker be reached at another port, until the end of the block."""
    with _Way(("127.0.0.1", port), _Pipe) as way:
        thread = threading.Thread(target=way.serve_forever, args=(0.1,))
        thread.start()
        try:
            yield
        finally:
            way.is_cut = True
            way.shutdown()
            thread.join()


def broker_at(port: int) -> str:
    """The broker's address with another port of this machine."""
    parts = urlsplit(BROKER)
    who, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{who}{at}127.0.0.1:{port}").geturl()


def free_port() -> int:
    """A port at which nothing answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Worker:
    """A running worker."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def wait_until(self, what: str, holds: Callable[[], object]) -> None:
        """Wait until something holds; say what the worker's log says where it does not come to that."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if self.process.poll() is not None or time.monotonic() > deadline:
                state = "is running" if self.process.returncode is None else f"ended ({self.process.returncode})"
                pytest.fail(f"It did not come to this: {what}. The worker {state}. It says:\n{self.said()}")
            time.sleep(0.1)

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """Kill it, as a machine short of memory does: no last words."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True)
class Workers:
    """What it takes to start workers that serve this test alone."""

    folder: Path
    queue: Queue

    @contextmanager
    def one(self, broker: str = BROKER) -> Iterator[Worker]:
        """A worker like the demo's; it and all it started are gone after the block, whatever happens in it."""
        log = self.folder / f"worker-{uuid.uuid4().hex}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *map(str, WORKER), "-s", self._schedule, *self._own()],
                cwd=PROJECT,
                env=self._environment(broker),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (it only speaks to the kernel, whatever other threads hold)
            )
        try:
            yield Worker(process, log)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def make_sweep_due(self) -> None:
        """Leave beat's notes as a worker leaves them that swept last two minutes ago: the sweep comes at once."""
        beat = PersistentScheduler(app=celery_app, schedule_filename=str(self._schedule))
        beat.schedule["assess what changed"].last_run_at = celery_app.now() - timedelta(minutes=2)
        beat.close()

    @property
    def _schedule(self) -> Path:
        return self.folder / "beat-schedule"

    def _own(self) -> list[str]:
        """What gives this test a part of the broker for itself: RabbitMQ lets no second worker of one name in."""
        prefix = self.queue.options.get("global_keyprefix")
        options = [f'broker.transport_options=(dict){{"global_keyprefix": "{prefix}"}}'] if prefix else []
        name = self.queue.name
        return ["-n", f"{name}@%h", "-Q", name, "--", f"task.default_queue={name}", *options]

    def _environment(self, broker: str) -> dict[str, str]:
        """Settings as in a real run, not those of the tests, with the test's folder and database."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "GONGXIN_DATA": str(self.folder),
            "DATABASE_URL": f"postgresql:///{connection.settings_dict['NAME']}?{urlencode(server())}",
            "CELERY_BROKER_URL": broker,
        }


@pytest.fixture
def workers(db: None, queue: Queue, tmp_path: Path) -> Workers:
    """Workers on the test's database and queue."""
    return Workers(tmp_path, queue)
