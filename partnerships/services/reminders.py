"""Mails about what waits: one a week, and one on each working day with something late, to whom wants them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.duties import MOST_COUNTED, Desk, Horizon, Kind, count_duties, read_groups
from partnerships.models import Reminders, SentReminder, User

FIRST = 5
SALT = "stop reminders"
Span = SentReminder.Span

log = structlog.get_logger(__name__)


def remind_people(*, kinds: Iterable[Kind], today: date | None = None) -> int:
    """Sends whatever is due and returns how many mails went out.

    Running it again sends nothing twice; a mail that cannot be delivered stops no other and is tried again next time.
    """
    day, kinds, sent = today or timezone.localdate(), list(kinds), 0
    with get_connection() as mails:
        for person in recipients():
            try:
                sent += remind(person, kinds=kinds, today=day, mails=mails)
            except (OSError, ValueError) as problem:  # smtplib's errors are OSErrors; ValueError: a bad address
                log.warning("reminder not sent", person=person.pk, problem=str(problem))
                mails.close()
    return sent


def recipients() -> QuerySet[User]:
    """Everybody with an open account and a mail address who wants reminders."""
    people: QuerySet[User] = User.objects.filter(is_active=True).exclude(reminders=Reminders.OFF)
    return people.exclude(email="").select_related("organization__jurisdiction").order_by("pk")


def remind(person: User, *, kinds: list[Kind], today: date, mails: Any = None) -> bool:
    """Sends one person the mail of this week, else that of today where they want it; says whether one went out."""
    monday = today - timedelta(days=today.weekday())
    if _send_once(person, Span.WEEK, monday, Desk(person, today), kinds, mails):
        return True
    had_one_today = SentReminder.objects.filter(user=person, settled_on=today).exists()
    if person.reminders != Reminders.DAILY or had_one_today:
        return False
    return _send_once(person, Span.DAY, today, Desk(person, today, Horizon.LATE), kinds, mails)


@transaction.atomic
def _send_once(person: User, span: str, begins_on: date, desk: Desk, kinds: list[Kind], mails: Any) -> bool:
    """Notes the span as settled and sends its mail, both or neither. A second worker waits for the note."""
    if SentReminder.objects.filter(user=person, span=span, begins_on=begins_on).exists():
        return False
    count = count_duties(desk, kinds)
    note, is_first = SentReminder.objects.get_or_create(
        user=person, span=span, begins_on=begins_on, defaults={"count": count, "settled_on": desk.today}
    )
    if not is_first or not count:
        return False
    with translation.override(person.language or settings.LANGUAGE_CODE):
        message = _message(note, desk, kinds)
    message.connection = mails
    message.send()
    return True


def _message(note: SentReminder, desk: Desk, kinds: list[Kind]) -> EmailMultiAlternatives:
    person = note.user
    stop = settings.SITE_URL + reverse("reminders-stop") + f"?person={signing.dumps(person.pk, salt=SALT)}"
    groups = read_groups(desk, kinds, FIRST)
    late = count_duties(Desk(person, desk.today, Horizon.LATE), kinds)
    words = {"groups": groups, "site": settings.SITE_URL, "stop": stop, "is_late_only": desk.shows_late_only}
    message = EmailMultiAlternatives(
        _subject(note.count, late), render_to_string("mail/reminder.txt", words), to=[person.email]
    )
    message.attach_alternative(render_to_string("mail/reminder.html", words), "text/html")
    host = urlsplit(settings.SITE_URL).hostname
    message.extra_headers = {
        # The same for every attempt, so that a mail that goes out twice after a crash is recognised as one.
        "Message-ID": f"<reminder-{note.span}-{note.begins_on}-{person.pk}@{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return message


def _subject(count: int, late: int) -> str:
    words = {"count": _shown(count), "late": _shown(late)}
    waits = ngettext("Gongxin: %(count)s thing waits", "Gongxin: %(count)s things wait", count) % words
    return waits + _(", %(late)s of them late") % words if late else waits


def _shown(count: int) -> str:
    """A number of duties, which are counted up to a limit."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


@transaction.atomic
def stop_reminders(*, token: str) -> User | None:
    """Turns reminders off for the person a mail was sent to; None where the token is not ours."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person: User | None = User.objects.select_for_update().filter(pk=key).first()
    if person is not None:
        person.reminders = Reminders.OFF
        person.save(update_fields=["reminders"])
    return person
