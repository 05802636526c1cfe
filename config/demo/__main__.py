"""Runs the demo until Ctrl-C: `make demo`, or `python -m config.demo`. PORT chooses another port than 8000."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import django
from django.core.management.base import CommandError

from config.demo.errors import DemoError
from config.demo.preflight import HOST, check_port, check_space
from config.demo.services import Services
from config.folders import data_folder

ANSWER_SECONDS = 60
WORKER = ("celery", "-A", "config", "worker", "--beat", "--pool", "solo", "--loglevel", "INFO")
WEB_SERVER = ("gunicorn", "config.wsgi", "--workers", 2, "--threads", 4, "--graceful-timeout", 5, "--no-control-socket")
# The terminal's Ctrl-C too: a shell that starts a command in the background has it ignored.
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Prepare, serve, stop; return the exit code."""
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    try:
        port = _port()
        check_port(port)
        check_space(data_folder())
        _say("Starting")
        django.setup()
        return _run(port)
    except (DemoError, CommandError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("Stopped before it was ready. Run `make demo` again to go on.")
        return 130


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise DemoError(f"PORT is {text!r}: give a number from 1 to 65535, for example PORT=8001")
    return int(text)


def _run(port: int) -> int:
    from django.db import OperationalError, connections

    from config.demo import preparation
    from config.embedded.lease import released_at_end

    services = Services(data_folder() / "logs")
    with released_at_end():
        try:
            preparation.check_server()
            preparation.migrate()
            preparation.load_and_assess_world()
            preparation.collect_static_files()
            connections.close_all()
            _serve(services, port)
        except OperationalError as problem:
            raise DemoError(f"The database failed: {' '.join(str(problem).split())}") from None
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            services.stop()
            connections.close_all()
    _say("Stopped. The data is kept; `make demo` shows it again.")
    return 0


def _serve(services: Services, port: int) -> None:
    """Start the web server and, once a page came, the worker; say where they are, and return at Ctrl-C.

    Raises:
        DemoError: one of them ended by itself.
    """
    services.start("web server", [*WEB_SERVER, "--bind", f"{HOST}:{port}"])
    _wait_for_page(services, f"http://{HOST}:{port}/sign-in/")
    services.start("background worker", [*WORKER, "-s", data_folder() / "beat-schedule"])
    _say(_welcome(port))
    try:
        while True:
            services.check()
            time.sleep(0.5)
    except KeyboardInterrupt:
        _say("\nStopping")


def _wait_for_page(services: Services, address: str) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        services.check()
        try:
            with urllib.request.urlopen(address, timeout=ANSWER_SECONDS):  # noqa: S310 (this machine)
                return
        except urllib.error.HTTPError as problem:
            raise DemoError(f"{address} answers with {problem.code}. See {data_folder() / 'logs'}") from None
        except OSError:
            time.sleep(0.1)
    raise DemoError(f"{address} did not answer in {ANSWER_SECONDS} seconds. See {data_folder() / 'logs'}")


def _welcome(port: int) -> str:
    from partnerships.demo.people import DEMO_SIGN_INS

    site = f"http://{HOST}:{port}"
    people = "\n".join(f"  {one.username:<10} {one.password:<14} {one.description.both}" for one in DEMO_SIGN_INS)
    return f"\nGongxin  {site}/\nAPI      {site}/api/v1/\n\nSign in as\n{people}\n\nCtrl-C stops everything.\n"


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
