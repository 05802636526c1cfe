"""Who sees what by the API: every address x every person. A new address without an expectation fails."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern

from config import api
from tests.api.evidence import Both, Evidence
from tests.api.kinds import ACTS, RECORDED
from tests.cast import Cast

ROOT = "/api/v1/"
SEES_BUREAU = {"staff": True, "street_staff": False, "ngo_manager": True, "other_manager": False, "analyst": False,
               "administrator": True}  # fmt: skip
SEES_STREET = {"staff": True, "street_staff": True, "ngo_manager": False, "other_manager": True, "analyst": True,
               "administrator": True}  # fmt: skip

SCOPED: dict[str, Callable[[Evidence], str]] = {
    "organization-detail": lambda on: f"organizations/{on.partnership.ngo_id}/",
    "organization-stages": lambda on: f"organizations/{on.partnership.ngo_id}/stages/",
    "partnership-detail": lambda on: f"partnerships/{on.partnership.pk}/",
    "partnership-assessments": lambda on: f"partnerships/{on.partnership.pk}/assessments/",
    "contract-detail": lambda on: f"contracts/{on.contract.pk}/",
    "event-detail": lambda on: f"events/{on.event.pk}/",
    "request-detail": lambda on: f"requests/{on.request.pk}/",
    "network-detail": lambda on: f"networks/{on.network.pk}/",
    "membership-detail": lambda on: f"memberships/{on.membership.pk}/",
    "tie-detail": lambda on: f"ties/{on.tie.pk}/",
    "finance-detail": lambda on: f"finances/{on.partnership.ngo.finances.get().pk}/",
    "assessment-evidence": lambda on: f"assessments/{on.assessment.pk}/evidence/",
    "payment-detail": lambda on: f"payments/{on.contract.payments.get().pk}/",
    "amendment-detail": lambda on: f"amendments/{on.contract.amendments.get().pk}/",
    "milestone-detail": lambda on: f"milestones/{on.contract.milestones.get().pk}/",
    "suspension-detail": lambda on: f"suspensions/{on.contract.suspensions.get().pk}/",
    "evaluation-detail": lambda on: f"evaluations/{on.contract.evaluations.get().pk}/",
    "standing-detail": lambda on: f"standings/{on.partnership.ngo.standings.get().pk}/",
    "succession-detail": lambda on: f"successions/{on.partnership.ngo.successions.get().pk}/",
    "objection-detail": lambda on: f"objections/{on.contest.pk}/",
    "verification-change-detail": lambda on: f"verification-changes/{on.change.pk}/",
    "document-detail": lambda on: f"documents/{on.document.pk}/",
    "document-file": lambda on: f"documents/{on.document.pk}/file/",
    "spell-detail": lambda on: f"spells/{on.partnership.spells.get().pk}/",
    "assessment-detail": lambda on: f"assessments/{on.assessment.pk}/",
}
"""Addresses of one record, or of what hangs on one."""

LISTS: dict[str, tuple[str, Callable[[Evidence], int]]] = {
    "organization-list": ("organizations/", lambda on: on.partnership.ngo_id),
    "partnership-list": ("partnerships/", lambda on: on.partnership.pk),
    "contract-list": ("contracts/", lambda on: on.contract.pk),
    "event-list": ("events/", lambda on: on.event.pk),
    "request-list": ("requests/", lambda on: on.request.pk),
    "network-list": ("networks/", lambda on: on.network.pk),
    "membership-list": ("memberships/", lambda on: on.membership.pk),
    "tie-list": ("ties/", lambda on: on.tie.pk),
    "finance-list": ("finances/", lambda on: on.partnership.ngo.finances.get().pk),
    "payment-list": ("payments/", lambda on: on.contract.payments.get().pk),
    "amendment-list": ("amendments/", lambda on: on.contract.amendments.get().pk),
    "milestone-list": ("milestones/", lambda on: on.contract.milestones.get().pk),
    "suspension-list": ("suspensions/", lambda on: on.contract.suspensions.get().pk),
    "evaluation-list": ("evaluations/", lambda on: on.contract.evaluations.get().pk),
    "standing-list": ("standings/", lambda on: on.partnership.ngo.standings.get().pk),
    "succession-list": ("successions/", lambda on: on.partnership.ngo.successions.get().pk),
    "objection-list": ("objections/", lambda on: on.contest.pk),
    "verification-change-list": ("verification-changes/", lambda on: on.change.pk),
    "document-list": ("documents/", lambda on: on.document.pk),
    "spell-list": ("spells/", lambda on: on.partnership.spells.get().pk),
    "assessment-list": ("assessments/", lambda on: on.assessment.pk),
}
"""Lists of records: each holds what the person may see, and nothing else."""

FOR_ALL = {
    "api-root": "",
    "event-type-list": "event-types/",
    "event-type-detail": "event-types/NET_LEAD/",
    "jurisdiction-list": "jurisdictions/",
    "jurisdiction-detail": "jurisdictions/990101/",
    "indicator-list": "indicators/",
    "indicator-detail": "indicators/C1/",
    "methodology-list": "methodologies/",
    "methodology-detail": "methodologies/2026.1/",
    # What it tells is each reader's own; tests/partnerships/feed looks.
    "changes": "changes/",
    # One's own alone; tests/api/test_package_api.py looks.
    "package-list": "packages/",
}
"""Reference data: whoever is signed in may read it."""

SAID = {
    f"{kind}-{what}"
    for kind, more in {
        "draft": ("reading",),
        "reading-objection": ("withdraw",),
        "override": (),
        "reply": ("withdraw",),
    }.items()
    for what in ("list", "detail", *more)
}
"""What is said to a judgement, and the drafts it is said to: each has its own rule, asked in test_hearings.py."""

TOLD = {
    *(f"{kind}-{what}" for kind in ("survey-result", "study", "methodology-draft") for what in ("list", "detail")),
    "methodology-draft-moves",
}
"""What is told of surveys and of the method; test_told.py asks by whom."""

WRITING = {f"{kind}-{act}" for kind, acts in ACTS.items() for act in acts} | {f"{kind}-bulk" for kind in RECORDED}
"""Addresses that are only written to; tests/api/test_acts.py and the table of routes ask them."""

STATISTICS = {f"statistics-{of}": f"statistics/{of}/" for of in ("stages", "groups", "time", "cohorts", "rates")}
"""Figures of what the person may see; tests/api/test_statistics.py looks at them."""

OWN = {"package-detail", "package-file"}
"""What is seen by nobody but who asked for it; tests/api/test_package_api.py asks them."""

PUBLIC = {"schema": "schema/", "reference": "reference/"}
"""What says how to ask, and nothing about anybody."""


def test_every_address_has_an_expectation() -> None:
    named = {pattern.name for pattern in api.urlpatterns if isinstance(pattern, URLPattern) and pattern.name}
    declared = set(SCOPED) | set(LISTS) | set(FOR_ALL) | set(STATISTICS) | set(PUBLIC)
    assert named == declared | WRITING | SAID | TOLD | OWN


def _status(client: Client, address: str) -> int:
    answer = client.get(address)
    b"".join(answer)  # a file is closed once it is read
    return answer.status_code


@pytest.mark.parametrize("name", SCOPED)
def test_a_record_is_shown_to_those_who_may_see_it_and_absent_for_others(
    name: str, client: Client, cast: Cast, both: Both
) -> None:
    address = SCOPED[name]
    for person, sees_bureau in SEES_BUREAU.items():
        client.force_login(getattr(cast, person))
        statuses = [_status(client, ROOT + address(on)) for on in (both.bureau, both.street)]
        assert statuses == [200 if sees_bureau else 404, 200 if SEES_STREET[person] else 404], person


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_what_the_person_may_see(name: str, client: Client, cast: Cast, both: Both) -> None:
    path, key = LISTS[name]
    for person, sees_bureau in SEES_BUREAU.items():
        client.force_login(getattr(cast, person))
        listed = {row["id"] for row in client.get(ROOT + path).json()["results"]}
        assert [key(on) in listed for on in (both.bureau, both.street)] == [sees_bureau, SEES_STREET[person]], person


@pytest.mark.parametrize("name", SCOPED)
def test_a_record_one_may_not_see_reads_like_one_that_is_not_there(
    name: str, client: Client, cast: Cast, both: Both
) -> None:
    client.force_login(cast.other_manager)
    hidden = ROOT + SCOPED[name](both.bureau)
    key = next(part for part in hidden.split("/") if part.isdigit())
    absent = hidden.replace(f"/{key}/", "/987654321/")
    first, second = client.get(hidden).json(), client.get(absent).json()
    assert first["detail"] == second["detail"].replace("987654321", key)


@pytest.mark.parametrize("path", [*FOR_ALL.values()])
def test_reference_data_is_open_to_everybody_who_is_signed_in(path: str, client: Client, cast: Cast) -> None:
    for person in SEES_BUREAU:
        client.force_login(getattr(cast, person))
        assert client.get(ROOT + path).status_code == 200, person


@pytest.mark.parametrize("path", STATISTICS.values())
def test_statistics_are_for_those_who_see_many_partnerships(path: str, client: Client, cast: Cast) -> None:
    for person in SEES_BUREAU:
        client.force_login(getattr(cast, person))
        assert client.get(ROOT + path).status_code == (403 if "manager" in person else 200), person


@pytest.mark.parametrize(
    "path",
    [
        *(address for address, _ in LISTS.values()),
        *FOR_ALL.values(),
        *STATISTICS.values(),
        "partnerships/1/",
        "organizations/1/stages/",
    ],
)
def test_who_is_not_signed_in_is_told_so_in_json(path: str, client: Client, db: None) -> None:
    response = client.get(ROOT + path)
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Basic")
    assert response.json()["type"] == "urn:gongxin:problem:not-authenticated"


@pytest.mark.parametrize("path", PUBLIC.values())
def test_how_to_ask_is_told_to_everybody(path: str, client: Client, db: None) -> None:
    assert client.get(ROOT + path).status_code == 200


def test_who_has_left_is_no_longer_let_in(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    assert client.get(ROOT + "contracts/").status_code == 200
    cast.staff.is_active = False
    cast.staff.save()
    assert client.get(ROOT + "contracts/").status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_facts_can_be_written(method: str, client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.administrator)
    for path in ("organizations/", f"contracts/{both.bureau.contract.pk}/", "assessments/", "networks/"):
        response = getattr(client, method)(ROOT + path)
        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"
