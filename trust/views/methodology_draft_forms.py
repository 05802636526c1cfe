"""Forms of drafts: propose, confirm, lay aside; and what the page of one may be asked for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.entry import EntryForm
from partnerships.forms.fields import DayField, TextArea
from trust.presenters.stages import MARKS

LARGEST_FILE = 500_000  # bytes; the file of 2026.1 has 16,000


class DraftForm(EntryForm):
    """A methodology file, pasted or uploaded, and why it is proposed."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
        help_text=_("A TOML file. It takes the place of the text below."),
    )
    source = forms.CharField(
        label=_("Text of the file"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "code-text", "spellcheck": "false", "wrap": "off"}),
        help_text=_("It begins as the version in force: change its name, its date and the numbers you propose."),
    )
    purpose = forms.CharField(
        label=_("Why this version"),
        widget=TextArea(3),
        help_text=_("Who asks for it, on what evidence. It is shown to whoever has to confirm it."),
    )

    def clean(self) -> dict[str, Any]:
        """The text, from the file where there is one. It stands in the form afterwards, so that nothing is lost."""
        cleaned = super().clean() or {}
        file = cleaned.pop("file", None)
        if file:
            cleaned["source"] = self._text_of(file)
            self.data = self.data.copy()
            self.data[self.add_prefix("source")] = cleaned["source"]
        if not cleaned.get("source", "").strip():
            raise ValidationError({"source": _("Upload a file, or paste its text.")})
        return cleaned

    def _text_of(self, file: Any) -> str:
        if file.size > LARGEST_FILE:
            raise ValidationError({"file": _("The file is larger than 500 kB; a methodology is not.")})
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ValidationError({"file": _("The file is no text in UTF-8. Save it as UTF-8.")}) from error


class ConfirmForm(EntryForm):
    """From which day on a version counts."""

    effective_on = DayField(
        label=_("In force from"),
        help_text=_("The first day of a coming month: every month is judged by one version."),
    )


class DiscardForm(EntryForm):
    """Why a draft is laid aside."""

    reason = forms.CharField(label=_("Reason"), widget=TextArea(2))


class RepeatForm(EntryForm):
    """Asks for nothing: the button is all."""


OUTCOMES = [(mark.slug, mark.label) for mark in MARKS if mark.slug != "unassessed"]


class MovesForm(forms.Form):
    """Which moves are listed, and whether as a file."""

    before = forms.ChoiceField(choices=OUTCOMES, required=False)
    after = forms.ChoiceField(choices=OUTCOMES, required=False)
    download = forms.ChoiceField(choices=[("moves", "moves")], required=False)
    page = forms.IntegerField(min_value=1, required=False)
