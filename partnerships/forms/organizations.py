"""Forms of organizations: entering one by its number, its particulars, its names, its numbers and its successor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organization, OrganizationIdentifier, User

from .choosing import RecordChoice
from .entry import EntryForm
from .fields import DayField, TextArea, plain

Scheme = OrganizationIdentifier.Scheme


class CodeForm(forms.Form):
    """The number an organization is entered by."""

    scheme = forms.ChoiceField(label=_("Register"), choices=Scheme.choices, initial=Scheme.USCC)
    value = forms.CharField(
        label=_("Number"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].widget.attrs["class"] = "form-select"
        self.fields["value"].widget.attrs |= {"class": "form-control code", "aria-describedby": "reading"}


class NameField(forms.CharField):
    """A name as registered; full-width letters and digits as plain ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)


class ParticularsForm(EntryForm):
    """What an organization is, what it is for, and where it belongs."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Organization.Sector.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organization.Kind.choices)
    jurisdiction = RecordChoice(
        "place",
        label=_("Place"),
        required=False,
        help_text=_("The division whose staff keep this organization's records."),
    )
    service_field = forms.CharField(label=_("Service field"), max_length=100, required=False)
    registered_on = DayField(label=_("Registered on"), required=False)
    mission = forms.CharField(label=_("Mission"), widget=TextArea(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].seen_by(user)  # type: ignore[attr-defined]


class NewOrganizationForm(ParticularsForm):
    """A new organization. Where others have a similar name, `another` has to be ticked."""

    scheme = forms.ChoiceField(label=_("Register"), choices=[("", _("no number")), *Scheme.choices], required=False)
    value = forms.CharField(label=_("Number"), max_length=120, required=False)
    name = NameField(label=_("Name as registered"))
    name_en = NameField(label=_("Name in English"), required=False)
    another = forms.BooleanField(label=_("None of these: it is another organization"), required=False)
    groups = (
        (_("Number"), ("scheme", "value")),
        (_("Name"), ("name", "name_en", "another")),
        (_("What it is"), ("sector", "kind", "jurisdiction", "registered_on", "service_field", "mission")),
    )


class EditOrganizationForm(ParticularsForm):
    """The particulars of an organization on record."""

    name_en = NameField(label=_("Name in English"), required=False)
    dissolved_on = DayField(label=_("Dissolved on"), required=False)
    # Which particulars the reader had before them.
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    groups = (
        (
            "",
            (
                "name_en",
                "sector",
                "kind",
                "jurisdiction",
                "service_field",
                "registered_on",
                "dissolved_on",
                "mission",
            ),
        ),
    )


class RenameForm(EntryForm):
    """A new name."""

    name = NameField(label=_("New name"))
    until = DayField(
        label=_("Bears the new name from"),
        required=False,
        help_text=_("Leave it open if the present name was only misspelt. Either way it still finds the organization."),
    )


class OtherNameForm(EntryForm):
    """A further name."""

    name = NameField(
        label=_("Other name"), help_text=_("A short name, or the name by which files call the organization.")
    )


class IdentifierForm(EntryForm):
    """A number in a register."""

    scheme = forms.ChoiceField(label=_("Register"), choices=Scheme.choices)
    value = forms.CharField(label=_("Number"), max_length=120)

    def clean_value(self) -> str:
        """The number with plain digits."""
        return str(plain(self.cleaned_data["value"]))
