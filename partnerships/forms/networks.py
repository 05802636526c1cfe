"""Forms of service networks, membership of them, and ties between two organizations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import NetworkMembership, ServiceTie, User

from .choosing import RecordChoice
from .entry import EntryForm
from .fields import DayField, TextArea


class NetworkForm(EntryForm):
    """A new network."""

    name = forms.CharField(label=_("Name"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    convened_by = RecordChoice("organization", label=_("Convened by"), required=False)
    founded_on = DayField(label=_("Founded on"), required=False)
    declared_size = forms.IntegerField(
        label=_("Declared number of members"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("When not every member is on record. Without it the recorded members are counted."),
    )
    purpose = forms.CharField(label=_("Purpose"), widget=TextArea(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["convened_by"].seen_by(user)  # type: ignore[attr-defined]


class MembershipForm(EntryForm):
    """A member of a network, from a day on."""

    organization = RecordChoice("organization", label=_("Member"))
    role = forms.ChoiceField(label=_("Role"), choices=NetworkMembership.MemberRole.choices, initial="member")
    started_on = DayField(label=_("Member from"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].seen_by(user)  # type: ignore[attr-defined]


class TieForm(EntryForm):
    """A tie of an organization to another, from a day on."""

    partner = RecordChoice("organization", label=_("Partner"))
    kind = forms.ChoiceField(label=_("Kind of tie"), choices=ServiceTie.Kind.choices)
    started_on = DayField(label=_("From"))
    network = RecordChoice("network", label=_("Within the network"), required=False)
    with_body = RecordChoice(
        "organization",
        label=_("Together with the government body"),
        required=False,
        help_text=_("If a government body takes part in it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].seen_by(user)  # type: ignore[attr-defined]
        self.fields["network"].seen_by(user)  # type: ignore[attr-defined]
        self.fields["with_body"].seen_by(user, sector="government")  # type: ignore[attr-defined]


class EndForm(EntryForm):
    """The first day on which it no longer holds."""

    ended_on = DayField(label=_("No longer from"))
