"""What the address of a profile may ask for."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.filters.fields import MomentField

EARLIEST, LATEST = date(1978, 1, 1), date(2200, 12, 31)
TOO_FAR = _("Choose a day between 1978 and 2200.")


class DayField(forms.DateField):
    """A day in ISO form, within what records can hold."""

    def __init__(self, label: object) -> None:
        super().__init__(
            required=False,
            label=label,  # type: ignore[arg-type]
            input_formats=["%Y-%m-%d"],
            validators=[MinValueValidator(EARLIEST, TOO_FAR), MaxValueValidator(LATEST, TOO_FAR)],
            error_messages={"invalid": _("Write the date as YYYY-MM-DD, such as 2025-03-31.")},
        )


class MomentForm(forms.Form):
    """As of which day, and with the knowledge of which day, a profile is read.

    `known_at` is the exact moment, for links to one of several judgements that were issued on the same day.
    """

    as_of = DayField(_("as of"))
    known_on = DayField(_("as known on"))
    known_at = MomentField(required=False, label=_("as known at"))
    draft = forms.BooleanField(label=_("the draft"), required=False)

    def clean(self) -> dict[str, Any]:
        """A draft is read as it is now: past knowledge concerns what was issued."""
        cleaned = super().clean() or {}
        if cleaned.get("draft") and (cleaned.get("known_on") or cleaned.get("known_at")):
            self.add_error("draft", _("A draft is known as of now only. Leave the day out, or read what was issued."))
        return cleaned

    @property
    def day(self) -> date | None:
        """The as-of day asked for."""
        return self.cleaned_data["as_of"]

    @property
    def known_by(self) -> datetime | None:
        """The moment of knowledge asked for, or the end of the day."""
        day, moment = self.cleaned_data["known_on"], self.cleaned_data["known_at"]
        if moment or not day:
            return moment  # type: ignore[no-any-return]
        return timezone.make_aware(datetime.combine(day, time.max))
