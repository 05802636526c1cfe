"""Answers that have not changed are not sent again; who asks too often is told; a fault of the server is a problem."""

import re
from typing import Any

import pytest
from django.test import Client

from partnerships.models import RequestCount
from tests.api.evidence import Both
from tests.api.test_tokens import bearer, made
from tests.cast import Cast

ROOT = "/api/v1/"


@pytest.mark.parametrize("path", ["contracts/", "contracts/{key}/", "indicators/", ""])
def test_what_has_not_changed_is_not_sent_again(path: str, client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    address = ROOT + path.format(key=both.bureau.contract.pk)
    first = client.get(address)
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', first["ETag"])
    assert first["Cache-Control"] == "private, no-cache"
    for known in (first["ETag"], f'"other", {first["ETag"]}', "*", first["ETag"].removeprefix("W/")):
        again = client.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), known
    assert client.get(address, headers={"if-none-match": 'W/"other"'}).status_code == 200


def test_a_change_of_the_record_or_of_what_hangs_on_it_changes_the_tag(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    address = f"{ROOT}contracts/{both.bureau.contract.pk}/"
    known = client.get(address)["ETag"]
    payment = both.bureau.contract.payments.get()
    payment.amount_due += 1
    payment.save()
    answer = client.get(address, headers={"if-none-match": known})
    assert (answer.status_code, answer["ETag"] == known) == (200, False)


def test_two_readers_who_see_different_things_have_different_tags(cast: Cast, both: Both) -> None:
    tags = set()
    for person in (cast.staff, cast.ngo_manager, cast.other_manager):
        client = Client()
        client.force_login(person)
        tags.add(client.get(f"{ROOT}contracts/")["ETag"])
    assert len(tags) == 3


def test_who_asks_too_often_is_told_when_to_go_on(cast: Cast, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    _token, secret = made(cast.staff, "contracts:read")
    program, browser = bearer(secret), Client()
    browser.force_login(cast.staff)
    left = []
    for _time in range(3):
        answer = program.get(ROOT)
        assert answer["RateLimit-Policy"] == '"minute";q=3;w=60'
        left += re.fullmatch(r'"minute";r=(\d+);t=\d+', answer["RateLimit"]).groups()  # type: ignore[union-attr]
    assert left in (["2", "1", "0"], ["2", "1", "2"], ["2", "2", "1"])  # a minute may pass meanwhile
    RequestCount.objects.update(count=3)
    refused = program.get(ROOT)
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["type"] == "urn:gongxin:problem:throttled"
    assert '"minute";r=0' in refused["RateLimit"]
    assert browser.get(ROOT).status_code == 200  # the person without the token has a count of their own
    RequestCount.objects.update(minute=0)
    assert program.get(ROOT).status_code == 200
    assert RequestCount.objects.count() == 2


def test_a_fault_of_the_server_is_a_problem_without_details(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from partnerships.api.contracts import ContractViewSet

    def fail(_view: Any) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(ContractViewSet, "get_queryset", fail)
    client = Client(raise_request_exception=False)
    client.force_login(cast.staff)
    answer = client.get(f"{ROOT}contracts/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["type"] == "urn:gongxin:problem:server-fault"
    assert b"secret of the house" not in answer.content


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_an_address_does_not_know_is_refused_with_those_it_knows(method: str, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.staff)
    answer = getattr(client, method)(f"{ROOT}contracts/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in answer["Allow"]
    assert "POST" in answer["Allow"]
