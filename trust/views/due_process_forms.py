"""Forms by which both sides answer a judgement, and people from outside rule and decide."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
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


class UpheldField(forms.ModelChoiceField):
    """An objection that was upheld, by what it is about and its day."""

    def label_from_instance(self, obj: Any) -> str:
        """What it is about, whose it is, and when it was raised."""
        about = about_words().get(obj.about, obj.about)
        day = date_format(timezone.localdate(obj.opened_at), "DATE_FORMAT")
        return f"{about} · {obj.get_side_display()} · {day}"


class OverrideForm(EntryForm):
    """Another stage than the one read, for a term; with the objection it answers, where one was upheld."""

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
    objection = UpheldField(
        label=_("Objection that led to it"),
        queryset=Objection.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Where the rules do not fit the case, an override follows the ruling on an objection."),
    )

    def __init__(self, *args: Any, objections: Any, **kwargs: Any) -> None:
        """`objections`: those upheld in the partnership, the newest first; without any the form does not ask."""
        super().__init__(*args, **kwargs)
        if objections:
            self.fields["objection"].queryset = objections  # type: ignore[attr-defined]
        else:
            del self.fields["objection"]


class EndOverrideForm(EntryForm):
    """The end of an override."""

    reason = forms.CharField(label=_("Reason"), widget=TextArea(3), max_length=5000)

    elsewhere: ClassVar[dict[str, str]] = {"end_reason": "reason"}
