"""Forms by which people stand behind entries, object to them, rule on objections and take entries back."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contest

from .entry import EntryForm
from .evidence import AddressField, FileField
from .fields import TextArea


class ConfirmationForm(EntryForm):
    """The other side's confirmation; one press is enough."""

    note = forms.CharField(label=_("Note"), widget=TextArea(2), required=False)


class ObjectionForm(EntryForm):
    """An objection to an entry, with what proves it."""

    grounds = forms.CharField(
        label=_("Grounds"),
        widget=TextArea(4),
        required=False,
        help_text=_("What is wrong with the entry? You may add the grounds later; without any, it lapses in 30 days."),
    )
    file = FileField()
    url = AddressField()


class GroundsForm(EntryForm):
    """Grounds for an objection that is open."""

    grounds = forms.CharField(label=_("Grounds"), widget=TextArea(4))
    file = FileField()
    url = AddressField()


class RulingForm(EntryForm):
    """A ruling on an objection."""

    outcome = forms.ChoiceField(
        label=_("Ruling"),
        choices=[
            ("", _("Choose one")),
            (Contest.Outcome.UPHELD, _("The objection is right: void the entry")),
            (Contest.Outcome.DISMISSED, _("The objection is wrong: let the entry stand")),
        ],
    )
    ruling = forms.CharField(label=_("Reasons"), widget=TextArea(4), help_text=_("Both sides read them."))


class VoidingForm(EntryForm):
    """Taking an entry back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=TextArea(3),
        help_text=_("What is wrong with the entry? It stays readable, with this reason, and counts for nothing."),
    )

    elsewhere: ClassVar[Mapping[str, str]] = {"void_reason": "reason"}
