"""One valid fact of each kind, unsaved, for tests that treat all kinds alike."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Partnership,
    Payment,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Suspension,
)

RECORDED_AT = datetime(2024, 6, 1, 4, tzinfo=UTC)
PROVENANCE: dict[str, Any] = {"verification": "official", "recorded_side": "registry", "recorded_at": RECORDED_AT}
TIE_KINDS = list(ServiceTie.Kind.values)


def contract(partnership: Partnership, number: int = 0, /, **columns: Any) -> Contract:
    """A contract for the year 2023."""
    given = {
        "partnership": partnership,
        "number": f"HT-{number}",
        "title": "Home care for the elderly",
        "method": "open_tender",
        "signed_on": date(2022, 12, 20),
        "starts_on": date(2023, 1, 1),
        "ends_on": date(2023, 12, 31),
        "value": Decimal("300000.00"),
    }
    return Contract(**PROVENANCE | given | columns)


def _saved_contract(partnership: Partnership) -> Contract:
    held = Contract.objects.filter(partnership=partnership).first()
    if held is None:
        held = contract(partnership)
        held.save()
    return held


def amendment(partnership: Partnership, number: int = 0, /, **columns: Any) -> Amendment:
    """An amendment that moves the contract's end to March 2024."""
    given = {
        "contract": _saved_contract(partnership),
        "number": str(number),
        "signed_on": date(2023, 6, 1),
        "new_ends_on": date(2024, 3, 31),
    }
    return Amendment(**PROVENANCE | given | columns)


def milestone(partnership: Partnership, number: int = 0, /, **columns: Any) -> Milestone:
    """A milestone due in June 2023."""
    given = {"contract": _saved_contract(partnership), "title": f"Report {number}", "due_on": date(2023, 6, 30)}
    return Milestone(**PROVENANCE | given | columns)


def suspension(partnership: Partnership, number: int = 0, /, **columns: Any) -> Suspension:
    """A suspension in July 2023, over since August."""
    given = {
        "contract": _saved_contract(partnership),
        "started_on": date(2023, 7, 1 + number),
        "ended_on": date(2023, 8, 1),
        "end_recorded_at": RECORDED_AT,
        "reason": "The day centre is being rebuilt",
    }
    return Suspension(**PROVENANCE | given | columns)


def payment(partnership: Partnership, number: int = 0, /, **columns: Any) -> Payment:
    """An instalment due in February 2023, open."""
    given = {
        "contract": _saved_contract(partnership),
        "stage": "first",
        "due_on": date(2023, 2, 1),
        "amount_due": Decimal(100 + number),
    }
    return Payment(**PROVENANCE | given | columns)


def evaluation(partnership: Partnership, number: int = 0, /, **columns: Any) -> Evaluation:
    """A good final evaluation."""
    given = {
        "contract": _saved_contract(partnership),
        "phase": "final",
        "held_on": date(2024, 1, 10 + number),
        "result": "good",
    }
    return Evaluation(**PROVENANCE | given | columns)


def event(partnership: Partnership, number: int = 0, /, **columns: Any) -> InteractionEvent:
    """A visit by officials."""
    given = {
        "partnership": partnership,
        "type_id": "CUL_OFFICIAL_VISIT",
        "occurred_on": date(2023, 4, 1 + number),
    }
    return InteractionEvent(**PROVENANCE | given | columns)


def request(partnership: Partnership, number: int = 0, /, **columns: Any) -> Request:
    """A request, not answered yet."""
    given = {"partnership": partnership, "subject": f"Premises {number}", "opened_on": date(2023, 5, 1)}
    return Request(**PROVENANCE | given | columns)


def standing(partnership: Partnership, number: int = 0, /, **columns: Any) -> Standing:
    """An annual inspection of the NGO, passed."""
    given = {
        "organization": partnership.ngo,
        "kind": "CMP_ANNUAL",
        "result": "pass",
        "effective_on": date(2023, 6, 1 + number),
    }
    return Standing(**PROVENANCE | given | columns)


def finance(partnership: Partnership, number: int = 0, /, **columns: Any) -> AnnualFinance:
    """The NGO's income of a year."""
    given = {"organization": partnership.ngo, "year": 2020 + number, "total_income": Decimal("500000.00")}
    return AnnualFinance(**PROVENANCE | given | columns)


def membership(partnership: Partnership, number: int = 0, /, **columns: Any) -> NetworkMembership:
    """The NGO's membership of a network, open."""
    network = ServiceNetwork.objects.get_or_create(name=f"Network {number}")[0]
    given = {"network": network, "organization": partnership.ngo, "started_on": date(2022, 1, 1)}
    return NetworkMembership(**PROVENANCE | given | columns)


def tie(partnership: Partnership, number: int = 0, /, **columns: Any) -> ServiceTie:
    """A tie of the NGO to its own government body, open."""
    given = {
        "organization": partnership.ngo,
        "partner": partnership.government,
        "kind": TIE_KINDS[number],
        "started_on": date(2022, 1, 1),
    }
    return ServiceTie(**PROVENANCE | given | columns)


FACTS: dict[type[Fact], Callable[..., Any]] = {
    Contract: contract,
    Amendment: amendment,
    Milestone: milestone,
    Suspension: suspension,
    Payment: payment,
    Evaluation: evaluation,
    InteractionEvent: event,
    Request: request,
    Standing: standing,
    AnnualFinance: finance,
    NetworkMembership: membership,
    ServiceTie: tie,
}
