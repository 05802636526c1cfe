"""From the feed of changes to messages, and from messages to those who wait for them."""

import json
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.datasets import data_tables
from partnerships.feed.positions import Position, StalePositionError
from partnerships.feed.reading import FeedChange, present, read_feed
from partnerships.models import Webhook, WebhookMessage

from .sending import RefusedAddressError, post, signature

Kind, State = Webhook.Kind, WebhookMessage.State
UNDER_CONTRACTS = ("contracts", "amendments", "milestones", "suspensions", "payments", "evaluations")
KINDS = {
    **dict.fromkeys(UNDER_CONTRACTS, Kind.CONTRACT),
    "objections": Kind.OBJECTION,
    "reading_objections": Kind.OBJECTION,
    "assessments": Kind.STAGE,
}
# Waiting times between attempts; after the last the message is given up. Some three days in all.
WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (0.1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 14 * 60, 20 * 60, 24 * 60)
)
AT_ONCE = 500
SENT_AT_ONCE = 50


def gather() -> int:
    """Makes messages of what has changed since each webhook was last told; returns how many. Safe to run twice."""
    return sum(_gather(key) for key in Webhook.objects.open().order_by("pk").values_list("pk", flat=True))


def _gather(key: int) -> int:
    """One page of changes at a time: messages and the position after them are one transaction."""
    made = 0
    while True:
        with transaction.atomic():
            rows = Webhook.objects.open().select_for_update(of=("self",), skip_locked=True)
            webhook = rows.select_related("made_for__organization__jurisdiction").filter(pk=key).first()
            if webhook is None:
                return made
            try:
                page = read_feed(webhook.made_for, Position.read(webhook.position), size=AT_ONCE)
            except StalePositionError:
                # What the person may see has changed: told of what comes from now on.
                Webhook.objects.filter(pk=key).update(position=str(present(webhook.made_for)))
                return made
            messages = [_message(webhook, change) for change in _wanted(webhook, page.changes)]
            made += len(WebhookMessage.objects.bulk_create(messages))
            Webhook.objects.filter(pk=key).update(position=str(page.position))
        if not page.has_more:
            return made


def _wanted(webhook: Webhook, changes: Sequence[FeedChange]) -> list[FeedChange]:
    """What the owner asked to be told of. Of judgements those alone that brought another stage."""
    stages = _new_stages(changes) if Kind.STAGE in webhook.kinds else frozenset()
    return [
        change
        for change in changes
        if (kind := KINDS.get(change.table)) in webhook.kinds and (kind != Kind.STAGE or change.id in stages)
    ]


def _new_stages(changes: Sequence[FeedChange]) -> frozenset[int]:
    """Judgements that brought another outcome when they were issued. Months of the past are told to nobody."""
    keys = [change.id for change in changes if KINDS.get(change.table) == Kind.STAGE]
    if not keys:
        return frozenset()
    judged: Any = data_tables()["assessments"].model._default_manager
    return frozenset(judged.filter(pk__in=keys).changing_the_outcome().values_list("pk", flat=True))


def _message(webhook: Webhook, change: FeedChange) -> WebhookMessage:
    """Names what changed and no more: whoever is told reads the rest by the API, with the rights of then."""
    kind = KINDS[change.table]
    payload = {
        "type": str(kind.value),
        "timestamp": timezone.now().isoformat(),
        "data": {"table": change.table, "id": change.id, "act": change.act},
    }
    return WebhookMessage(webhook=webhook, kind=kind, payload=json.dumps(payload))


def send_due() -> int:
    """Sends what is due, each message in a transaction of its own; returns how many arrived."""
    keys = WebhookMessage.objects.due(timezone.now()).order_by("next_at", "pk").values_list("pk", flat=True)
    return sum(_send(key) for key in list(keys[:SENT_AT_ONCE]))


@transaction.atomic
def _send(key: int) -> bool:
    rows = WebhookMessage.objects.due(timezone.now()).select_for_update(of=("self",), skip_locked=True)
    message = rows.select_related("webhook").filter(pk=key).first()
    if message is None:
        return False
    status, said = _posted(message)
    message.attempts += 1
    message.said = said[:200]
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        message.state = State.SENT
    elif message.attempts > len(WAITS):
        message.state = State.DEAD
    else:
        message.next_at = timezone.now() + WAITS[message.attempts - 1]
    message.save(update_fields=["attempts", "said", "state", "next_at"])
    if status == HTTPStatus.GONE:
        Webhook.objects.filter(pk=message.webhook_id).update(ended_at=timezone.now())
    return message.state == State.SENT


def _posted(message: WebhookMessage) -> tuple[int, str]:
    """The status and what is to be said of it; 0 where nobody answered."""
    message_id, moment = f"msg_{message.pk}", int(timezone.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Gongxin-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(message.webhook.secret, message_id, moment, message.payload),
    }
    try:
        status = post(message.webhook.url, headers, message.payload)
    except (OSError, HTTPException, RefusedAddressError, ValueError) as error:
        return 0, str(error) or type(error).__name__
    return status, f"HTTP {status}"
