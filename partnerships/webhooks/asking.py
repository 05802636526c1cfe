"""Making a webhook, ending it, and sending again what was given up."""

import base64
import secrets
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.feed.reading import present
from partnerships.models import User, Webhook, WebhookMessage

from .sending import PORTS, SECRET_PREFIX, RefusedAddressError, public_address

MOST = 10


@transaction.atomic
def add_webhook(*, by: User, url: str, kinds: Sequence[str]) -> Webhook:
    """An address that is told what comes from now on. Refused where it leads into a network that is not public."""
    check_record(by, Webhook, None)
    User.objects.select_for_update().get(pk=by.pk)
    if Webhook.objects.visible_to(by).open().count() >= MOST:
        raise ValidationError(_("You have ten webhooks, the most there can be. End one first."))
    _check_address(url)
    secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()
    webhook = Webhook(made_for=by, url=url, kinds=list(kinds), secret=secret, position=str(present(by)))
    webhook.full_clean()
    webhook.save()
    return webhook


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username:
        raise ValidationError({"url": _("Write an address that begins with https:// and holds no password.")})
    try:
        public_address(parts.hostname, parts.port or PORTS[parts.scheme])
    except RefusedAddressError as refusal:
        raise ValidationError({"url": str(refusal)}) from refusal
    except (socket.gaierror, UnicodeError) as error:
        sentence = _("There is no host %(host)s.") % {"host": parts.hostname}
        raise ValidationError({"url": sentence}) from error


@transaction.atomic
def end_webhook(*, by: User, webhook: Webhook) -> None:
    """Nothing is sent there any more. Ending twice changes nothing."""
    check_act(by, Action.MANAGE, webhook)
    Webhook.objects.filter(pk=webhook.pk, ended_at__isnull=True).update(ended_at=timezone.now())


@transaction.atomic
def replay_message(*, by: User, message: WebhookMessage) -> None:
    """Sends a message again under its id, from the first attempt; the receiver knows it by the id."""
    check_act(by, Action.MANAGE, message.webhook)
    WebhookMessage.objects.filter(pk=message.pk).exclude(state=WebhookMessage.State.WAITING).update(
        state=WebhookMessage.State.WAITING, attempts=0, next_at=timezone.now()
    )
