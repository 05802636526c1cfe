"""What a person decides about their own account: language, reminders, the address of their calendar."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import CalendarAddress, Reminders, User
from partnerships.models.reminders import digest_of

from .refusals import refuse_if

DECIDED = {"language", "reminders"}


@transaction.atomic
def change_preferences(*, by: User, language: str | None = None, reminders: str | None = None) -> User:
    """Sets the language (empty: as the browser asks) and how often mails come; what is None stays as it is."""
    person: User = User.objects.select_for_update().get(pk=by.pk)
    if language is not None:
        person.language = language
    if reminders is not None:
        refuse_if(
            reminders != Reminders.OFF and not person.email,
            "reminders",
            _("There is no mail address on your account. Ask an administrator to enter one."),
        )
        person.reminders = reminders
    # Only what is decided here: what else is on the account is not this person's to mend.
    person.clean_fields(exclude={field.name for field in User._meta.fields} - DECIDED)
    person.save(update_fields=DECIDED)
    return person


@transaction.atomic
def make_calendar_address(*, by: User) -> str:
    """Gives the person a new secret token for their calendar, and returns it this once; an old one stops working."""
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        user=by, defaults={"token_digest": digest_of(token), "made_at": timezone.now()}
    )
    return token


@transaction.atomic
def remove_calendar_address(*, by: User) -> None:
    """Takes the person's calendar out of reach. Doing it again changes nothing."""
    CalendarAddress.objects.filter(user=by).delete()
