"""What held on a day, and what was known of it at a moment."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.api.evidence import Both
from tests.cast import Cast

ROOT = "/api/v1/"


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    client.force_login(cast.staff)
    return client


def _listed(client: Client, path: str, **query: Any) -> set[int]:
    return {row["id"] for row in client.get(ROOT + path, query).json()["results"]}


BEFORE, AFTER = "2025-08-31T00:00:00+08:00", "2025-09-02T00:00:00+08:00"
LEARNED = "2025-09-01T00:00:00+08:00"


def _terminated(both: Both) -> Any:
    contract = both.bureau.contract
    ending = {"terminated_on": date(2025, 3, 1), "termination_party": "ngo", "termination_fault": "none",
              "termination_verification": "dual", "termination_side": "gov"}  # fmt: skip
    type(contract).objects.filter(pk=contract.pk).update(**ending, termination_recorded_at=LEARNED)
    return contract


def _ended(fact: Any) -> Any:
    type(fact).objects.filter(pk=fact.pk).update(ended_on=date(2025, 4, 9), end_recorded_at=LEARNED)
    return fact


def _rated_anew(both: Both) -> Any:
    rating = both.bureau.partnership.ngo.standings.get()
    withdrawn = {"kind": "CUL_RATING", "level": 0, "effective_on": date(2025, 4, 1)}
    official = {"verification": "official", "recorded_side": "registry", "recorded_at": LEARNED}
    type(rating).objects.create(organization=rating.organization, **withdrawn, **official)
    return rating


LEARNED_LATER: dict[str, Callable[[Both], Any]] = {
    "contracts/": _terminated,
    "memberships/": lambda both: _ended(both.bureau.membership),
    "ties/": lambda both: _ended(both.bureau.tie),
    "suspensions/": lambda both: _ended(both.bureau.contract.suspensions.get()),
    "standings/": _rated_anew,
}
"""Lists of what holds for a time, and a fact that was over by the tenth of April 2025, as was learned later."""


@pytest.mark.parametrize("path", LEARNED_LATER)
def test_what_was_over_by_a_day_held_on_it_for_whoever_did_not_know_yet(path: str, staff: Client, both: Both) -> None:
    fact = LEARNED_LATER[path](both)
    assert fact.pk not in _listed(staff, path, as_of="2025-04-10")
    assert fact.pk in _listed(staff, path, as_of="2025-04-10", known_at=BEFORE)
    assert fact.pk not in _listed(staff, path, as_of="2025-04-10", known_at=AFTER)
    assert fact.pk in _listed(staff, path)


def test_an_amendment_moves_the_end_of_a_contract_from_the_moment_it_is_known(staff: Client, both: Both) -> None:
    contract = both.bureau.contract
    contract.amendments.update(recorded_at=LEARNED)
    assert contract.pk in _listed(staff, "contracts/", as_of="2026-01-10")
    assert contract.pk not in _listed(staff, "contracts/", as_of="2026-01-10", known_at=BEFORE)
    assert contract.pk in _listed(staff, "contracts/", as_of="2026-01-10", known_at=AFTER)
    contract.amendments.update(voided_at=AFTER, void_reason="Never signed")
    assert contract.pk not in _listed(staff, "contracts/", as_of="2026-01-10")
    assert contract.pk in _listed(staff, "contracts/", as_of="2026-01-10", known_at=LEARNED)


def test_what_stands_inside_a_record_is_shown_as_it_was_known_then(staff: Client, both: Both) -> None:
    contract = both.bureau.contract
    contract.payments.update(voided_at=AFTER, void_reason="Entered twice")
    contract.milestones.update(recorded_at=LEARNED)
    for address, query in ((f"contracts/{contract.pk}/", {}), ("contracts/", {"partnership": contract.partnership_id})):

        def shown(known_at: dict[str, str], address: str = address, query: dict[str, Any] = query) -> tuple[int, int]:
            found = staff.get(ROOT + address, {**query, **known_at}).json()
            row = found.get("results", [found])[0]
            return len(row["milestones"]), len(row["payments"])

        assert shown({}) == (1, 0)
        assert shown({"known_at": BEFORE}) == (0, 1)
        assert shown({"known_at": LEARNED}) == (1, 1)
        assert shown({"known_at": AFTER, "include_voided": "true"}) == (1, 1)
    wrong = staff.get(f"{ROOT}organizations/", {"known_at": "yesterday"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "known_at")
