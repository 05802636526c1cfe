"""The mail that brings an invitation."""

from collections.abc import Callable
from smtplib import SMTPException

import structlog
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from partnerships.models import Invitation

LinkTo = Callable[[str], str]  # the whole address of the page that accepts the token

log = structlog.get_logger(__name__)


def mail_invitation(invitation: Invitation, link_to: LinkTo) -> None:
    """Sends the link. A mail server that is down loses nothing: whoever invites is told, and passes the link on."""
    words = {"invitation": invitation, "link": link_to(invitation.token)}
    body = render_to_string("partnerships/mail/invitation.txt", words)
    try:
        send_mail(_("You are invited to Gongxin"), body, None, [invitation.email])
        invitation.was_mailed = True
    except (OSError, SMTPException) as error:
        log.warning("invitation not mailed", invitation=invitation.pk, error=str(error))
