"""The examples of the manual, run as they are written against a server on this machine."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.testcases import QuietWSGIRequestHandler
from django.utils import timezone

from partnerships.demo.people import DEMO_PASSWORD
from partnerships.feed.positions import Position
from partnerships.models import Contract, InteractionEvent, User
from partnerships.packages import queueing
from partnerships.services.tokens import make_token, scopes_for
from tests.api.evidence import Both
from tests.api.live import kept_open
from tests.cast import Cast
from trust.models import StageSpell
from trust.services.spells import rebuild_spells

DOCS = Path(__file__).resolve().parents[2] / "docs"
MANUAL = (DOCS / "api.md").read_text()
WRITTEN = "http://127.0.0.1:8000"


def _examples(language: str, manual: str = MANUAL) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", manual, re.MULTILINE | re.DOTALL)


def _curl_lines(manual: str = MANUAL) -> list[str]:
    return [line for example in _examples("sh", manual) for line in example.splitlines() if line.startswith("curl ")]


def _answer(line: str, server: str) -> Any:
    """What a line of curl is answered, as JSON."""
    command = ["bash", "-c", line.replace(WRITTEN, server).replace("curl ", "curl -sS ", 1)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=30).stdout)


def run_manual(name: str, server: str) -> dict[str, Any]:
    """Runs the Python of a manual, one example after the other; returns its variables."""
    variables: dict[str, Any] = {}
    for example in _examples("python", (DOCS / name).read_text()):
        exec(compile(example.replace(WRITTEN, server), f"docs/{name}", "exec"), variables)  # noqa: S102 (our own manual)
    return variables


def _serve(server: WSGIServer, shared: BaseDatabaseWrapper) -> None:
    connections["default"] = shared
    server.serve_forever(poll_interval=0.05)


@pytest.fixture
def server(cast: Cast, both: Both, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that sees what the test has written: its thread shares the connection, so nothing need be committed."""
    User.objects.create_user("official", password=DEMO_PASSWORD, role="staff", organization=cast.street_office)
    cast.analyst.set_password(DEMO_PASSWORD)
    cast.analyst.save()
    _token, secret = make_token(by=cast.analyst, name="manual", scopes=scopes_for(cast.analyst), days=1)
    monkeypatch.setenv("GONGXIN_TOKEN", secret)
    with kept_open() as shared, WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler) as listening:
        listening.set_app(get_wsgi_application())
        thread = Thread(target=_serve, args=(listening, shared), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed on this machine")
def test_the_curl_examples_answer(server: str, both: Both) -> None:
    examples = _curl_lines()
    assert len(examples) >= 8
    for example in examples:
        line = example.replace('"partnership": 1,', f'"partnership": {both.street.partnership.pk},')
        line = line.replace('"contract": 1,', f'"contract": {both.street.contract.pk},')
        line = line.replace("contracts/1/", f"contracts/{both.street.contract.pk}/")
        answer = _answer(line, server)
        if "methode" in line:
            assert {error["field"] for error in answer["errors"]} == {"methode"}
        elif "bulk" in line:
            assert [result["status"] for result in answer["results"]] == [201, 422]
        else:
            assert answer.get("count", 1) > 0, line
            assert "errors" not in answer, answer
    assert InteractionEvent.objects.filter(note="Plan for the canteen", partnership=both.street.partnership).exists()
    contract = Contract.objects.get(pk=both.street.contract.pk)
    assert (contract.closed_on, contract.amendments.get(number="A2").verification) == (date(2026, 2, 20), "single_doc")


def test_the_pandas_examples_run_one_after_the_other(
    server: str, both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rebuild_spells([both.street.partnership.pk])
    StageSpell.objects.update(ended_on="2025-07-31", last_on="2025-07-31", next_stage=3, next_reason=0)
    assert len(_examples("python")) >= 8
    run_manual("api.md", server)
    printed = capsys.readouterr().out
    assert "contractual" in printed
    assert "never entered the records" in printed
    assert printed.count("201 http") == 2
    assert "Anhe Street Office" in printed
    assert f"{timezone.localdate()} 77777.00 88.000" in printed
    assert "Qingquan" in (tmp_path / "ties.csv").read_text()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """A worker that comes at once: the server's transactions are the test's, which never commits."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(queueing.transaction, "on_commit", lambda act: act())


def test_a_package_is_fetched_and_read_as_the_manual_says(
    server: str, both: Both, worker: None, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run_manual("bulk.md", server)
    assert "contracts in force or ended" in capsys.readouterr().out
    assert len(found["standing"]) == Contract.objects.standing().filter(partnership=both.street.partnership).count() > 0
    assert Position.read(found["position"])


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed on this machine")
def test_a_package_is_asked_for_with_curl_as_the_manual_says(server: str, both: Both, worker: None) -> None:
    asked, listed = (_answer(line, server) for line in _curl_lines((DOCS / "bulk.md").read_text()))
    assert asked["format"] == "csv"
    assert [row["id"] for row in listed["results"]] == [asked["id"]]
    assert listed["results"][0]["state"] == "done"


def test_every_address_of_the_manual_is_one_of_the_schema() -> None:
    schema = (Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml").read_text()
    named = re.findall(r"`((?:[a-z-]+/){1,2}(?:\{id\}/(?:[a-z-]+/)?)?)`", MANUAL)
    assert len(named) >= 12
    for address in named:
        pattern = re.escape(f"/api/v1/{address}:").replace(r"\{id\}", r"\{\w+\}")
        assert re.search(pattern, schema), address
