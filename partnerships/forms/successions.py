"""Forms of successions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organization, User

from .choosing import RecordChoice
from .entry import EntryForm
from .fields import DayField, TextArea


class SuccessionForm(EntryForm):
    """Who took over, from which day on, and whether of everything."""

    successor = RecordChoice("organization", label=_("Successor"))
    happened_on = DayField(
        label=_("Took over on"), required=False, help_text=_("Without a day no evidence goes over to the successor.")
    )
    is_whole = forms.BooleanField(label=_("Everything went over"), required=False, initial=True)
    functions = forms.CharField(
        label=_("What went over"), widget=TextArea(2), required=False, help_text=_("If not everything did.")
    )

    def __init__(self, *args: Any, user: User, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].seen_by(user, sector=organization.sector)  # type: ignore[attr-defined]


class VoidSuccessionForm(EntryForm):
    """Why a succession was wrong."""

    reason = forms.CharField(label=_("Why it was wrong"), widget=TextArea(2))
