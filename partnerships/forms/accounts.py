"""The forms of signing in and of the own account: allauth's, in our words and dress."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from .entry import dress

Words = Mapping[str, Any]
NEW_TWICE: Words = {"password1": _("New password"), "password2": _("New password once more")}


class Dressed(forms.Form):
    """Mixin: our labels and help in place of allauth's, and no words inside the fields."""

    labels: ClassVar[Words] = {}
    helps: ClassVar[Words] = {}
    attributes: ClassVar[Mapping[str, Mapping[str, str | bool]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.update(self.attributes.get(name, {}))
        dress(self)


# A code is typed from another device: digits at once, no capitals, no suggestions from earlier ones.
CODE = {"code": {"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}}


class SignInForm(Dressed, account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """User name and password, under the names that password managers look for."""

    labels: ClassVar[Words] = {"login": _("User name"), "password": _("Password")}
    attributes: ClassVar[Any] = {"login": {"autocapitalize": "none", "autofocus": True, "maxlength": "150"}}

    def add_prefix(self, field_name: str) -> str:
        """The name of a field in the page; allauth calls the user name `login`."""
        return super().add_prefix("username" if field_name == "login" else field_name)


class ConfirmPasswordForm(Dressed, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    labels: ClassVar[Words] = {"password": _("Password")}
    attributes: ClassVar[Any] = {"password": {"autofocus": True}}


class ChangePasswordForm(Dressed, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password, by somebody who knows the present one."""

    labels: ClassVar[Words] = {"oldpassword": _("Present password"), **NEW_TWICE}


class SetPasswordForm(Dressed, account.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    labels: ClassVar[Words] = NEW_TWICE


class ForgottenPasswordForm(Dressed, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    labels: ClassVar[Words] = {"email": _("E-mail address of your account")}
    attributes: ClassVar[Any] = {"email": {"autofocus": True}}


class NewPasswordForm(Dressed, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by somebody who followed the link."""

    labels: ClassVar[Words] = NEW_TWICE


class CodeForm(Dressed, second_factor.AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""

    labels: ClassVar[Words] = {"code": _("Code")}
    helps: ClassVar[Words] = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}
    attributes: ClassVar[Any] = CODE


class ConfirmCodeForm(Dressed, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more."""

    labels: ClassVar[Words] = CodeForm.labels
    helps: ClassVar[Words] = CodeForm.helps
    attributes: ClassVar[Any] = CODE


class ActivateAppForm(Dressed, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app, which shows that it works."""

    labels: ClassVar[Words] = {"code": _("Code")}
    helps: ClassVar[Words] = {"code": _("The six digits the app shows now.")}
    attributes: ClassVar[Any] = {"code": {**CODE["code"], "inputmode": "numeric"}}


class AddKeyForm(Dressed, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new security key."""

    labels: ClassVar[Words] = {"name": _("Name of the key")}
    helps: ClassVar[Words] = {"name": _("So that you can tell your keys apart.")}


class RenameKeyForm(Dressed, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a security key."""

    labels: ClassVar[Words] = AddKeyForm.labels
