"""Whatever the schema allows is asked, by schemathesis, as each role: nothing breaks, and every answer is as described.

With `API_EXAMPLES=200` in the environment it asks more, and says how much; then half of the requests name records that
are there, else all. What they write is taken back.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from partnerships.models import DataPackage, User
from partnerships.services.tokens import make_token, scopes_for
from tests.api.evidence import Both
from tests.api.hearings import BothSaid, said_keys
from tests.api.live import kept_open
from tests.api.methods import Told
from tests.cast import Cast

EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES = ("staff", "ngo_manager", "analyst", "administrator")
NO_LIMIT = 10**9


@pytest.fixture(scope="module")
def application() -> Any:
    return get_wsgi_application()


def own_package(person: User) -> DataPackage:
    """A package of the person's own: nobody else's is shown."""
    made: DataPackage = DataPackage.objects.create(made_for=person, format="csv")
    return made


def known_keys(both: Both, said: BothSaid, told: Told) -> dict[str, Any]:
    """A record of each kind by the first part of its address, and by the field of a body that names it."""
    on = both.street
    return {
        "organizations": on.partnership.ngo_id,
        "partnerships": on.partnership.pk,
        "contracts": on.contract.pk,
        "payments": on.contract.payments.get().pk,
        "events": on.event.pk,
        "requests": on.request.pk,
        "networks": on.network.pk,
        "memberships": on.membership.pk,
        "ties": on.tie.pk,
        "assessments": on.assessment.pk,
        "finances": on.partnership.ngo.finances.get().pk,
        "amendments": on.contract.amendments.get().pk,
        "milestones": on.contract.milestones.get().pk,
        "suspensions": on.contract.suspensions.get().pk,
        "evaluations": on.contract.evaluations.get().pk,
        "standings": on.partnership.ngo.standings.get().pk,
        "successions": on.partnership.ngo.successions.get().pk,
        "objections": on.contest.pk,
        "verification-changes": on.change.pk,
        "documents": on.document.pk,
        "spells": on.partnership.spells.get().pk,
        "event-types": "NET_LEAD",
        "jurisdictions": "990101001",
        "indicators": "C1",
        "methodologies": "2026.1",
        "partnership": on.partnership.pk,
        "contract": on.contract.pk,
        "renews": on.contract.pk,
        "organization": on.partnership.ngo_id,
        "government": on.partnership.government_id,
        "ngo": on.partnership.ngo_id,
        "closes": on.event.pk,
        "type": "REC_JOINT_PLAN",
        **said_keys(said.street),
        "survey-results": told.street.pk,
        "studies": told.study.pk,
        "methodology-drafts": told.draft.pk,
    }


@pytest.fixture
def keys(cast: Cast, both: Both, said: BothSaid, told: Told) -> dict[str, Any]:
    """The records there are; the package is an administrator's."""
    return known_keys(both, said, told) | {"packages": own_package(cast.administrator).pk}


def made_real(case: Any, keys: dict[str, Any]) -> None:
    """Has the request name records that are there."""
    kind = case.path.removeprefix("/api/v1/").partition("/")[0]
    for name in case.path_parameters or {}:
        case.path_parameters[name] = keys[kind]
    bodies = case.body.get("items", [case.body]) if isinstance(case.body, dict) else []
    for body in bodies:
        for name in body.keys() & keys.keys():
            body[name] = keys[name]


@pytest.fixture
def connection_of_the_test(db: None) -> Iterator[None]:
    with kept_open():
        yield


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_nothing_the_schema_allows_breaks_it_and_every_answer_is_as_described(
    role: str,
    application: Any,
    cast: Cast,
    keys: dict[str, Any],
    settings: Any,
    connection_of_the_test: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.API_REQUESTS_PER_MINUTE = NO_LIMIT
    person = {"staff": cast.street_staff, "ngo_manager": cast.other_manager}.get(role) or getattr(cast, role)
    _token, secret = make_token(by=person, name="fuzzing", scopes=list(scopes_for(person)), days=1)
    headers, keys = {"Authorization": f"Bearer {secret}"}, {**keys, "packages": own_package(person).pk}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    came: Counter[int] = Counter()

    def ask(case: Any, names_records: bool) -> None:
        if names_records or EXAMPLES == 1:
            made_real(case, keys)
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        came[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/schema/"):
            continue
        run = given(case=operation.as_strategy(), names_records=st.booleans())(ask)
        limits(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(run)()
        asked += 1
    assert asked >= 100
    assert came[200] >= 10
    if EXAMPLES > 1:
        with capsys.disabled():
            print(f"\n{role}: {asked} operations, {came.total()} requests: {dict(sorted(came.items()))}")
