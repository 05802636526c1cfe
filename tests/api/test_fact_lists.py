"""Every kind of fact has a list of its own: filtered, the same as inside the record it belongs to, at a steady cost."""

from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse

from config import api
from partnerships.datasets.tables import data_tables
from partnerships.models import DocumentDownload, Fact, Partnership
from tests.api.evidence import Both, record_everything
from tests.api.test_lists import _more_partnerships, _queries
from tests.api.test_tokens import bearer, made
from tests.cast import Cast

ROOT = "/api/v1/"

FILTERS: dict[str, list[tuple[str, int]]] = {
    "amendments/": [
        ("", 2), ("contract={contract}", 1), ("partnership={bureau}", 1), ("organization={ngo}", 1), ("ngo={ngo}", 1),
        ("government={office}", 1), ("jurisdiction=990101001", 1), ("q=home CARE", 2), ("q=nothing", 0),
        ("signed_from=2025-03-01", 2), ("signed_from=2025-03-02", 0), ("signed_before=2025-03-01", 0),
        ("moves_end=true", 2), ("changes_value=true", 0),
    ],
    "milestones/": [
        ("", 2), ("reached=false", 2), ("reached=true", 0), ("due_from=2025-07-01&due_before=2025-07-02", 2),
        ("due_before=2025-07-01", 0), ("reached_from=2025-01-01", 0), ("verification=dual", 2),
    ],
    "suspensions/": [
        ("", 2), ("as_of=2025-04-06", 0), ("as_of=2025-04-07", 2), ("as_of=2025-04-20", 2), ("as_of=2025-04-21", 0),
        ("ended=true", 2), ("started_from=2025-04-08", 0), ("started_before=2025-04-08", 2),
    ],
    "evaluations/": [
        ("", 2), ("phase=mid", 2), ("phase=final", 0), ("result=good&result=pass", 2), ("result=fail", 0),
        ("paid_for_by=ngo", 0), ("held_from=2025-06-01", 2), ("held_before=2025-06-01", 0),
    ],
    "standings/": [
        ("", 2), ("organization={ngo}", 1), ("jurisdiction=990101001", 1), ("kind=CUL_RATING", 2), ("result=fail", 0),
        ("level_from=4", 2), ("level_from=5", 0), ("effective_from=2024-05-02", 0), ("effective_before=2024-05-02", 2),
        ("as_of=2024-04-30", 0), ("as_of=2024-05-01", 2),
    ],
    "successions/": [
        ("", 2), ("organization={ngo}", 1), ("predecessor={ngo}", 1), ("successor={ngo}", 0), ("is_whole=true", 0),
        ("happened_from=2025-03-02", 0), ("happened_before=2025-03-02", 2), ("as_of=2025-02-28", 0),
        ("as_of=2025-03-01", 2), ("known_at=2025-06-30T00:00:00%2B08:00", 0),
        ("known_at=2025-07-02T00:00:00%2B08:00", 2),
    ],
    "objections/": [
        ("", 2), ("table=milestones", 2), ("table=payments", 0), ("table=milestones&record={milestone}", 1),
        ("closed=true", 2), ("closed=false", 0), ("outcome=dismissed", 2), ("outcome=upheld", 0),
        ("opened_before=2025-07-01T09:30:00%2B08:00", 0), ("closed_from=2025-07-01T09:30:00%2B08:00", 2),
    ],
    "verification-changes/": [
        ("", 4), ("record={milestone}&table=milestones", 2), ("to_level=dual", 2), ("from_level=single", 2),
        ("table=events&table=contracts", 0), ("to_level=dual&changed_from=2025-07-01T09:30:01%2B08:00", 0),
    ],
    "documents/": [
        ("", 2), ("q=pla", 2), ("q=minutes", 0), ("table=milestones&record={milestone}", 1), ("record=987654321", 0),
        ("table=payments", 0), ("stored=true", 2), ("stored=false", 0), ("sha256={sha256}", 1),
    ],
    "spells/": [
        ("", 2), ("as_of=2025-06-29", 0), ("as_of=2025-06-30", 2), ("as_of=2025-07-01", 0), ("lasts=true", 2),
        ("stage=contractual&partnership={bureau}", 1),
    ],
    "contracts/": [("as_of=2025-01-31", 0), ("as_of=2025-02-01", 2), ("as_of=2026-01-31", 2), ("as_of=2026-02-01", 0)],
    "memberships/": [("as_of=2023-12-31", 0), ("as_of=2024-01-01", 2)],
    "ties/": [("as_of=2023-12-31", 0), ("as_of=2024-01-01", 2)],
    "payments/": [("ngo={ngo}", 1), ("government={office}", 1)],
}  # fmt: skip
INSIDE = {
    "amendments": ("contracts", "contract"),
    "milestones": ("contracts", "contract"),
    "suspensions": ("contracts", "contract"),
    "payments": ("contracts", "contract"),
    "evaluations": ("contracts", "contract"),
    "standings": ("organizations", "organization"),
}
"""Kinds of facts that a record shows inside, where, and under which name the fact names it."""
WITHIN = {
    # No record of their own: no id that anything points at, no provenance but that of what they belong to.
    "organization_identifiers": "organizations",
    "organization_names": "organizations",
    "income_lines": "finances",
}
"""Tables of a data package that the API shows inside the records they belong to; docs/api.md says so."""
CALLED = {"annual_finances": "finances", "stage_spells": "spells"}


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    client.force_login(cast.staff)
    return client


@pytest.mark.parametrize("path", FILTERS)
def test_a_filter_narrows_the_list(path: str, staff: Client, cast: Cast, both: Both) -> None:
    keys = {
        "bureau": cast.partnership.pk,
        "office": cast.street_office.pk,
        "ngo": cast.ngo.pk,
        "contract": both.bureau.contract.pk,
        "milestone": both.bureau.contract.milestones.get().pk,
        "sha256": both.bureau.document.sha256,
    }
    cases = [(query.format(**keys), expected) for query, expected in FILTERS[path]]
    found = [(query, staff.get(f"{ROOT}{path}?{query}").json().get("count")) for query, _expected in cases]
    assert found == cases


@pytest.mark.parametrize("prefix", INSIDE)
def test_a_fact_reads_the_same_by_itself_and_inside_the_record_it_belongs_to(
    prefix: str, staff: Client, both: Both
) -> None:
    holder, name = INSIDE[prefix]
    alone = staff.get(f"{ROOT}{prefix}/").json()["results"]
    assert len(alone) == 2
    for fact in alone:
        key = fact[name] if isinstance(fact[name], int) else fact[name]["id"]
        (inside,) = staff.get(f"{ROOT}{holder}/{key}/").json()[prefix]
        beside = set(fact) - set(inside)
        assert {part: fact[part] for part in inside} == inside
        assert beside <= {"url", "partnership", name}


def test_every_table_of_a_data_package_has_a_list(staff: Client, db: None) -> None:
    lists = {prefix for prefix, _viewset, _name in api.router.registry}
    for table in data_tables():
        if table.startswith("assessment_runs"):
            continue  # each assessment shows its run
        assert WITHIN.get(table) or CALLED.get(table, table.replace("_", "-")) in lists, table


def test_every_kind_of_fact_can_be_pointed_at(both: Both) -> None:
    from partnerships.api.pointers import POINTED

    kinds: list[type[Fact]] = [*Fact.__subclasses__()]
    assert set(POINTED) == set(kinds)
    for _kind, name in POINTED.values():
        assert reverse(f"api:{name}-detail", args=[1]).startswith(ROOT)


def test_what_points_at_a_fact_leads_to_it(staff: Client, both: Both) -> None:
    milestone = both.bureau.contract.milestones.get()
    for path in (f"objections/{both.bureau.contest.pk}/", f"verification-changes/{both.bureau.change.pk}/"):
        record = staff.get(ROOT + path).json()["record"]
        assert (record["table"], record["id"]) == ("milestones", milestone.pk)
        assert staff.get(record["url"]).json()["title"] == milestone.title
    (evidence,) = staff.get(f"{ROOT}documents/{both.bureau.document.pk}/").json()["evidence_for"]
    assert evidence["url"].endswith(f"/api/v1/milestones/{milestone.pk}/")


def test_a_file_is_handed_out_and_the_taking_kept(staff: Client, cast: Cast, both: Both) -> None:
    address = staff.get(f"{ROOT}documents/{both.bureau.document.pk}/").json()["download"]
    assert staff.head(address)["Content-Type"] == "application/pdf"
    assert not DocumentDownload.objects.exists()
    answer = staff.get(address, headers={"accept": "application/pdf"})
    assert b"".join(answer) == f"%PDF-1.7 plan {both.bureau.contract.milestones.get().pk}".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "RateLimit" in answer
    assert DocumentDownload.objects.get().downloaded_by == cast.staff
    rest = staff.get(address, headers={"range": "bytes=5-"})
    assert (rest.status_code, b"".join(rest)[:3]) == (206, b"1.7")


def test_a_document_kept_elsewhere_has_an_address_and_no_file(staff: Client, both: Both) -> None:
    document = both.bureau.document
    type(document).objects.filter(pk=document.pk).update(file="", url="https://example.org/plan", sha256="", size=None)
    shown = staff.get(f"{ROOT}documents/{document.pk}/").json()
    assert (shown["kept_at"], shown["download"]) == ("https://example.org/plan", None)
    answer = staff.get(f"{ROOT}documents/{document.pk}/file/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert "kept_at" in answer.json()["detail"]


def test_a_token_reads_of_objections_and_documents_what_its_kinds_allow(cast: Cast, both: Both) -> None:
    _token, contracts = made(cast.staff, "contracts:read")
    _token, events = made(cast.staff, "events:read")
    _token, none = made(cast.staff, "assessments:read")
    file = f"documents/{both.bureau.document.pk}/file/"
    for path in ("objections/", "verification-changes/?to_level=dual", "documents/"):
        counts = [bearer(secret).get(ROOT + path).json()["count"] for secret in (contracts, events)]
        assert counts == [2, 0], path
        refused = bearer(none).get(ROOT + path)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:gongxin:problem:insufficient-scope")
        assert "contracts:read" in refused.json()["detail"]
    answers = [bearer(secret).get(ROOT + file) for secret in (contracts, events, none)]
    assert [answer.status_code for answer in answers] == [200, 404, 403]
    b"".join(answers[0])  # a file is closed once it is read


def _more(both: Both, cast: Cast) -> Partnership:
    partnership = _more_partnerships(both, cast)
    record_everything(partnership, cast.bureau)
    return partnership


GROW: Iterable[tuple[str, int]] = [
    ("amendments/", 9), ("milestones/", 9), ("suspensions/", 9), ("evaluations/", 9),
    ("standings/?as_of=2025-06-30", 9), ("successions/", 9),
    # An analyst's grants are asked once for each kind of fact that something can point at.
    ("objections/", 30), ("verification-changes/", 30), ("documents/", 30),
    ("contracts/?as_of=2025-06-30&known_at=2025-07-02T00:00:00%2B08:00", 13),
]  # fmt: skip
"""Address, and the most queries it may take."""


@pytest.mark.parametrize("person", ["staff", "analyst"])
@pytest.mark.parametrize(("path", "budget"), GROW)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    path: str, budget: int, person: str, client: Client, cast: Cast, both: Both
) -> None:
    client.force_login(getattr(cast, person))
    _queries(client, ROOT + path)  # content types are read once per process
    before = _queries(client, ROOT + path)
    count = client.get(ROOT + path).json()["count"]
    _more(both, cast)
    assert client.get(ROOT + path).json()["count"] > count
    assert _queries(client, ROOT + path) == before
    assert before <= budget


def test_the_indicators_come_with_the_fields_asked_for(staff: Client, db: None) -> None:
    assert staff.get(f"{ROOT}indicators/C1/", {"fields": "code,weight"}).json().keys() == {"code", "weight"}
    assert staff.get(f"{ROOT}indicators/", {"cursor": "x"}).json()["errors"][0]["field"] == "cursor"
    assert staff.get(f"{ROOT}indicators/", {"page_size": 10}).json()["next"].endswith("page=2&page_size=10")
