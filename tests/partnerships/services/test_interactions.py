"""Events, requests and their replies."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnerships.models import EventType, InteractionEvent, Request
from partnerships.services.interactions import answer_request, record_event, record_request
from partnerships.services.provenance import Provenance
from tests import facts
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

OFFICIAL = Provenance("official", "registry")
BY_STAFF = Provenance("single_doc", "gov")
BY_NGO = Provenance("single_doc", "ngo")
DAY = date(2023, 5, 1)
ENTERED = ["event", "termination", "evaluation"]


def happen(cast: Cast, code: str, /, **given: Any) -> InteractionEvent:
    """An event between the bureau and the NGO, known officially."""
    terms: dict[str, Any] = {
        "by": None,
        "type": code,
        "partnership": cast.partnership,
        "occurred_on": DAY,
        "provenance": OFFICIAL,
    }
    return record_event(**terms | given)


@pytest.mark.django_db
def test_every_type_that_is_an_event_can_be_recorded(cast: Cast) -> None:
    for kind in EventType.objects.filter(stored_as__in=ENTERED):
        outcome = kind.outcomes[0] if kind.outcomes else ""
        party = "ngo" if kind.code == "RES_TERMINATION" else ""
        happen(cast, kind.code, outcome=outcome, party=party)
    assert InteractionEvent.objects.count() == 33


@pytest.mark.django_db
def test_every_other_type_is_refused_and_says_how_it_is_kept(cast: Cast) -> None:
    others = EventType.objects.exclude(stored_as__in=ENTERED)
    assert len(others) == 12
    for kind in others:
        with refused("type", kind.code, str(kind.get_stored_as_display())):
            happen(cast, kind.code)


def test_an_event_is_given_by_type_or_code(cast: Cast) -> None:
    kind = EventType.objects.get(code="RES_INKIND_NGO")
    event = happen(cast, "RES_INKIND_NGO", type=kind, amount=Decimal("20000.00"), note="Volunteers")
    assert (event.type, event.amount, event.currency) == (kind, Decimal(20000), "CNY")
    with refused("type", "“RES_NOTHING”"):
        happen(cast, "RES_NOTHING")


def test_a_fact_on_the_ngo_names_no_partnership(cast: Cast) -> None:
    event = happen(cast, "NET_LEAD", partnership=None, organization=cast.ngo)
    assert (event.partnership, event.organization) == (None, cast.ngo)
    assert happen(cast, "NET_LEAD").organization is None


@pytest.mark.parametrize(
    ("field", "type_", "given"),
    [
        ("partnership", "NET_LEAD", {"partnership": None}),
        ("partnership", "NET_LEAD", {"organization": "ngo"}),
        ("organization", "CUL_AWARD", {"partnership": None, "organization": "ngo"}),
        ("organization", "NET_LEAD", {"partnership": None, "organization": "bureau"}),
        ("outcome", "RES_BID", {}),
        ("outcome", "RES_BID", {"outcome": "drawn"}),
        ("outcome", "CUL_AWARD", {"outcome": "won"}),
        ("outcome", "RES_TERMINATION", {"party": "ngo"}),
        ("party", "RES_TERMINATION", {"outcome": "ngo"}),
        ("party", "CUL_AWARD", {"party": "ngo"}),
        ("amount", "RES_SUBSIDY", {"amount": Decimal(-1)}),
        ("currency", "RES_SUBSIDY", {"amount": Decimal(1), "currency": "¥"}),
        ("occurred_on", "CUL_AWARD", {"occurred_on": date(2999, 1, 1)}),
    ],
)
def test_an_event_with_an_error_is_refused(field: str, type_: str, given: dict[str, Any], cast: Cast) -> None:
    given = {key: getattr(cast, value) if key == "organization" else value for key, value in given.items()}
    with refused(field):
        happen(cast, type_, **given)
    assert not InteractionEvent.objects.exists()


def test_an_event_under_a_contract_of_another_partnership_is_refused(cast: Cast) -> None:
    contract = facts.contract(cast.street_partnership)
    contract.save()
    with refused("contract", "another partnership"):
        happen(cast, "RES_SCOPE_CUT", contract=contract)
    own = facts.contract(cast.partnership)
    own.save()
    assert happen(cast, "RES_SCOPE_CUT", contract=own).contract == own
    with refused("contract", "recorded on the contract itself"):
        happen(cast, "RES_TERMINATION", outcome="ngo", party="ngo", contract=own)
    with refused("contract", "recorded on the contract itself"):
        happen(cast, "RES_EVALUATION", outcome="good", contract=own)


def test_an_exit_ends_a_joint_body_of_the_same_parties(cast: Cast) -> None:
    body = happen(cast, "REC_JOINT_BODY")
    assert happen(cast, "NET_EXIT", closes=body).closes == body
    assert happen(cast, "NET_EXIT", partnership=None, organization=cast.ngo, closes=body).closes == body
    with refused("closes", "another partnership"):
        happen(cast, "NET_EXIT", partnership=cast.street_partnership, closes=body)
    with refused("closes", "another partnership"):
        happen(cast, "NET_EXIT", partnership=None, organization=cast.other_ngo, closes=body)
    with refused("closes", "Only an exit"):
        happen(cast, "CUL_AWARD", closes=body)
    with refused("closes", "no joint body"):
        happen(cast, "NET_EXIT", closes=happen(cast, "REC_AGREEMENT"))
    with refused("occurred_on", "2023-04-30"):
        happen(cast, "NET_EXIT", closes=body, occurred_on=date(2023, 4, 30))


def test_each_side_records_its_own_types(cast: Cast) -> None:
    happen(cast, "CUL_CHARTER", by=cast.ngo_manager, provenance=BY_NGO)
    with refused("type", "the other side"):
        happen(cast, "CUL_CHARTER", by=cast.staff, provenance=BY_STAFF)
    happen(cast, "CUL_OFFICIAL_VISIT", by=cast.staff, provenance=BY_STAFF)
    happen(cast, "CUL_OFFICIAL_VISIT", by=cast.ngo_manager, provenance=BY_NGO)
    happen(cast, "CUL_CHARTER", by=cast.administrator)


def test_what_comes_from_registers_a_person_enters_with_a_document(cast: Cast) -> None:
    happen(cast, "RES_SUBSIDY", by=cast.staff, provenance=BY_STAFF)
    with refused("verification", "single_doc"):
        happen(cast, "RES_SUBSIDY", by=cast.staff, provenance=Provenance("single", "gov"))


def test_people_record_events_within_reach_only(cast: Cast) -> None:
    for person, provenance in ((cast.street_staff, BY_STAFF), (cast.other_manager, BY_NGO), (cast.analyst, BY_STAFF)):
        with pytest.raises(PermissionDenied):
            happen(cast, "CUL_OFFICIAL_VISIT", by=person, provenance=provenance)


def ask(cast: Cast, **given: Any) -> Request:
    """A request for premises."""
    terms: dict[str, Any] = {
        "by": cast.ngo_manager,
        "partnership": cast.partnership,
        "kind": "general",
        "opened_on": DAY,
        "provenance": BY_NGO,
        "subject": "Premises",
    }
    return record_request(**terms | given)


def test_a_request_is_answered_once_by_the_body(cast: Cast) -> None:
    request = ask(cast)
    answered = answer_request(by=cast.staff, request=request, answered_on=DAY, answer="Granted")
    assert (answered.answered_on, answered.answer) == (DAY, "Granted")
    assert answered.answer_recorded_at is not None
    with refused("answered_on", "2023-05-01"):
        answer_request(by=cast.staff, request=request, answered_on=date(2023, 5, 2))


def test_the_ngo_does_not_answer_its_own_request(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="close this request"):
        answer_request(by=cast.ngo_manager, request=ask(cast), answered_on=DAY)


def test_a_request_with_an_error_is_refused(cast: Cast) -> None:
    with refused("kind", "wish"):
        ask(cast, kind="wish")
    with refused("opened_on", "2999-01-01"):
        ask(cast, opened_on=date(2999, 1, 1))
    with refused("answered_on", "2023-04-30"):
        answer_request(by=cast.staff, request=ask(cast), answered_on=date(2023, 4, 30))
