"""Asking for a data package."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import DataPackage


class PackageForm(forms.Form):
    """The format is all there is to choose: a package holds everything its reader may see."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=DataPackage.Format.choices,
        initial=DataPackage.Format.CSV,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose a format."), "invalid_choice": _("Choose one of the formats.")},
    )
