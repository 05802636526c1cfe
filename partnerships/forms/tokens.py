"""The form by which a person makes a token of the API."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise, lazystr
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from partnerships.models import ApiScope, User
from partnerships.services.tokens import scopes_for

from .entry import EntryForm, Group, dress

DAYS = (7, 30, 90, 365)


class TokenForm(EntryForm):
    """What the token is for, how long, and one box for each thing it may do, named by its scope."""

    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("So that you know it again, such as “monthly report”.")
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=90)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [
            (number, lazystr(ngettext_lazy("%(number)d day", "%(number)d days", "number") % {"number": number}))
            for number in DAYS
        ]
        self.scopes = scopes_for(user)
        for scope in self.scopes:
            self.fields[scope.value] = forms.BooleanField(label=capfirst(str(scope.label)), required=False)
        self.groups = [*self._headings()]
        dress(self)

    def _headings(self) -> Iterable[Group]:
        yield "", ["name", "days"]
        for title, is_writing in (
            (_("What it may read"), False),
            (_("What it may record, confirm, contest and void"), True),
        ):
            names = [scope.value for scope in self.scopes if scope.is_writing == is_writing]
            if names:
                heading: str | Promise = title
                yield heading, names

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        chosen = [scope.value for scope in ApiScope if self.cleaned_data.get(scope.value)]
        return {"name": self.cleaned_data["name"], "days": self.cleaned_data["days"], "scopes": chosen}
