"""Forms of contracts: signing them, correcting them, and how they go on and end."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Contract, Party
from partnerships.services.corrections import CLOSING, ENDING, TERMS
from partnerships.services.duplicates import DUPLICATE

from .choosing import RecordChoice
from .contract_parts import CHOOSE, ScheduleRows
from .entry import EntryForm, Group
from .evidence import FileField
from .fields import DayField, MoneyField, TextArea, TypedDayField

DESPITE_DUPLICATES = "despite_duplicates"
MAIN_TERMS = ("title", "number", "method", "signed_on", "starts_on", "ends_on", "value", "currency")
PARTIES = [CHOOSE, *Party.choices]


class VersionedForm(EntryForm):
    """A form that knows which version of the contract its reader had before them.

    `shows_columns`: its fields are columns of the contract, so that two versions can be laid side by side.
    """

    shows_columns: ClassVar[bool] = False
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class TermsForm(EntryForm):
    """What stands in a contract. The tick box about duplicates is shown once it is needed."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=1000)
    number = forms.CharField(label=gettext_lazy("Contract number"), max_length=100, required=False)
    method = forms.ChoiceField(label=gettext_lazy("Procurement method"), choices=[CHOOSE, *Contract.Method.choices])
    signed_on = TypedDayField(label=gettext_lazy("Signed on"), help_text=gettext_lazy("Or without hyphens: 20250331."))
    starts_on = TypedDayField(label=gettext_lazy("Begins on"))
    ends_on = TypedDayField(label=gettext_lazy("Last day"))
    value = MoneyField(label=gettext_lazy("Value"), required=False)
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, initial="CNY")
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=1000, required=False)
    catalogue_code = forms.CharField(label=gettext_lazy("Catalogue code"), max_length=50, required=False)
    despite_duplicates = forms.BooleanField(label=gettext_lazy("It is another contract"), required=False)

    told_at_once: ClassVar[frozenset[str]] = frozenset({DESPITE_DUPLICATES})

    def add_refusal(self, refusal: ValidationError) -> None:
        """What a service refused; likely duplicates with links, which open beside what was typed."""
        found = getattr(refusal, "error_dict", {}).get(DESPITE_DUPLICATES, ())
        if found and found[0].code == DUPLICATE:
            refusal = ValidationError({DESPITE_DUPLICATES: _named(found[0].params["contracts"])})
        super().add_refusal(refusal)


def _named(contracts: list[Contract]) -> ValidationError:
    rows = [(reverse("contract-detail", args=[each.pk]), str(each), each.starts_on, each.ends_on) for each in contracts]
    link = '<a href="{}" target="_blank" rel="noopener">{}</a> ({} – {})'
    named = format_html_join("; ", link, rows)
    sentence = _("This is probably on record already: %(named)s. Tick the box if it is another contract.")
    before, after = (sentence % {"named": "\x00"}).split("\x00")
    return ValidationError(format_html("{}{}{}", before, named, after), code=DUPLICATE)


class ContractForm(TermsForm):
    """A contract that is entered: between whom, on which terms, and with which schedule of payments."""

    government = RecordChoice("organization", label=gettext_lazy("Government body"))
    ngo = RecordChoice("organization", label=gettext_lazy("NGO"))
    file = FileField()

    groups: ClassVar[list[Group]] = [
        (gettext_lazy("Between whom"), ("government", "ngo")),
        (
            gettext_lazy("Terms"),
            ("title", "number", "method", "signed_on", "starts_on", "ends_on", "value", "currency"),
        ),
        (gettext_lazy("Further"), ("title_en", "catalogue_code", "file", DESPITE_DUPLICATES)),
    ]

    def __init__(self, *args: Any, user: Any, schedule: ScheduleRows, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schedule = schedule
        for name in ("government", "ngo"):
            self.fields[name].seen_by(user, sector=name)  # type: ignore[attr-defined]
        first = next((name for name in ("government", "ngo") if not self[name].value()[0]), "title")
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """The rows of the schedule are right."""
        given: dict[str, Any] = super().clean() or {}
        if not self.schedule.is_valid():
            self.add_error(None, _("The schedule of payments needs a look; what is wrong stands beside its rows."))
        return given


class RenewalForm(TermsForm):
    """The contract that follows another."""

    file = FileField()
    groups: ClassVar[list[Group]] = [
        ("", MAIN_TERMS),
        (gettext_lazy("Further"), ("title_en", "catalogue_code", "file", DESPITE_DUPLICATES)),
    ]


class CorrectionForm(VersionedForm, TermsForm):
    """What is wrong in a contract, put right. The ending and the closing are there if there is something to correct."""

    shows_columns: ClassVar[bool] = True

    terminated_on = DayField(
        label=gettext_lazy("Ended early on"),
        required=False,
        help_text=gettext_lazy("Empty it if the contract was not ended early."),
    )
    termination_party = forms.ChoiceField(label=gettext_lazy("Ended by"), choices=PARTIES, required=False)
    termination_fault = forms.ChoiceField(label=gettext_lazy("At fault"), choices=PARTIES, required=False)
    termination_reason = forms.CharField(label=gettext_lazy("Reason"), widget=TextArea(2), required=False)
    closed_on = DayField(
        label=gettext_lazy("Closed on"), required=False, help_text=gettext_lazy("Empty it to open the contract again.")
    )
    closing_note = forms.CharField(label=gettext_lazy("Note on closing"), widget=TextArea(2), required=False)
    reason = forms.CharField(label=gettext_lazy("What was wrong"), widget=TextArea(2))
    file = FileField()

    groups: ClassVar[list[Group]] = [
        ("", (*MAIN_TERMS, "title_en", "catalogue_code")),
        (gettext_lazy("Early ending"), ENDING),
        (gettext_lazy("Closing"), CLOSING),
        (gettext_lazy("Why"), ("reason", "file", DESPITE_DUPLICATES)),
    ]

    def __init__(self, *args: Any, contract: Contract, corrects_ending: bool = True, **kwargs: Any) -> None:
        given = {name: getattr(contract, name) for name in (*TERMS, *ENDING, *CLOSING)}
        kwargs["initial"] = given | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        absent = () if contract.terminated_on and corrects_ending else ENDING
        for name in (*absent, *(() if contract.closed_on else CLOSING)):
            del self.fields[name]

    @property
    def changes(self) -> Mapping[str, Any]:
        """The columns of the contract as they should be."""
        return {name: self.cleaned_data[name] for name in (*TERMS, *ENDING, *CLOSING) if name in self.fields}


class AmendmentForm(VersionedForm):
    """A signed change of a contract."""

    signed_on = DayField(label=gettext_lazy("Signed on"))
    number = forms.CharField(label=gettext_lazy("Number"), max_length=100, required=False)
    new_ends_on = DayField(
        label=gettext_lazy("New last day"), required=False, help_text=gettext_lazy("If the term changes.")
    )
    new_value = MoneyField(
        label=gettext_lazy("New value"), required=False, help_text=gettext_lazy("If the value changes.")
    )
    description = forms.CharField(label=gettext_lazy("What changes"), widget=TextArea(), required=False)
    file = FileField()


class SuspensionForm(VersionedForm):
    """Work under a contract rests."""

    started_on = DayField(label=gettext_lazy("Suspended from"), initial=timezone.localdate)
    reason = forms.CharField(label=gettext_lazy("Why work rests"), widget=TextArea())
    file = FileField()


class ResumptionForm(VersionedForm):
    """Work under a contract goes on."""

    ended_on = DayField(label=gettext_lazy("Work goes on from"), initial=timezone.localdate)


class EndingForm(VersionedForm):
    """A contract is ended early: by whom, and through whose fault."""

    terminated_on = DayField(label=gettext_lazy("Ended on"), initial=timezone.localdate)
    party = forms.ChoiceField(label=gettext_lazy("Ended by"), choices=PARTIES)
    fault = forms.ChoiceField(label=gettext_lazy("At fault"), choices=PARTIES)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=TextArea())
    file = FileField()


class EndingConfirmationForm(VersionedForm):
    """The other side says that a contract was ended as it stands there."""

    note = forms.CharField(label=gettext_lazy("Note"), widget=TextArea(2), required=False)


class ClosingForm(VersionedForm):
    """A contract is settled. The tick box is shown once something is found to be open."""

    closed_on = DayField(label=gettext_lazy("Closed on"), initial=timezone.localdate)
    closing_note = forms.CharField(label=gettext_lazy("Note"), widget=TextArea(), required=False)
    despite_open = forms.BooleanField(label=gettext_lazy("Close it all the same"), required=False)

    told_at_once: ClassVar[frozenset[str]] = frozenset({"despite_open"})
