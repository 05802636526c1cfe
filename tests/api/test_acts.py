"""What is done with records by the API: by the right people, on what they have seen, once for a key, and named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from partnerships.models import Change, Contract, Document, Fact, InteractionEvent, Payment, StoredAnswer, Suspension
from partnerships.services.endings import close_contract
from partnerships.services.tokens import make_token, scopes_for
from tests.api.acts import ASKS, BEFORE, SENT
from tests.api.evidence import CONFIRMED, Both, Evidence, record_contract
from tests.api.kinds import ACTS
from tests.api.test_tokens import bearer, made
from tests.api.test_writing import bodies, post
from tests.cast import Cast
from tests.partnerships.views.browsers import browser_of, pdf

ROOT = "/api/v1/"
RECORDS: dict[str, Callable[[Evidence], Fact]] = {
    "contract": lambda on: on.contract,
    "payment": lambda on: on.contract.payments.get(),
    "event": lambda on: on.event,
    "request": lambda on: on.request,
    "amendment": lambda on: on.contract.amendments.get(),
    "milestone": lambda on: on.contract.milestones.get(),
    "suspension": lambda on: on.contract.suspensions.get(),
    "evaluation": lambda on: on.contract.evaluations.get(),
}
EVERY_ACT = [(kind, act) for kind, acts in ACTS.items() for act in acts]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def ready(kind: str, act: str, both: Both) -> Fact:
    """A record of the street with which the act can be done."""
    record = RECORDS[kind](both.street)
    if act in BEFORE:
        BEFORE[act](record)
    return record


@pytest.mark.parametrize(("kind", "act"), EVERY_ACT)
def test_an_act_is_done_once_on_what_was_seen_and_the_trail_names_the_token(
    kind: str, act: str, cast: Cast, both: Both
) -> None:
    record, person = ready(kind, act, both), getattr(cast, ASKS.get(act, "street_staff"))
    token, secret = make_token(by=person, name="import", scopes=list(scopes_for(person)), days=1)
    program, address = bearer(secret), f"{kind}s/{record.pk}/"
    seen = program.get(ROOT + address)["ETag"]
    stale = post(program, f"{address}{act}/", SENT[act], **{"if-match": 'W/"another"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:gongxin:problem:changed")
    assert program.get(ROOT + address)["ETag"] == seen
    before = Change.objects.latest("pk").pk
    headers = {"if-match": seen, "idempotency-key": "k-1"}
    done = post(program, f"{address}{act}/", SENT[act], **headers)
    assert done.status_code == (201 if act == "renew" else 200), done.content
    shown = program.get(done["Location"])
    assert (shown.json(), shown["ETag"]) == (done.json(), done["ETag"])
    assert done["ETag"] != seen or act == "attach", "what was done is not shown"
    trail = Change.objects.filter(pk__gt=before)
    origin = f"POST /api/v1/{address}{act}/ token {token.pk}"
    assert {(change.actor_id, change.origin) for change in trail} <= {(person.pk, origin)}
    numbers = trail.count(), type(record)._default_manager.count()
    again = post(program, f"{address}{act}/", SENT[act], **headers)
    assert (again.content, again["Idempotency-Replayed"]) == (done.content, "true")
    assert (trail.count(), type(record)._default_manager.count()) == numbers


@pytest.mark.parametrize("kind", ACTS)
def test_a_token_that_only_reads_does_nothing(kind: str, cast: Cast, both: Both) -> None:
    reading = {"payment": "payments", "event": "events", "request": "requests"}.get(kind, "contracts")
    others = [f"{name}:write" for name in ("contracts", "payments", "events", "requests") if name != reading]
    _token, secret = made(cast.administrator, "contracts:read", *others)
    for act in ACTS[kind]:
        answer = post(bearer(secret), f"{kind}s/{RECORDS[kind](both.street).pk}/{act}/", SENT[act])
        assert answer.json()["type"] == "urn:gongxin:problem:insufficient-scope", act
        assert f"{reading}:write" in answer.json()["detail"]


@pytest.mark.parametrize(("kind", "act"), EVERY_ACT)
def test_whoever_may_not_is_refused_and_whoever_sees_nothing_finds_nothing(
    kind: str, act: str, cast: Cast, both: Both
) -> None:
    record = ready(kind, act, both)
    before = Change.objects.latest("pk").pk
    refused = {cast.analyst: 403, cast.ngo_manager: 404}
    if act in {"void", "correct"}:  # the system recorded it
        refused |= {cast.street_staff: 403, cast.other_manager: 403, cast.staff: 403}
    if act in {"confirm", "confirm-ending"}:
        refused |= {cast.administrator: 403, cast.street_staff: 422, cast.staff: 403}
    if act in {"contest", "grounds"}:
        refused |= {cast.staff: 403}
    if act == "rule":
        refused |= {cast.street_staff: 403, cast.other_manager: 403}
    if act == "answer":
        refused |= {cast.staff: 403, cast.other_manager: 403}
    for person, status in refused.items():
        answer = post(browser_of(person), f"{kind}s/{record.pk}/{act}/", SENT[act])
        assert answer.status_code == status, (person, answer.content)
    assert post(Client(), f"{kind}s/{record.pk}/{act}/", SENT[act]).status_code == 401
    assert not Change.objects.filter(pk__gt=before).exists()


def _voided(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(voided_at=contract.recorded_at, void_reason="Entered twice")


def _closed(contract: Contract) -> None:
    close_contract(by=None, contract=contract, closed_on=date(2026, 2, 1), despite_open=True)


def _at_rest(contract: Contract) -> None:
    BEFORE["suspend"](contract)
    BEFORE["resume"](contract)


REFUSED = [
    ("resume", lambda _contract: None, "/ended_on", "not suspended"),
    ("suspend", lambda _contract: None, "/started_on", "ran out"),
    ("confirm-ending", lambda _contract: None, "", "not ended early"),
    ("renew", _at_rest, "", "suspended"),
    ("close", _at_rest, "/closed_on", "suspended"),
    ("terminate", BEFORE["confirm-ending"], "/terminated_on", "already"),
    ("amend", _closed, "", "closed"),
    ("add-milestone", _voided, "", "voided"),
    ("rule", lambda _contract: None, "", "No objection"),
    ("grounds", lambda _contract: None, "", "No objection"),
]


@pytest.mark.parametrize(("act", "before", "pointer", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_makes_no_sense_in_the_state_of_the_contract_is_refused_with_the_sentence_of_the_page(
    act: str, before: Callable[[Any], Any], pointer: str, words: str, cast: Cast, both: Both
) -> None:
    contract = both.street.contract
    before(contract)
    # The administrator may do all of it but confirm.
    person = cast.other_manager if act == "confirm-ending" else cast.administrator
    answer = post(browser_of(person), f"contracts/{contract.pk}/{act}/", SENT[act])
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), answer.content
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert words in error["message"]


def test_an_open_point_is_named_and_has_to_be_accepted(cast: Cast, both: Both) -> None:
    address, body = f"contracts/{both.street.contract.pk}/close/", dict(SENT["close"])
    del body["despite_open"]
    answer = post(browser_of(cast.street_staff), address, body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["pointer"]) == (422, "open-points", "/despite_open")
    assert "1 milestone is not reached" in error["message"]
    closed = post(browser_of(cast.street_staff), address, body | {"despite_open": True})
    assert (closed.status_code, closed.json()["closed_on"]) == (200, "2026-02-15")


def test_a_likely_duplicate_is_named_by_id_and_recorded_where_it_is_another(cast: Cast, both: Both) -> None:
    known = both.bureau.contract
    body = bodies(cast, both)["contracts"] | {"number": known.number}
    answer = post(browser_of(cast.staff), "contracts/", body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"], error["pointer"]) == (422, "duplicate", "/despite_duplicates")
    assert error["records"] == [known.pk]
    bulk = post(browser_of(cast.staff), "contracts/bulk/", {"items": [body, body | {"despite_duplicates": True}]})
    first, second = bulk.json()["results"]
    assert first["problem"]["errors"][0]["records"] == [known.pk]
    assert second["status"] == 201


def test_a_correction_answers_with_the_new_record_under_which_everything_goes_on(cast: Cast, both: Both) -> None:
    contract = both.street.contract
    Contract.objects.filter(pk=contract.pk).update(recorded_by=cast.street_staff)
    client = browser_of(cast.street_staff)
    shown = post(client, f"contracts/{contract.pk}/correct/", SENT["correct"]).json()
    assert (shown["corrects"], shown["value"], shown["verification"]) == (contract.pk, "255000.50", "single")
    assert [len(shown[part]) for part in ("amendments", "milestones", "payments", "evaluations")] == [1, 1, 1, 1]
    old = client.get(f"{ROOT}contracts/{contract.pk}/").json()
    assert old["void_reason"] == "A slip in the value"
    same = post(client, f"contracts/{shown['id']}/correct/", {"reason": "Nothing", "value": "255000.50"})
    assert same.json()["errors"][0]["pointer"] == "/reason"
    ended = post(client, f"contracts/{shown['id']}/terminate/", SENT["terminate"]).json()
    assert ended["ended_early"]["verification"] == "single"
    taken_back = post(client, f"contracts/{shown['id']}/correct/", {"reason": "It ran on", "terminated_on": None})
    assert taken_back.json()["ended_early"] is None


def test_a_managers_word_waits_for_the_body_and_becomes_that_of_both(cast: Cast, both: Both) -> None:
    manager, staff = browser_of(cast.other_manager), browser_of(cast.street_staff)
    body = bodies(cast, both)["events"] | {"partnership": both.street.partnership.pk}
    event = post(manager, "events/", body).json()
    assert (event["verification"], event["recorded_side"]) == ("single", "ngo")
    own = post(manager, f"events/{event['id']}/confirm/", {})
    assert own.status_code == 422
    assert "other party" in own.json()["errors"][0]["message"]
    assert own.json()["errors"][0]["pointer"] == ""
    assert post(staff, f"events/{event['id']}/confirm/", {}).json()["verification"] == "dual"


def test_an_objection_stops_a_record_until_the_ruling(cast: Cast, both: Both) -> None:
    address = f"events/{both.street.event.pk}/"
    assert post(browser_of(cast.other_manager), f"{address}contest/", {}).json()["contested"] is True
    twice = post(browser_of(cast.street_staff), f"{address}contest/", {})
    assert (twice.status_code, twice.json()["errors"][0]["pointer"]) == (422, "")
    ruling = {"outcome": "upheld", "ruling": "It was another day."}
    assert post(browser_of(cast.staff), f"{address}rule/", {**ruling, "outcome": "lapsed"}).status_code == 422
    ruled = post(browser_of(cast.staff), f"{address}rule/", ruling).json()
    assert (ruled["contested"], ruled["void_reason"]) == (False, "It was another day.")


def test_a_file_proves_what_it_came_with(cast: Cast, both: Both) -> None:
    client, address = browser_of(cast.staff), f"{ROOT}contracts/{both.bureau.contract.pk}/amend/"
    answer = client.post(address, {**SENT["amend"], "file": pdf()})
    assert answer.status_code == 200, answer.content
    amendment = answer.json()["amendments"][-1]
    assert (amendment["number"], amendment["verification"]) == ("A2", "single_doc")
    assert Document.objects.latest("pk").media_type == "application/pdf"
    event = post(client, "events/", bodies(cast, both)["events"]).json()
    attached = client.post(f"{ROOT}events/{event['id']}/attach/", {"file": pdf(), "title": "Minutes"})
    assert attached.json()["verification"] == "single_doc"
    both_ways = {"file": pdf(b"%PDF-1.7 other"), "url": "https://example.org/"}
    assert client.post(f"{ROOT}events/{event['id']}/attach/", both_ways).json()["errors"][0]["pointer"] == "/file"


def test_a_file_is_what_its_content_says_or_refused(cast: Cast, both: Both) -> None:
    client, address = browser_of(cast.staff), f"{ROOT}payments/"
    body = bodies(cast, both)["payments"]
    for content in (b"MZ not a pdf", b""):
        answer = client.post(address, {**body, "file": SimpleUploadedFile("bill.pdf", content)})
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/file"], content
    assert post(client, "payments/", body | {"file": "bill.pdf"}).json()["errors"][0]["pointer"] == "/file"
    assert not Payment.objects.filter(stage="interim").exists()
    assert client.post(f"{ROOT}payments/bulk/", {"items": "x"}).status_code == 415


def test_a_key_stands_for_the_file_too(cast: Cast, both: Both) -> None:
    client, address = browser_of(cast.staff), f"{ROOT}events/{both.bureau.event.pk}/attach/"
    before = Document.objects.count()
    answers = [
        client.post(address, {"file": pdf(content)}, headers={"idempotency-key": "f-1"})
        for content in (b"%PDF-1.7 \xff\xfe", b"%PDF-1.7 \xff\xfe", b"%PDF-1.7 \xff\xff")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert answers[2].json()["type"].endswith("idempotency-key-reused")
    assert (Document.objects.count() - before, StoredAnswer.objects.count()) == (1, 1)


def test_what_comes_from_a_register_needs_a_document_and_can_come_with_its_address(cast: Cast, both: Both) -> None:
    client = browser_of(cast.staff)
    body = {"type": "RES_AUDIT", "partnership": cast.partnership.pk, "occurred_on": "2025-05-01", "outcome": "clean"}
    bare = post(client, "events/", body)
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/file")
    proved = post(client, "events/bulk/", {"items": [body | {"url": "https://example.org/audit.pdf"}]})
    (result,) = proved.json()["results"]
    assert InteractionEvent.objects.get(pk=result["id"]).verification == "single_doc"


def test_a_contract_comes_with_its_schedule_and_opens_the_partnership(cast: Cast, both: Both) -> None:
    client = browser_of(cast.staff)
    body = bodies(cast, both)["contracts"] | {"value": "100.00", "government": cast.bureau.pk, "ngo": cast.other_ngo.pk}
    both_ways = post(client, "contracts/", body)
    assert [error["pointer"] for error in both_ways.json()["errors"]] == ["/partnership"]
    del body["partnership"]
    rows = [{"stage": "first", "due_on": "2025-02-10", "amount_due": "60.00"}]
    much = post(client, "contracts/", body | {"schedule": [*rows, {**rows[0], "amount_due": "40.01"}]})
    assert (much.json()["errors"][0]["pointer"], Contract.objects.count()) == ("/value", 2)
    wrong = post(client, "contracts/", body | {"schedule": [*rows, {**rows[0], "due_on": "soon"}]})
    assert [(error["pointer"], error["value"]) for error in wrong.json()["errors"]] == [("/schedule/1/due_on", "soon")]
    shown = post(client, "contracts/", body | {"schedule": rows}).json()
    assert [payment["amount_due"] for payment in shown["payments"]] == ["60.00"]
    assert shown["partnership"]["ngo"]["id"] == cast.other_ngo.pk
    form = client.post(f"{ROOT}contracts/", body | {"schedule": "[]"})
    assert form.json()["errors"][0]["pointer"] == "/schedule"


def test_only_staff_name_an_independent_evaluator(cast: Cast, both: Both) -> None:
    address = f"contracts/{both.street.contract.pk}/evaluate/"
    third = post(browser_of(cast.street_staff), address, SENT["evaluate"]).json()["evaluations"][-1]
    assert (third["verification"], third["recorded_side"]) == ("third", "third")
    nameless = post(browser_of(cast.street_staff), address, {**SENT["evaluate"], "evaluator": ""})
    assert nameless.json()["errors"][0]["pointer"] == "/evaluator"
    manager = post(browser_of(cast.other_manager), address, SENT["evaluate"])
    assert (manager.status_code, manager.json()["errors"][0]["pointer"]) == (422, "/is_independent")


def test_a_contract_lives_from_its_signature_to_its_closing(cast: Cast, both: Both) -> None:
    Suspension.objects.all().delete()
    client = browser_of(cast.staff)
    contract = record_contract(cast.partnership, number="L-1", ends_on=date(2099, 1, 1), recorded_by=cast.staff)
    address = f"contracts/{contract.pk}/"
    tag = client.get(ROOT + address)["ETag"]
    for act in ("amend", "suspend", "resume", "add-milestone", "evaluate", "close"):
        answer = post(client, f"{address}{act}/", SENT[act], **{"if-match": tag})
        assert answer.status_code == 200, (act, answer.content)
        tag = answer["ETag"]
    shown = client.get(ROOT + address).json()
    assert [(held["started_on"], held["ended_on"]) for held in shown["suspensions"]] == [("2025-07-01", "2025-08-01")]
    assert (len(shown["amendments"]), len(shown["milestones"]), len(shown["evaluations"])) == (1, 1, 1)
    assert (shown["closed_on"], CONFIRMED["verification"]) == ("2026-02-15", shown["verification"])
