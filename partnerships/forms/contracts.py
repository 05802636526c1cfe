"""Forms of contracts and of what happens under them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .entry import EntryForm
from .fields import DayField, MoneyField, TextArea


class AmendmentForm(EntryForm):
    """A signed change of a contract."""

    signed_on = DayField(label=_("Signed on"))
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    new_ends_on = DayField(label=_("New last day"), required=False, help_text=_("If the term changes."))
    new_value = MoneyField(label=_("New value"), required=False, help_text=_("If the value changes."))
    description = forms.CharField(label=_("What changes"), widget=TextArea(), required=False)
