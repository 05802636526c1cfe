"""What is measured: the floor, ours, and the rival, each on its own copy of the same database."""

import resource
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from trust.gather import first_own_day, gather
from trust.models import AssessmentRun
from trust.scoring.engine import assess_in_blocks
from trust.services import assess_partnerships, current_methodology
from trust.services.judging import month_ends
from trust.services.methodologies import numbers_of
from trust.services.writing import HEADER, TRAILER, copy_statement, encoded

from .world import LAST

# The columns the method needs, table by table.
NEEDED = {
    "partnership": "id, government_id, ngo_id",
    "interactionevent": "id, partnership_id, organization_id, type_id, occurred_on, outcome, amount, currency, "
    "closes_id, verification, recorded_side, recorded_at, voided_at",
    "standing": "id, organization_id, kind, result, level, effective_on, verification, recorded_at, voided_at",
    "contract": "id, partnership_id, method, signed_on, starts_on, ends_on, value, currency, terminated_on, "
    "termination_fault, verification, recorded_at, voided_at",
    "amendment": "id, contract_id, signed_on, new_ends_on, verification, recorded_at, voided_at",
    "payment": "id, contract_id, due_on, amount_due, paid_on, amount_paid, paid_recorded_at, verification, "
    "recorded_at, voided_at",
    "evaluation": "id, contract_id, held_on, result, verification, recorded_at, voided_at",
    "request": "id, partnership_id, kind, opened_on, answered_on, answer_recorded_at, verification, recorded_at, "
    "voided_at",
    "servicetie": "id, organization_id, partner_id, with_body_id, started_on, ended_on, verification, recorded_at, "
    "voided_at",
    "annualfinance": "id, organization_id, year, total_income, currency, verification, recorded_at, voided_at",
}


def prepare_rows(path: Path) -> int:
    """Writes the result rows, encoded for COPY, into a file. Not measured: the floor computes nothing."""
    known_at = timezone.now()
    evidence, methodology = gather(known_at=known_at), current_methodology()
    first = first_own_day(evidence)
    if first is None:
        raise ValueError("The population is empty.")
    run, rows = _run(known_at), 0
    with path.open("wb") as file:
        file.write(HEADER)
        for block in assess_in_blocks(evidence, numbers_of(methodology), month_ends(first, LAST)):
            file.write(encoded(run.pk, block))
            rows += len(block)
        file.write(TRAILER)
    return rows


def floor(path: Path) -> dict[str, float]:
    """Binary COPY of the needed columns out and of the result rows in; nothing computed."""
    _run(timezone.now())
    started = time.perf_counter()
    read = 0
    with connection.cursor() as cursor:
        for table, columns in NEEDED.items():
            with cursor.copy(f"COPY partnerships_{table} ({columns}) TO STDOUT (FORMAT BINARY)") as copy:
                read += sum(len(chunk) for chunk in copy)
        out = time.perf_counter() - started
        with cursor.copy(copy_statement()) as copy, path.open("rb") as file:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
    return {"seconds": time.perf_counter() - started, "out": out, "bytes_read": read}


def ours(_: Path) -> dict[str, float]:
    """`manage.py assess` over everything: gather, judge 120 months, write."""
    started = time.perf_counter()
    run = assess_partnerships(by=None, as_of=LAST)
    return {"seconds": time.perf_counter() - started, "rows": run.written, **_stored()}


def again(_: Path) -> dict[str, float]:
    """The same once more on the same database: nothing is new, nothing is written."""
    assess_partnerships(by=None, as_of=LAST)
    started = time.perf_counter()
    run = assess_partnerships(by=None, as_of=LAST)
    return {"seconds": time.perf_counter() - started, "rows": run.written}


def rival(_: Path) -> dict[str, float]:
    """The straightforward pandas implementation, reading and writing with pandas."""
    from .rival import assess_with_pandas

    started = time.perf_counter()
    rows = assess_with_pandas(LAST)
    return {"seconds": time.perf_counter() - started, "rows": rows}


def measured(measure: Callable[[Path], dict[str, float]], path: Path) -> dict[str, float]:
    """A measure with the peak memory of the process it ran in, in MiB."""
    return {**measure(path), "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _stored() -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('trust_assessment'), COUNT(*) FROM trust_assessment")
        size, rows = cursor.fetchone()
    return {"bytes_per_row": size / max(rows, 1)}


def _run(known_at: datetime) -> Any:
    return AssessmentRun.objects.create(methodology=current_methodology(), known_at=known_at)
