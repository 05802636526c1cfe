"""Recording by the API: by the services of the pages, once for a key, item by item, on what the writer has seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.models import Change, Contract, InteractionEvent, Payment, Request, StoredAnswer
from partnerships.services.answers import forget_answers
from tests.api.evidence import Both
from tests.api.test_tokens import bearer, made
from tests.cast import Cast

ROOT = "/api/v1/"


def staff_of(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.staff)
    return client


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    """The answer to JSON that is sent."""
    return client.post(ROOT + path, body, content_type="application/json", headers=headers)


def bodies(cast: Cast, both: Both) -> dict[str, dict[str, Any]]:
    """What records one of each kind."""
    return {
        "contracts": {"partnership": cast.partnership.pk, "title": "社区食堂", "method": "open_tender", "value": "1.50",
                      "signed_on": "2025-01-10", "starts_on": "2025-02-01", "ends_on": "2025-12-31"},
        "payments": {"contract": both.bureau.contract.pk, "stage": "interim", "due_on": "2025-06-01",
                     "amount_due": "10.00"},
        "events": {"type": "REC_JOINT_PLAN", "partnership": cast.partnership.pk, "occurred_on": "2025-05-01"},
        "requests": {"partnership": cast.partnership.pk, "kind": "complaint", "opened_on": "2025-05-01"},
    }  # fmt: skip


MODELS: dict[str, Any] = {"contracts": Contract, "payments": Payment, "events": InteractionEvent, "requests": Request}


@pytest.mark.parametrize("kind", MODELS)
def test_a_record_is_made_as_the_word_of_ones_side_and_shown(kind: str, cast: Cast, both: Both) -> None:
    client = Client()
    client.force_login(cast.ngo_manager if kind == "requests" else cast.staff)
    answer = post(client, f"{kind}/", bodies(cast, both)[kind])
    assert answer.status_code == 201, answer.json()
    shown = answer.json()
    assert shown == client.get(answer["Location"]).json()
    assert answer["ETag"] == client.get(answer["Location"])["ETag"]
    made_now = MODELS[kind].objects.get(pk=shown["id"])
    assert (made_now.verification, made_now.recorded_by_id) == ("single", client.get(ROOT).wsgi_request.user.pk)
    assert shown["recorded_side"] == ("ngo" if kind == "requests" else "gov")


def test_what_is_wrong_is_said_field_by_field_with_pointers(cast: Cast, both: Both) -> None:
    body = {**bodies(cast, both)["contracts"], "method": "barter", "ends_on": "soon", "colour": "red"}
    answer = post(staff_of(cast), "contracts/", body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert {error["pointer"]: error["value"] for error in answer.json()["errors"]} == {
        "/method": "barter", "/ends_on": "soon", "/colour": "red"
    }  # fmt: skip
    backwards = {**bodies(cast, both)["contracts"], "ends_on": "2025-01-01"}
    (error,) = post(staff_of(cast), "contracts/", backwards).json()["errors"]
    assert (error["pointer"], error["value"]) == ("/ends_on", "2025-01-01")
    assert "before it starts" in error["message"]


@pytest.mark.parametrize("body", ["{", "[]", "3", "null", '"x"', '{"a": NaN}', '{"partnership": {"id": 1}}'])
def test_a_body_that_is_no_record_is_refused(body: str, cast: Cast, both: Both) -> None:
    for kind in MODELS:
        for path in (f"{kind}/", f"{kind}/bulk/"):
            answer = post(staff_of(cast), path, body)
            assert answer.status_code in {400, 422}, (path, answer.content)
            assert answer["Content-Type"] == "application/problem+json"


def test_nobody_records_what_they_may_not(cast: Cast, both: Both) -> None:
    analyst, stranger = Client(), Client()
    analyst.force_login(cast.analyst)
    stranger.force_login(cast.other_manager)
    for kind, body in bodies(cast, both).items():
        assert post(analyst, f"{kind}/", body).status_code == 403
        assert post(stranger, f"{kind}/", body).status_code == 422  # the partnership is not there for them
        assert post(Client(), f"{kind}/", body).status_code == 401
        assert post(staff_of(cast), f"{kind}/", body | {"recorded_at": "2020-01-01"}).status_code == 422


def test_a_token_writes_only_what_it_is_good_for_and_the_trail_names_it(cast: Cast, both: Both) -> None:
    _token, reading = made(cast.staff, "contracts:read", "events:write")
    token, writing = made(cast.staff, "payments:write")
    body = {"paid_on": "2025-07-01", "amount_paid": "5.00"}
    due = Payment.objects.create(**_due(both))
    assert post(bearer(reading), f"payments/{due.pk}/paid/", body).json()["type"].endswith("insufficient-scope")
    assert post(bearer(writing), f"payments/{due.pk}/paid/", body).status_code == 200
    change = Change.objects.of(due).latest("pk")
    assert (change.actor, change.origin) == (cast.staff, f"POST /api/v1/payments/{due.pk}/paid/ token {token.pk}")


def _due(both: Both) -> dict[str, Any]:
    return {"contract": both.bureau.contract, "stage": "interim", "due_on": "2025-06-01", "amount_due": "10.00",
            "verification": "dual", "recorded_side": "gov"}  # fmt: skip


def test_a_key_records_once_and_repeats_the_answer(cast: Cast, both: Both) -> None:
    body, before = bodies(cast, both)["events"], InteractionEvent.objects.count()
    first, again = (post(staff_of(cast), "events/", body, **{"idempotency-key": "a-1"}) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert InteractionEvent.objects.count() == before + 1
    other = post(staff_of(cast), "events/", {**body, "note": "x"}, **{"idempotency-key": "a-1"})
    assert (other.status_code, other.json()["type"]) == (422, "urn:gongxin:problem:idempotency-key-reused")
    colleague = Client()
    colleague.force_login(cast.administrator)
    theirs = post(colleague, "events/", {**body, "note": "x"}, **{"idempotency-key": "a-1"})
    assert theirs.status_code == 201  # a key is its person's


def test_a_refusal_is_not_kept_and_a_key_is_forgotten_after_a_week(cast: Cast, both: Both) -> None:
    wrong = {**bodies(cast, both)["events"], "type": "NO_SUCH"}
    assert post(staff_of(cast), "events/", wrong, **{"idempotency-key": "b"}).status_code == 422
    assert post(staff_of(cast), "events/", bodies(cast, both)["events"], **{"idempotency-key": "b"}).status_code == 201
    assert forget_answers() == 0
    StoredAnswer.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert forget_answers() == 1


def test_many_are_recorded_at_once_and_one_that_is_wrong_loses_no_other(cast: Cast, both: Both) -> None:
    good = bodies(cast, both)["payments"]
    items = [good, {**good, "amount_due": "-1"}, 7, {**good, "contract": both.street.contract.pk + 999}, good]
    answer = post(staff_of(cast), "payments/bulk/", {"items": items}, **{"idempotency-key": "c"})
    told = answer.json()
    assert (answer.status_code, told["recorded"], told["refused"]) == (207, 2, 3)
    assert [result["status"] for result in told["results"]] == [201, 422, 422, 422, 201]
    assert told["results"][1]["problem"]["errors"][0]["pointer"] == "/amount_due"
    assert staff_of(cast).get(told["results"][4]["url"]).json()["amount_due"] == "10.00"
    assert Payment.objects.filter(stage="interim").count() == 2
    assert (
        post(staff_of(cast), "payments/bulk/", {"items": items}, **{"idempotency-key": "c"}).content == answer.content
    )
    assert Payment.objects.filter(stage="interim").count() == 2


@pytest.mark.parametrize("number", [0, 1001])
def test_a_list_too_short_or_too_long_is_refused_whole(number: int, cast: Cast, both: Both) -> None:
    items = [bodies(cast, both)["events"]] * number
    before = InteractionEvent.objects.count()
    assert post(staff_of(cast), "events/bulk/", {"items": items}).status_code == 422
    assert InteractionEvent.objects.count() == before


def test_a_payment_is_paid_only_as_the_writer_has_seen_it(cast: Cast, both: Both) -> None:
    client, due = staff_of(cast), Payment.objects.create(**_due(both))
    address = f"payments/{due.pk}/"
    seen = client.get(ROOT + address)["ETag"]
    assert seen.startswith('W/"')
    Payment.objects.filter(pk=due.pk).update(amount_due="20.00")
    body = {"paid_on": "2025-07-01", "amount_paid": "10.00"}
    refused = post(client, f"{address}paid/", body, **{"if-match": seen})
    assert (refused.status_code, refused.json()["type"]) == (412, "urn:gongxin:problem:changed")
    assert Payment.objects.get(pk=due.pk).paid_on is None
    anew = client.get(ROOT + address)["ETag"]
    paid = post(client, f"{address}paid/", body, **{"if-match": anew})
    assert (paid.status_code, paid.json()["amount_due"]) == (200, "10.00")
    assert Payment.objects.filter(contract=both.bureau.contract, paid_on=None, amount_due="10.00").count() == 1
    assert post(client, f"{address}paid/", body).status_code == 422


def test_a_request_is_answered_and_a_record_taken_back(cast: Cast, both: Both) -> None:
    asked = both.bureau.request
    answered = post(staff_of(cast), f"requests/{asked.pk}/answer/", {"answered_on": "2025-06-01", "answer": "Yes."})
    assert (answered.status_code, answered.json()["answer"]) == (200, "Yes.")
    key = post(staff_of(cast), "events/", bodies(cast, both)["events"]).json()["id"]
    assert post(staff_of(cast), f"events/{key}/void/", {}).status_code == 422
    voided = post(staff_of(cast), f"events/{key}/void/", {"reason": "Another day"})
    assert (voided.status_code, voided.json()["void_reason"]) == (200, "Another day")
    stranger = Client()
    stranger.force_login(cast.other_manager)
    assert post(stranger, f"events/{key}/void/", {"reason": "x"}).status_code == 404
