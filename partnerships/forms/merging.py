"""Choosing the other organization of a merge, and which of the two is kept."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import User

from .choosing import RecordChoice
from .entry import EntryForm


class MergeForm(EntryForm):
    """The other of two organizations that are one."""

    THIS: ClassVar[str] = "this"
    OTHER: ClassVar[str] = "other"
    other = RecordChoice("organization", label=_("The other organization"))
    keep = forms.ChoiceField(
        label=_("Which is kept"), choices=[(THIS, _("this one")), (OTHER, _("the other one"))], initial=THIS
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].seen_by(user)  # type: ignore[attr-defined]
