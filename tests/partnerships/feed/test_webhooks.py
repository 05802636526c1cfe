"""Webhooks: what is told, to whom, signed; what happens when nobody answers; and where nothing is ever sent."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.models import Contract, Webhook, WebhookMessage
from partnerships.webhooks import sending
from partnerships.webhooks.asking import add_webhook, end_webhook, replay_message
from partnerships.webhooks.messages import WAITS, gather, send_due
from tests.cast import Cast
from tests.facts import FACTS

EVERYTHING = ["contract.changed", "objection.changed", "stage.changed"]


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers as it is told to."""

    taken: list[tuple[dict[str, str], str]]
    answer = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(type(self).answer)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Receiver]]:
    """A receiver on this machine, taken for a public one."""
    Receiver.taken, Receiver.answer = [], 204
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    monkeypatch.setattr(sending, "is_public", lambda address: address == "127.0.0.1")
    Receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook?a=b"  # type: ignore[attr-defined]
    yield Receiver
    server.shutdown()
    server.server_close()


def contract_of(partnership: Any) -> Contract:
    contract = FACTS[Contract](partnership)
    contract.save()
    return contract


def due_now() -> None:
    WebhookMessage.objects.update(next_at=timezone.now())


def test_a_program_is_told_signed_of_what_its_owner_may_see_and_once(cast: Cast, receiver: type[Any]) -> None:
    webhook = add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=["contract.changed"])
    ours = contract_of(cast.partnership)
    contract_of(cast.street_partnership)
    assert (gather(), gather()) == (1, 0)
    assert (send_due(), send_due()) == (1, 0)
    [(headers, body)] = receiver.taken
    told = json.loads(body)
    assert told["type"] == "contract.changed"
    assert told["data"] == {"table": "contracts", "id": ours.pk, "act": "insert"}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert WebhookMessage.objects.get().state == "sent"


def test_the_signature_is_that_of_the_convention() -> None:
    """The example of the Standard Webhooks specification's libraries."""
    made = sending.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_nobody_takes_is_tried_ever_more_rarely_given_up_and_sent_again(
    cast: Cast, receiver: type[Any], client: Client
) -> None:
    add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=EVERYTHING)
    contract_of(cast.partnership)
    gather()
    receiver.answer = 500
    for attempt, wait in enumerate(WAITS, start=1):
        before = timezone.now()
        assert send_due() == 0
        message = WebhookMessage.objects.get()
        assert (message.state, message.attempts) == ("waiting", attempt)
        assert before + wait <= message.next_at <= timezone.now() + wait
        due_now()
    send_due()
    assert WebhookMessage.objects.get().state == "dead"
    due_now()
    assert send_due() == 0
    client.force_login(cast.ngo_manager)
    page = client.get("/webhooks/").content.decode()
    assert "Given up after ten attempts" in page
    assert "HTTP 500" in page
    client.post(f"/webhooks/messages/{message.pk}/replay/")
    receiver.answer = 200
    assert send_due() == 1
    ids = {headers["webhook-id"] for headers, _body in receiver.taken}
    assert ids == {f"msg_{message.pk}"}


def test_a_redirect_is_not_followed(cast: Cast, receiver: type[Any]) -> None:
    add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=EVERYTHING)
    contract_of(cast.partnership)
    gather()
    receiver.answer = 302
    assert send_due() == 0
    assert len(receiver.taken) == 1
    assert WebhookMessage.objects.get().said == "HTTP 302"


def test_an_address_that_is_gone_is_told_no_more(cast: Cast, receiver: type[Any]) -> None:
    webhook = add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=EVERYTHING)
    contract_of(cast.partnership)
    gather()
    receiver.answer = 410
    send_due()
    contract_of(cast.partnership)
    assert gather() == 0
    assert Webhook.objects.get(pk=webhook.pk).ended_at is not None


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::1]",  # noqa: S104
     "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "224.0.0.1", "2130706433", "localhost"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(cast: Cast, client: Client, host: str) -> None:
    client.force_login(cast.analyst)
    answer = client.post("/webhooks/", {"url": f"http://{host}/", "kinds": EVERYTHING})
    assert answer.status_code == 422
    assert not Webhook.objects.exists()


def test_a_name_that_leads_inside_later_is_not_followed_there(
    cast: Cast, receiver: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name led to a public address when it was entered; one of its addresses is private when something is sent."""
    add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=EVERYTHING)
    contract_of(cast.partnership)
    gather()
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("127.0.0.1", "10.0.0.1")]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: answers)
    assert send_due() == 0
    assert not receiver.taken
    assert "not public" in WebhookMessage.objects.get().said


def test_webhooks_are_their_owners_alone_and_can_be_ended(cast: Cast, receiver: type[Any], client: Client) -> None:
    webhook = add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=EVERYTHING)
    client.force_login(cast.administrator)
    assert webhook.secret not in client.get("/webhooks/").content.decode()
    assert client.post(f"/webhooks/{webhook.pk}/end/").status_code == 404
    end_webhook(by=cast.ngo_manager, webhook=webhook)
    end_webhook(by=cast.ngo_manager, webhook=webhook)
    contract_of(cast.partnership)
    assert gather() == 0
    client.force_login(cast.ngo_manager)
    assert webhook.secret not in client.get("/webhooks/").content.decode()


def test_a_message_that_still_waits_is_not_replayed_twice(cast: Cast, receiver: type[Any]) -> None:
    add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=EVERYTHING)
    contract_of(cast.partnership)
    gather()
    message = WebhookMessage.objects.get()
    replay_message(by=cast.ngo_manager, message=message)
    send_due()
    assert len(receiver.taken) == 1
