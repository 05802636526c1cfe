"""What is due, as an iCalendar file (RFC 5545) that calendars subscribe to."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from partnerships.duties import KINDS, Desk, Duty, Horizon, Kind, duties_of
from partnerships.duties.contracts import payments_due
from partnerships.models import Role, User

# So many of each kind, the most urgent first: a calendar with more is of use to nobody.
MOST = 300
# Late things stay in the calendar, on the day they were due; what is older than a year is in the list alone.
LOOK_BACK = timedelta(days=365)
REFRESHED = timedelta(hours=6)


EXPECTED = Kind(
    "expected", gettext_lazy("Payments expected"), frozenset({Role.NGO_MANAGER}), payments_due, lambda row: row.due_on
)
IN_CALENDARS = ("draft", "payment", "request", "ruling", "grounds", "milestone", "ending", "objection")
"""Kinds of duties whose day is a day of the calendar."""


def calendar_of(user: User, today: date, kinds: Iterable[Kind] = KINDS) -> bytes:
    """The person's calendar as they may see it now, for a year ahead. `kinds`: of duties; those of records at least."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Gongxin//{get_language()}//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = _("Gongxin: what is due")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    dated = [kind for kind in kinds if kind.code in IN_CALENDARS]
    for duty in duties_of(Desk(user, today, Horizon.YEAR), [*dated, EXPECTED], MOST):
        if duty.day > today - LOOK_BACK:
            calendar.add_component(_event(duty))
    return calendar.to_ical()


def _event(duty: Duty) -> Event:
    """A duty as an event of one whole day. Its identifier stays the same as long as the duty does."""
    event = Event()
    record = duty.record
    host = urlsplit(settings.SITE_URL).hostname
    event.add("uid", f"{duty.kind.code}-{record._meta.model_name}-{record.pk}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", duty.day)
    event.add("dtend", duty.day + timedelta(days=1))
    event.add("summary", _("%(kind)s: %(what)s") % {"kind": duty.kind.title, "what": duty.told.title})
    event.add("description", "\n".join(part for part in (duty.told.text, duty.told.about) if part))
    event.add("url", settings.SITE_URL + duty.told.address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
