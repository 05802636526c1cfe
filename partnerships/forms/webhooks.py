"""Adding a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Webhook


class WebhookForm(forms.Form):
    """Where to, and what of."""

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={
            "required": _("Write the address that is to be told."),
            "invalid": _("Write an address that begins with https:// and holds no password."),
        },
    )
    kinds = forms.MultipleChoiceField(
        label=_("Told of"),
        choices=Webhook.Kind.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose at least one thing to be told of.")},
    )
