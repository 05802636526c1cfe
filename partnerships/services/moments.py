"""Days and moments a record may carry."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import User

from .refusals import refuse, refuse_if


def moment_recorded(by: User | None, moment: datetime | None, field: str = "recorded_at") -> datetime:
    """The moment to store: now, or the moment the system itself gives, which may lie in the past.

    Only the system may set it: a person who could date an entry back could rewrite what was known.
    """
    if moment is None:
        return timezone.now()
    refuse_if(
        by is not None,
        field,
        _("The moment of recording, %(moment)s, is set by the system. Leave it out."),
        moment=moment,
    )
    if timezone.is_naive(moment):
        refuse(field, _("The moment %(moment)s has no time zone. Give it one."), moment=moment)
    refuse_if(
        moment > timezone.now(), field, _("The moment %(moment)s lies in the future. Use the present."), moment=moment
    )
    return moment


def check_happened(field: str, day: date, recorded_at: datetime) -> None:
    """Refuses a day that had not come when the fact was recorded (days of the server's time zone)."""
    last = timezone.localdate(recorded_at)
    if day > last:
        sentence = _("%(day)s lies after the day it was recorded, %(last)s. Give the day it happened.")
        refuse(field, sentence, day=day, last=last)


def check_not_before(field: str, day: date, earliest: date, sentence: str) -> None:
    """Refuses a day before the earliest; the sentence says why, with `%(day)s` and `%(earliest)s`."""
    refuse_if(day < earliest, field, sentence, day=day, earliest=earliest)
