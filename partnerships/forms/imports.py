"""Forms of imports: the files, what their columns mean, and why an import is undone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.models import Contract, Organization, User

from .choosing import RecordChoice
from .entry import EntryForm
from .fields import DayField, TextArea

Choices = Sequence[tuple[str, Any]]
COLUMN = "column-"


class ManyFilesInput(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; its value is their list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files."""
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadForm(EntryForm):
    """What is handed in."""

    files = ManyFilesField(
        label=_("File"),
        help_text=_(
            "Excel (.xlsx) or CSV with any column names; or an OCDS or 360Giving file, or the two files of a network. "
            "Nothing is recorded before you have seen what becomes of it."
        ),
    )


class LookForm(EntryForm):
    """Where in the file the records are, and what they are. Asked with GET: it changes nothing."""

    kind = forms.ChoiceField(label=_("The rows are"))
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(label=_("Titles stand in row"), min_value=1, max_value=60)
    header_depth = forms.TypedChoiceField(
        label=_("The titles take"), coerce=int, choices=[(1, _("one row")), (2, _("two rows"))]
    )

    def __init__(self, *args: Any, kinds: Choices, sheets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]
        if len(sheets) < 2:
            self.fields["sheet"].widget = forms.HiddenInput()


class ColumnsForm(EntryForm):
    """What each column means, and what holds for the whole sheet. `columns` are pairs of place and title."""

    unit = forms.TypedChoiceField(
        label=_("Sums whose column names no unit are in"),
        coerce=int,
        required=False,
        empty_value=0,
        choices=[
            (0, _("the unit named above the table, else yuan")),
            (1, _("yuan (元)")),
            (10_000, _("ten thousand yuan (万元)")),
        ],
    )
    government = RecordChoice("organization", label=_("Government body of rows that name none"), required=False)
    method = forms.ChoiceField(
        label=_("Procurement method of rows that name none"),
        required=False,
        choices=[("", "—"), *Contract.Method.choices],
    )
    currency = forms.RegexField(
        "^[A-Z]{3}$",
        label=_("Currency of rows that name none"),
        initial="CNY",
        required=False,
        max_length=3,
        error_messages={"invalid": _("Write the code of three capital letters, such as CNY.")},
    )
    register = forms.ChoiceField(
        label=_("NGOs that are not on record"),
        required=False,
        choices=[("yes", _("are registered")), ("no", _("are refused with their row"))],
    )

    def __init__(
        self, *args: Any, user: User, columns: Sequence[tuple[int, str]], meanings: Choices, kind: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = [place for place, _title in columns]
        for place, title in columns:
            field = forms.ChoiceField(label=title, required=False, choices=[("", _("is not imported")), *meanings])
            field.widget.attrs["class"] = "form-select"
            field.widget.attrs["aria-label"] = title
            self.fields[f"{COLUMN}{place}"] = field
        self._labels = dict(meanings)
        self.fields["government"].seen_by(user, sector=Organization.Sector.GOVERNMENT)  # type: ignore[attr-defined]
        for name, kinds in (
            ("unit", {"contracts", "payments", "events", "finance"}),
            ("government", {"contracts", "payments", "events"}),
            ("method", {"contracts"}),
            ("currency", {"contracts", "events", "finance"}),
            ("register", {"contracts", "organizations"}),
        ):
            if kind not in kinds:
                del self.fields[name]

    @property
    def whole_sheet(self) -> Sequence[Any]:
        """The fields that hold for the whole sheet."""
        return [self[name] for name in ("unit", "currency", "government", "method", "register") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Every meaning is given to one column at most."""
        cleaned: dict[str, Any] = super().clean() or {}
        given: dict[str, int] = {}
        for place in self.places:
            meaning = cleaned.get(f"{COLUMN}{place}")
            if meaning and meaning in given:
                sentence = _("“%(meaning)s” is given to another column already. Choose one of the two.")
                self.add_error(f"{COLUMN}{place}", ValidationError(sentence, params={"meaning": self._labels[meaning]}))
            elif meaning:
                given[meaning] = place
        cleaned["meanings"] = {place: meaning for meaning, place in given.items()}
        return cleaned


class OptionsForm(EntryForm):
    """What a file of a known form does not say. `names` are the options its source has."""

    started_on = DayField(label=_("The ties hold from"))
    ended_on = DayField(label=_("The ties hold until"), required=False, help_text=_("Empty if they still hold."))
    name = forms.CharField(label=_("Name of the network"), required=False, max_length=200)
    jurisdiction = forms.CharField(
        label=_("Code of the division the government bodies belong to"),
        required=False,
        max_length=12,
        help_text=_("Without it only administrators see what is imported."),
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(names):
            del self.fields[name]

    def as_options(self) -> dict[str, str]:
        """The options as sources take them: text, those left open not at all."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in {None, ""}}


class UndoForm(EntryForm):
    """Why an import is undone."""

    reason = forms.CharField(label=_("Reason"), widget=TextArea())
