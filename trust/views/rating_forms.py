"""Forms of blind ratings: open a round, judge a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.forms.entry import EntryForm
from partnerships.forms.fields import TextArea
from partnerships.models import User
from trust.presenters.stages import STAGES

MOST_CASES = 200
ANSWERS = [*((mark.number, mark.label) for mark in STAGES), (0, _("I abstain: no stage can be named on these facts"))]
CHOOSE = ("", pgettext_lazy("stage", "Choose"))


class ExpertsField(forms.ModelMultipleChoiceField):
    """Analysts by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Full name, else the name one signs in with."""
        return str(obj.get_full_name() or obj.username)


class RoundForm(EntryForm):
    """Who rates how many cases, and what for."""

    purpose = forms.CharField(
        label=_("Purpose"), max_length=200, help_text=_("Such as: first panel on version 2026.1.")
    )
    experts = ExpertsField(
        label=_("Experts"),
        queryset=User.objects.none(),
        help_text=_("Analysts. Each gets the same cases in an order of their own; two or more are needed to compare."),
    )
    cases = forms.IntegerField(
        label=_("Number of cases"),
        min_value=1,
        max_value=MOST_CASES,
        initial=20,
        help_text=_("Drawn evenly from all outcomes."),
    )

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts  # type: ignore[attr-defined]


class JudgementForm(EntryForm):
    """One stage or none, what else would do, and why."""

    groups = (
        ("", ("stage",)),
        (_("What else you would accept"), tuple(f"also_{number}" for number, _label in ANSWERS)),
        ("", ("rationale",)),
    )
    stage = forms.TypedChoiceField(label=_("Your judgement"), choices=[CHOOSE, *ANSWERS], coerce=int)
    rationale = forms.CharField(
        label=_("Rationale"),
        widget=TextArea(4),
        help_text=_("Which facts decide it for you, and what is missing. Name nobody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in ANSWERS:
            box = forms.BooleanField(label=label, required=False)
            box.widget.attrs["class"] = "form-check-input"
            self.fields[f"also_{number}"] = box

    @property
    def acceptable(self) -> list[int]:
        """The other answers that were ticked."""
        return [number for number, _label in ANSWERS if self.cleaned_data[f"also_{number}"]]
