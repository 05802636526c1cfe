"""The examples of docs/api.md, run as they are written against a server on this machine."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from django.core.servers.basehttp import WSGIServer
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.testcases import QuietWSGIRequestHandler

from partnerships.demo.people import DEMO_PASSWORD
from tests.api.evidence import Both
from tests.cast import Cast

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
WRITTEN = "http://127.0.0.1:8000"


def _examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)


@contextmanager
def _kept_open() -> Iterator[BaseDatabaseWrapper]:
    """The test's connection, for use by another thread: a request that ends does not close it."""
    shared, signals = connections["default"], (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    shared.inc_thread_sharing()
    yield shared
    shared.dec_thread_sharing()
    for signal in signals:
        signal.connect(close_old_connections)


def _serve(server: WSGIServer, shared: BaseDatabaseWrapper) -> None:
    connections["default"] = shared
    server.serve_forever(poll_interval=0.05)


@pytest.fixture
def server(cast: Cast, both: Both) -> Iterator[str]:
    """A server that sees what the test has written: its thread shares the connection, so nothing need be committed."""
    cast.analyst.set_password(DEMO_PASSWORD)
    cast.analyst.save()
    with _kept_open() as shared, WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler) as listening:
        listening.set_app(get_wsgi_application())
        thread = Thread(target=_serve, args=(listening, shared), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed on this machine")
def test_the_curl_examples_answer(server: str) -> None:
    examples = [line for example in _examples("sh") for line in example.splitlines() if line.startswith("curl ")]
    assert len(examples) >= 4
    for line in examples:
        command = ["bash", "-c", line.replace(WRITTEN, server).replace("curl ", "curl -sS ", 1)]
        answer = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)
        if "methode" in line:
            assert {error["field"] for error in answer["errors"]} == {"methode"}
        else:
            assert answer.get("count", 1) > 0, line


def test_the_pandas_examples_run_one_after_the_other(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    examples = _examples("python")
    assert len(examples) >= 6
    variables: dict[str, object] = {}
    for example in examples:
        exec(compile(example.replace(WRITTEN, server), "docs/api.md", "exec"), variables)  # noqa: S102 (our own manual)
    printed = capsys.readouterr().out
    assert "contractual" in printed
    assert "Anhe Street Office" in printed
    assert "Qingquan" in (tmp_path / "ties.csv").read_text()


def test_every_address_of_the_manual_is_one_of_the_schema() -> None:
    schema = (Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml").read_text()
    named = re.findall(r"`([a-z-]+/(?:\{id\}/[a-z]+/)?)`", MANUAL)
    assert len(named) >= 12
    for address in named:
        pattern = re.escape(f"/api/v1/{address}:").replace(r"\{id\}", r"\{\w+\}")
        assert re.search(pattern, schema), address
