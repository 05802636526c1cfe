"""What both sides say to a judgement by the API: by the services of the pages, and once for a key."""

from typing import Any

import pytest
from django.test import Client

from partnerships.models import Change
from tests.api.evidence import Both
from tests.api.hearings import BothSaid, open_draft
from tests.api.test_hearings import ROOT, signed_in
from tests.api.test_tokens import bearer, made
from tests.api.test_writing import post
from tests.cast import Cast
from trust.models import Objection


def words(cast: Cast) -> dict[str, dict[str, Any]]:
    """What the bureau says."""
    return {
        "reading-objections": {"partnership": cast.partnership.pk, "about": "M4", "grounds": "Two answers are missing.",
                       "url": "https://example.org/answers"},
        "replies": {"partnership": cast.partnership.pk, "text": "The rooms were given back in May."},
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["reading-objections", "replies"])
def test_a_side_says_something_and_takes_it_back(kind: str, cast: Cast, both: Both) -> None:
    client, other = signed_in(cast.staff), signed_in(cast.ngo_manager)
    answer = post(client, f"{kind}/", words(cast)[kind])
    assert answer.status_code == 201, answer.json()
    shown = answer.json()
    assert (shown["side"], shown["assessment"]) == ("gov", both.bureau.assessment.pk)
    assert shown == other.get(answer["Location"]).json()
    address = f"{kind}/{shown['id']}/"
    assert post(other, f"{address}withdraw/", {}).status_code == 422
    refused = post(client, f"{address}withdraw/", {"why": "x"})
    assert refused.json()["errors"][0]["pointer"] == "/why"
    back = client.post(f"{ROOT}{address}withdraw/", content_type="application/json")
    assert back.status_code == 200, back.json()
    assert back.json()["closed_at" if kind == "reading-objections" else "withdrawn_at"] is not None
    assert post(client, f"{address}withdraw/", {}).status_code == 422


def test_an_objection_to_a_draft_is_raised_against_the_draft(cast: Cast, both: Both) -> None:
    draft = open_draft(both.bureau)
    shown = post(signed_in(cast.ngo_manager), "reading-objections/", words(cast)["reading-objections"]).json()
    assert (shown["draft"], shown["assessment"], shown["side"]) == (draft.pk, None, "ngo")
    assert Objection.objects.holding().count() == 1


def test_what_is_wrong_is_said_field_by_field(cast: Cast, both: Both) -> None:
    client = signed_in(cast.staff)
    wrong = {"partnership": cast.partnership.pk, "about": "R99", "grounds": " ", "outcome": "upheld"}
    answer = post(client, "reading-objections/", wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/about", "/grounds", "/outcome"}
    post(client, "reading-objections/", words(cast)["reading-objections"])
    twice = post(client, "reading-objections/", words(cast)["reading-objections"])
    assert (twice.status_code, "open objection" in twice.json()["errors"][0]["message"]) == (422, True)


def test_only_the_two_sides_say_anything(cast: Cast, both: Both) -> None:
    for kind, body in words(cast).items():
        assert post(signed_in(cast.analyst), f"{kind}/", body).status_code == 403
        assert post(signed_in(cast.other_manager), f"{kind}/", body).status_code == 422  # not there for them
        (error,) = post(signed_in(cast.administrator), f"{kind}/", body).json()["errors"]
        assert "neither side" in error["message"]
        from_outside = {**body, "partnership": cast.street_partnership.pk}
        assert post(signed_in(cast.staff), f"{kind}/", from_outside).status_code == 403
        assert post(Client(), f"{kind}/", body).status_code == 401
    assert not Objection.objects.exists()


def test_a_key_says_it_once_and_a_token_only_with_its_scope(cast: Cast, both: Both) -> None:
    _token, reading = made(cast.staff, "hearings:read")
    token, writing = made(cast.staff, "hearings:write")
    body = words(cast)["reading-objections"]
    assert post(bearer(reading), "reading-objections/", body).json()["type"].endswith("insufficient-scope")
    first, again = (
        post(bearer(writing), "reading-objections/", body, **{"idempotency-key": "o-1"}) for _time in range(2)
    )
    assert (first.status_code, again.content) == (201, first.content)
    assert (again["Idempotency-Replayed"], Objection.objects.count()) == ("true", 1)
    address = f"reading-objections/{first.json()['id']}/withdraw/"
    assert post(bearer(writing), address, {}).status_code == 200
    change = Change.objects.of(Objection.objects.get()).latest("pk")
    assert (change.actor, change.origin) == (cast.staff, f"POST /api/v1/{address} token {token.pk}")


def test_nothing_is_taken_back_that_was_ruled_on_meanwhile(cast: Cast, both: Both, said: BothSaid) -> None:
    client, address = signed_in(cast.staff), f"reading-objections/{said.bureau.objection.pk}/"
    seen = client.get(ROOT + address)["ETag"]
    Objection.objects.filter(pk=said.bureau.objection.pk).update(grounds="Counted three times.")
    refused = post(client, f"{address}withdraw/", {}, **{"if-match": seen})
    assert (refused.status_code, refused.json()["type"]) == (412, "urn:gongxin:problem:changed")
    anew = client.get(ROOT + address)["ETag"]
    assert post(client, f"{address}withdraw/", {}, **{"if-match": anew}).status_code == 200


def test_rulings_and_overrides_are_for_the_pages(cast: Cast, said: BothSaid) -> None:
    client = signed_in(cast.administrator)
    for path in (
        f"reading-objections/{said.street.objection.pk}/rule/",
        f"overrides/{said.street.override.pk}/confirm/",
    ):
        assert post(client, path, {}).status_code == 404
    assert post(client, "overrides/", {}).status_code == 405
    assert post(client, f"drafts/{said.street.draft.pk}/", {}).status_code == 405
