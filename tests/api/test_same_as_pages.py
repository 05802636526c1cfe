"""What is recorded by the API is what the page records: the same rows, and the same trail, column by column."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from partnerships.models import (
    Amendment,
    Change,
    Contest,
    Contract,
    Document,
    DocumentLink,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    Partnership,
    Payment,
    Request,
    Suspension,
    VerificationChange,
)
from partnerships.services.versions import Version
from tests.api.acts import ASKS, BEFORE, SENT
from tests.api.evidence import Both
from tests.api.test_acts import RECORDS
from tests.api.test_writing import bodies
from tests.cast import Cast
from tests.partnerships.views.browsers import browser_of, pdf

ROOT = "/api/v1/"
WRITTEN = (Contract, Amendment, Milestone, Suspension, Payment, Evaluation, InteractionEvent, Request, Partnership,
           Contest, VerificationChange, Document, DocumentLink)  # fmt: skip
# Keys of rows that one of the two makes and takes back before the other makes its own; of its file the name stays.
KEYS = {"object_id", "document_id", "file"}
ON_FACTS = {"void": "record-void", "confirm": "record-confirm", "contest": "record-contest",
            "grounds": "contest-grounds", "rule": "contest-rule", "attach": "document-attach"}  # fmt: skip
ON_OTHERS = {"add-milestone": "milestone-new", "evaluate": "evaluation-new", "reached": "milestone-reach",
             "paid": "payment-pay", "answer": "request-answer"}  # fmt: skip
PROVED = ("contest", "grounds", "attach", "amend", "renew", "suspend", "terminate", "correct", "add-milestone",
          "evaluate", "reached", "paid", "answer")  # fmt: skip
KINDS = {"reached": "milestone", "paid": "payment", "answer": "request"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def recorded(do: Callable[[], Any]) -> tuple[list[str], list[Any]]:
    """The rows after something was done, and its trail. It is taken back."""
    with transaction.atomic():
        before = Change.objects.latest("pk").pk
        known = {model: set(model._default_manager.values_list("pk", flat=True)) for model in WRITTEN}
        found = [row for model in WRITTEN for row in _rows(model, known)]
        answer = do()
        assert answer.status_code in {200, 201, 302}, answer.content.decode()
        rows = [row for model in WRITTEN for row in _rows(model, known)]
        trail = Change.objects.filter(pk__gt=before)
        steps = [(step.table, step.act, step.actor_id, sorted(step.columns)) for step in trail]
        transaction.set_rollback(True)
    assert rows != found
    return sorted(rows), sorted(steps)


def _rows(model: Any, known: Mapping[Any, set[int]]) -> Iterator[str]:
    """The rows of a table; of a key only whether its row was there before, of a moment only whether there is one."""
    for row in model._default_manager.values():
        told = {
            name: value in known[model] if name == "id" else "…" if _varies(name, value, known) else value
            for name, value in row.items()
        }
        yield f"{model.__name__} {sorted(told.items(), key=str)}"


def _varies(name: str, value: Any, known: Mapping[Any, set[int]]) -> bool:
    if name.endswith("_at"):
        return value is not None
    contracts = {"contract_id", "corrects_id", "renews_id"}
    return name in KEYS or (name in contracts and value is not None and value not in known[Contract])


def page_of(act: str, record: Fact) -> str:
    if act in ON_FACTS:
        return reverse(ON_FACTS[act], args=[record._meta.model_name, record.pk])
    return reverse(ON_OTHERS.get(act, f"contract-{act}"), args=[record.pk])


def typed(act: str, record: Any) -> dict[str, Any]:
    """What somebody types to do the act: a form shows every column, and ticks instead of saying true."""
    columns: dict[str, Any] = {}
    if act in {"correct", "renew"}:
        names = ("title", "title_en", "method", "currency", "number", "signed_on", "starts_on", "ends_on", "value")
        kept = names if act == "correct" else names[:4]
        columns = {name: str(getattr(record, name)) for name in kept}
    version = {"version": str(Version.of(record))} if isinstance(record, Contract) else {}
    return {**columns, **version, **{name: "on" if value is True else value for name, value in SENT[act].items()}}


@pytest.mark.parametrize("with_file", [False, True], ids=["word", "file"])
@pytest.mark.parametrize("act", SENT)
def test_an_act_records_what_the_page_records(act: str, with_file: bool, cast: Cast, both: Both) -> None:
    if with_file and act not in PROVED:
        pytest.skip("The page takes no file.")
    kind = KINDS.get(act, "contract")
    record, browser = RECORDS[kind](both.street), browser_of(getattr(cast, ASKS.get(act, "street_staff")))
    if act in BEFORE:
        BEFORE[act](record)
    sent, by_page = dict(SENT[act]), typed(act, record)
    if with_file:
        sent.pop("url", None)
        by_page.pop("url", None)
    files = (lambda: {"file": pdf()}) if with_file else dict
    how: Any = {} if with_file else {"content_type": "application/json"}
    address = f"{ROOT}{kind}s/{record.pk}/{act}/"
    by_api = recorded(lambda: browser.post(address, sent | files(), **how))
    assert by_api == recorded(lambda: browser.post(page_of(act, record), by_page | files()))


ENTERED: dict[str, Callable[[Cast, Both], tuple[str, dict[str, Any]]]] = {
    "contracts": lambda cast, _both: (
        reverse("contract-new"),
        {
            "government": str(cast.bureau),
            "government-key": cast.bureau.pk,
            "ngo": str(cast.ngo),
            "ngo-key": cast.ngo.pk,
            "currency": "CNY",
            "schedule-TOTAL_FORMS": 1,
            "schedule-INITIAL_FORMS": 0,
            "schedule-0-stage": "whole",
            "schedule-0-due_on": "2025-06-01",
            "schedule-0-amount_due": "1.50",
        },
    ),
    "payments": lambda _cast, both: (reverse("payment-new", args=[both.bureau.contract.pk]), {}),
    "events": lambda cast, _both: (
        reverse("event-new"), {"partnership": str(cast.partnership), "partnership-key": cast.partnership.pk}
    ),
    "requests": lambda cast, _both: (
        reverse("request-new"), {"partnership": str(cast.partnership), "partnership-key": cast.partnership.pk}
    ),
}  # fmt: skip
SCHEDULE = {"schedule": [{"stage": "whole", "due_on": "2025-06-01", "amount_due": "1.50"}]}


@pytest.mark.parametrize("kind", ENTERED)
def test_an_entry_records_what_the_page_records(kind: str, cast: Cast, both: Both) -> None:
    browser = browser_of(cast.ngo_manager if kind == "requests" else cast.staff)
    body = bodies(cast, both)[kind] | ({"subject": "Late payment"} if kind == "requests" else {})
    address, named = ENTERED[kind](cast, both)
    sent = body | (SCHEDULE if kind == "contracts" else {})
    by_api = recorded(lambda: browser.post(f"{ROOT}{kind}/", sent, content_type="application/json"))
    by_page = {name: value for name, value in body.items() if name not in {"partnership", "contract"}} | named
    assert by_api == recorded(lambda: browser.post(address, by_page))
