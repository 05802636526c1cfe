"""Naming a view of a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import SavedView

from .entry import EntryForm


class SavedViewForm(EntryForm):
    """A name; the list and what its address asks for come from the list."""

    name = forms.CharField(label=_("Name of the view"), max_length=80)
    list_name = forms.ChoiceField(choices=SavedView.List.choices, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
