"""Forms by which both sides answer a judgement, and people from outside rule and decide."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.entry import EntryForm
from partnerships.forms.evidence import AddressField, FileField
from partnerships.forms.fields import DayField, TextArea
from trust.models import Objection
from trust.models.assessments import Stage
from trust.presenters.due_process import about_words


class ReadingObjectionForm(EntryForm):
    """An objection to a reading, with what proves it."""

    about = forms.ChoiceField(label=_("What it is about"))
    grounds = forms.CharField(
        label=_("Grounds"),
        widget=TextArea(5),
        max_length=5000,
        help_text=_("What is wrong with the reading, and which facts show it? Both sides and whoever rules read this."),
    )
    file = FileField()
    url = AddressField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("Choose one")), *about_words().items()]  # type: ignore[attr-defined]


class ReadingRulingForm(EntryForm):
    """A ruling on an objection to a reading."""

    outcome = forms.ChoiceField(
        label=_("Ruling"),
        choices=[
            ("", _("Choose one")),
            (Objection.Outcome.UPHELD, _("The objection is right")),
            (Objection.Outcome.DISMISSED, _("The objection is wrong")),
        ],
    )
    ruling = forms.CharField(
        label=_("Reasons"), widget=TextArea(5), max_length=5000, help_text=_("Both sides read them.")
    )


class ReplyForm(EntryForm):
    """A side's words beside the judgement."""

    text = forms.CharField(
        label=_("Reply"),
        widget=TextArea(6),
        max_length=3000,
        help_text=_("Whoever reads the judgement reads this beside it. A new reply takes the place of an earlier one."),
    )


class OverrideForm(EntryForm):
    """Another stage than the one read, for a term."""

    stage = forms.TypedChoiceField(
        label=_("Stage"), coerce=int, choices=[("", _("Choose one")), *((s.value, s.label) for s in Stage)]
    )
    grounds = forms.CharField(
        label=_("Reason"),
        widget=TextArea(5),
        max_length=5000,
        help_text=_("Why does the reading not fit? Everybody who reads the judgement reads the reason."),
    )
    expires_on = DayField(label=_("In force until"), help_text=_("At most a year ahead."))


class EndOverrideForm(EntryForm):
    """The end of an override."""

    reason = forms.CharField(label=_("Reason"), widget=TextArea(3), max_length=5000)

    elsewhere: ClassVar[dict[str, str]] = {"end_reason": "reason"}
