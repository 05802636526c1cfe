"""Case files (`trust-vignette/1`) as evidence frames, for scoring tests that need no database.

Contracts, payments, requests and finance carry no verification in the format and are taken as confirmed by both sides.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from trust.scoring.evidence import SCHEMAS, Evidence, frame

Case = dict[str, Any]
Rows = list[dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "vignettes"
METHODOLOGY = ROOT / "trust" / "methodologies" / "2026.1.toml"
PARTNERSHIP = 1
KEYS_OF_A_CASE = 10_000
STANDINGS = ("CMP_", "CUL_RATING")
OUTCOMES = ("outcome", "result", "state", "fault", "level")
CONFIRMED = {"verification": "dual", "contested": False}


def load_cases() -> dict[str, Case]:
    """The case files by identifier; skips the test where the shared folder is absent."""
    files = sorted(FOLDER.glob("v*.json"))
    if not files:
        pytest.skip(f"No case files in {FOLDER.name}/ beside the project: these tests need the shared folder.")
    cases = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {case["id"]: case for case in cases}


def load_golden() -> list[dict[str, Any]]:
    """The prototype's readings; skips the test where the shared folder is absent."""
    file = FOLDER / "golden.json"
    if not file.exists():
        pytest.skip(f"No {FOLDER.name}/golden.json beside the project: these tests need the shared folder.")
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def evidence_of(case: Case, known: date | None = None, partnership: int = PARTNERSHIP) -> Evidence:
    """The case as one partnership. `known`: leave out accounts of a year that was not over then (default: keep all)."""
    rows: dict[str, Rows] = {
        "subjects": [{"partnership": partnership, "ngo": partnership, "government": partnership}],
        "events": _events(case),
        "contracts": [_contract(key, row) for key, row in _numbered(case, "contracts")],
        "terms": [_term(key, row) for key, row in _numbered(case, "contracts")],
        "payments": [_payment(key, row) for key, row in _numbered(case, "payments")],
        "ties": [_tie(key, row) for key, row in _numbered(case, "ties")],
        "requests": [_request(key, row) for key, row in _numbered(case, "requests")],
        "finance": [_account(key, row) for key, row in _numbered(case, "finance") if _was_known(row, known)],
    }
    return evidence_from({name: [_owned(row, partnership) for row in found] for name, found in rows.items()})


def _owned(row: dict[str, Any], partnership: int) -> dict[str, object]:
    """The row as the partnership's, its key unlike that of any other partnership's."""
    key = {"fact": KEYS_OF_A_CASE * partnership + row["fact"]} if "fact" in row else {}
    return row | key | {"partnership": partnership}


def evidence_from(rows: dict[str, Rows]) -> Evidence:
    """Evidence with these rows; frames not named are empty."""
    return Evidence(**{name: frame(name, rows.get(name, [])) for name in SCHEMAS})


def joined(parts: list[Evidence]) -> Evidence:
    """Evidence of several sets of partnerships, one after the other."""
    return Evidence(**{name: pl.concat([getattr(part, name) for part in parts]) for name in SCHEMAS})


def month_ends(first: date, last: date) -> list[date]:
    """The month ends from the month of `first` up to `last`."""
    found, month = [], date(first.year, first.month, 1)
    while month <= last:
        following = (month + timedelta(days=31)).replace(day=1)
        found.append(following - timedelta(days=1))
        month = following
    return [day for day in found if day <= last]


def first_day(case: Case) -> date:
    """Day of the case's first fact."""
    days = [row["date"] for row in case["events"]] + [row["signed"] for row in case["contracts"]]
    return min(map(date.fromisoformat, days + [row["start"] for row in case["ties"]]))


def _numbered(case: Case, name: str) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(case[name], start=1))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _was_known(row: dict[str, Any], known: date | None) -> bool:
    return bool(known is None or row["year"] < known.year or (row["year"] == known.year and known.month == 12))


def _events(case: Case) -> Rows:
    return [_event(key, row) for key, row in _numbered(case, "events") if row.get("status") != "withdrawn"]


def _event(key: int, row: dict[str, Any]) -> dict[str, object]:
    attributes = row.get("attrs") or {}
    outcome = next((str(attributes[name]) for name in OUTCOMES if name in attributes), "")
    return {
        "fact": key,
        "table": "interactionevent",
        "own": not row["type"].startswith(STANDINGS),
        "type": row["type"],
        "day": _day(row["date"]),
        "side": row["by"],
        "outcome": outcome,
        "amount": attributes.get("amount"),
        "currency": "CNY",
        "verification": row["verified"],
        "contested": row.get("status") == "contested",
    }


def _contract(key: int, row: dict[str, Any]) -> dict[str, object]:
    return CONFIRMED | {
        "fact": key,
        "signed": _day(row["signed"]),
        "starts": _day(row["start"]),
        "ended": _day(row.get("terminated")),
        "method": row["method"],
        "value": row["value"],
        "currency": "CNY",
    }


def _term(key: int, row: dict[str, Any]) -> dict[str, object]:
    return {
        "fact": key,
        "valid_from": _day(row["signed"]),
        "starts": _day(row["start"]),
        "ends": _day(row["end"]),
    }


def _payment(key: int, row: dict[str, Any]) -> dict[str, object]:
    return CONFIRMED | {
        "fact": key,
        "due": _day(row["due"]),
        "paid": _day(row["paid"]),
        "amount_due": row["amount"],
        "amount_paid": row["amount"] if row["paid"] else None,
        "currency": "CNY",
    }


def _tie(key: int, row: dict[str, Any]) -> dict[str, object]:
    network = row["kind"] == "alliance" or "size" in row
    return {
        "fact": key,
        "table": "networkmembership" if network else "servicetie",
        "alter": -key if network else key,
        "kind": row["kind"],
        "size": float(row.get("size", 1)),
        "starts": _day(row["start"]),
        "ends": _day(row["end"]),
        "with_body": bool(row.get("with_government")),
        "verification": row["verified"],
        "contested": row.get("status") == "contested",
    }


def _request(key: int, row: dict[str, Any]) -> dict[str, object]:
    return CONFIRMED | {
        "fact": key,
        "kind": row["kind"],
        "opened": _day(row["opened"]),
        "answered": _day(row["answered"]),
    }


def _account(key: int, row: dict[str, Any]) -> dict[str, object]:
    return CONFIRMED | {
        "fact": key,
        "year": row["year"],
        "income": float(row["dyad_income"]),
        "total_income": float(row["total_income"]),
    }
