"""One example of each act on a record: what is sent, by whom, and what has to be so before it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from partnerships.models import Amendment, Fact, Suspension
from partnerships.services.endings import terminate_contract
from partnerships.services.verification import contest_fact
from tests.api.evidence import CONFIRMED

SENT: Mapping[str, Mapping[str, Any]] = {
    "void": {"reason": "Entered twice"},
    "confirm": {"note": "As we have it"},
    "contest": {"grounds": "It was another day."},
    "grounds": {"grounds": "The minutes say the 12th."},
    "rule": {"outcome": "dismissed", "ruling": "The minutes say the 10th."},
    "attach": {"url": "https://example.org/minutes.pdf", "title": "Minutes"},
    "paid": {"paid_on": "2025-07-01", "amount_paid": "10.00"},
    "answer": {"answered_on": "2025-06-01", "answer": "It will be paid in June."},
    "correct": {"value": "255000.50", "reason": "A slip in the value"},
    "amend": {"signed_on": "2025-05-01", "number": "A2", "new_value": "300000.00", "description": "More elders"},
    "renew": {"number": "2026-1", "signed_on": "2026-01-10", "starts_on": "2026-02-01", "ends_on": "2026-12-31"},
    "suspend": {"started_on": "2025-07-01", "reason": "The day centre is being rebuilt"},
    "resume": {"ended_on": "2025-08-01"},
    "terminate": {
        "terminated_on": "2025-09-30",
        "party": "government",
        "fault": "government",
        "reason": "The programme was stopped",
    },
    "confirm-ending": {},
    "close": {"closed_on": "2026-02-15", "closing_note": "Settled", "despite_open": True},
    "add-milestone": {"title": "Final report", "due_on": "2026-01-15"},
    "evaluate": {
        "phase": "final",
        "held_on": "2026-01-20",
        "result": "good",
        "score": "88.000",
        "score_maximum": "100.000",
        "evaluator": "Linjiang Audit Office",
        "is_independent": True,
    },
    "reached": {"reached_on": "2025-07-01"},
}
"""What is sent, on the records of the street."""

ASKS = {
    "void": "administrator",
    "correct": "administrator",
    "confirm": "other_manager",
    "contest": "other_manager",
    "grounds": "other_manager",
    "confirm-ending": "other_manager",
    "rule": "staff",
}
"""Who does what street_staff, the body's own, may not."""


def _one_sided(fact: Fact) -> None:
    type(fact)._default_manager.filter(pk=fact.pk).update(verification="single", recorded_side="gov")


def _contested(fact: Fact) -> None:
    contest_fact(by=None, fact=fact, grounds="It was another day.")


def _running(contract: Any) -> None:
    Amendment.objects.filter(contract=contract).update(new_ends_on=date(2099, 1, 31))


def _suspended(contract: Any) -> None:
    Suspension.objects.create(contract=contract, started_on=date(2025, 4, 10), reason="Flood", **CONFIRMED)


def _ended(contract: Any) -> None:
    terminate_contract(
        by=None,
        contract=contract,
        terminated_on=date(2025, 9, 30),
        party="government",
        fault="government",
        verification="single",
        reason="The programme was stopped",
    )


def _due(payment: Any) -> None:
    columns = {"paid_on": None, "amount_paid": None, "paid_recorded_at": None}
    type(payment)._default_manager.filter(pk=payment.pk).update(**columns)


BEFORE: Mapping[str, Callable[[Any], None]] = {
    "confirm": _one_sided,
    "grounds": _contested,
    "rule": _contested,
    "suspend": _running,
    "resume": _suspended,
    "confirm-ending": _ended,
    "paid": _due,
}
"""What makes the act possible, written without the API."""
