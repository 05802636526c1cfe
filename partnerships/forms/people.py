"""Forms by which people are invited and open their account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.models import User
from partnerships.services.invitations import roles_to_invite

from .choosing import RecordChoice
from .entry import EntryForm


class InvitationForm(EntryForm):
    """Whom to invite. Who may invite into one organization only, to one role only, is not asked for them."""

    role = forms.ChoiceField(label=_("Role"))
    organization = RecordChoice(
        "organization", label=_("Organization"), required=False, help_text=_("For staff and NGO managers.")
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The link is sent there. Without an address you pass it on yourself."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_invite(user)
        self.own: dict[str, Any] = {}
        self.fields["role"].choices = [(role.value, capfirst(str(role.label))) for role in roles]
        if user.organization is None:
            self.fields["organization"].seen_by(user)
        else:
            self.own = {"role": roles[0].value, "organization": user.organization}
            del self.fields["role"], self.fields["organization"]

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        return {**self.cleaned_data, **self.own}


class AcceptanceForm(EntryForm):
    """What the invited person chooses."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("For signing in. Letters, digits and . @ + - _ only."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("As colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("For a new password, should you forget yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, needs_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())
        if not needs_email:
            del self.fields["email"]
