"""Forms of a person's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partnerships.models import Reminders

from .entry import EntryForm


class PreferencesForm(EntryForm):
    """Language and reminders."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("as the browser asks")), *settings.LANGUAGES], required=False
    )
    reminders = forms.ChoiceField(label=_("Reminders by mail"), choices=Reminders.choices)
