"""Forms of what is due and done under a contract: milestones, instalments, evaluations."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Evaluation, Party, Payment
from partnerships.services.schedules import MOST_INSTALMENTS

from .entry import EntryForm, Group
from .evidence import FileField
from .fields import DayField, MoneyField, TypedDayField

CHOOSE = ("", gettext_lazy("Choose one"))


class MilestoneForm(EntryForm):
    """Something the NGO has to deliver."""

    title = forms.CharField(label=gettext_lazy("What is to be delivered"), max_length=300)
    due_on = DayField(label=gettext_lazy("Due by"))
    file = FileField()


class ReachedForm(EntryForm):
    """A milestone was reached."""

    reached_on = DayField(label=gettext_lazy("Reached on"), initial=timezone.localdate)
    file = FileField()


class PaymentForm(EntryForm):
    """An instalment that is due, that was paid, or both."""

    stage = forms.ChoiceField(label=gettext_lazy("Instalment"), choices=[CHOOSE, *Payment.Stage.choices])
    due_on = DayField(
        label=gettext_lazy("Due on"),
        required=False,
        help_text=gettext_lazy("Leave it empty if no day was agreed; nothing is then said about lateness."),
    )
    amount_due = MoneyField(label=gettext_lazy("Amount due"), required=False)
    paid_on = DayField(
        label=gettext_lazy("Paid on"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it is still to be paid."),
    )
    amount_paid = MoneyField(
        label=gettext_lazy("Amount paid"),
        required=False,
        help_text=gettext_lazy("Less than what is due leaves the rest due."),
    )
    file = FileField()

    groups: ClassVar[list[Group]] = [
        ("", ("stage",)),
        (gettext_lazy("What is due"), ("due_on", "amount_due")),
        (gettext_lazy("What was paid"), ("paid_on", "amount_paid")),
        ("", ("file",)),
    ]

    def clean(self) -> dict[str, Any]:
        """A day goes with its amount; an instalment that was paid as agreed needs its amount only once."""
        given: dict[str, Any] = super().clean() or {}
        for day, amount in (("due_on", "amount_due"), ("paid_on", "amount_paid")):
            if given.get(amount) is not None and given.get(day) is None and day not in self.errors:
                self.add_error(day, _("Give the day of this amount."))
        if given.get("due_on") and given.get("amount_due") is None and "amount_due" not in self.errors:
            self.add_error("amount_due", _("Say how much is due."))
        if given.get("paid_on") and given.get("amount_paid") is None:
            given["amount_paid"] = given.get("amount_due")
            if given["amount_paid"] is None and "amount_paid" not in self.errors:
                self.add_error("amount_paid", _("Say how much was paid."))
        if not given.get("due_on") and not given.get("paid_on") and not self.errors:
            self.add_error("due_on", _("Give the day it is due, the day it was paid, or both."))
        return given


class PaidForm(EntryForm):
    """An instalment was paid, in full or in part."""

    paid_on = DayField(label=gettext_lazy("Paid on"), initial=timezone.localdate)
    amount_paid = MoneyField(
        label=gettext_lazy("Amount paid"), help_text=gettext_lazy("Less than what is due leaves the rest due.")
    )
    file = FileField()


class EvaluationForm(EntryForm):
    """What a contract delivered, as somebody judged it."""

    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=[CHOOSE, *Evaluation.Phase.choices])
    held_on = DayField(label=gettext_lazy("Held on"), initial=timezone.localdate)
    result = forms.ChoiceField(label=gettext_lazy("Result"), choices=[CHOOSE, *Evaluation.Result.choices])
    score = forms.DecimalField(label=gettext_lazy("Score"), required=False, max_digits=6, decimal_places=3, min_value=0)
    score_maximum = forms.DecimalField(
        label=gettext_lazy("Out of"), required=False, max_digits=6, decimal_places=3, min_value=0
    )
    evaluator = forms.CharField(label=gettext_lazy("Evaluator"), max_length=300, required=False)
    is_independent = forms.BooleanField(
        label=gettext_lazy("The evaluator belongs to neither side"),
        required=False,
        help_text=gettext_lazy("It then counts as a third party's word, under the evaluator's name."),
    )
    paid_for_by = forms.ChoiceField(
        label=gettext_lazy("Evaluator paid by"),
        choices=[("", gettext_lazy("not known")), *Party.choices],
        required=False,
    )
    file = FileField()

    def __init__(self, *args: Any, may_name_a_third: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name_a_third:
            del self.fields["is_independent"]


class InstalmentForm(EntryForm):
    """One row of the schedule of payments in the form of a new contract. An empty row is none."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Instalment"), choices=[("", "–"), *Payment.Stage.choices], required=False
    )
    due_on = TypedDayField(label=gettext_lazy("Due on"), required=False)
    amount_due = MoneyField(label=gettext_lazy("Amount"), required=False)

    def clean(self) -> dict[str, Any]:
        """A row that was begun is complete."""
        given: dict[str, Any] = super().clean() or {}
        missing = [name for name in self.fields if given.get(name) in {None, ""} and name not in self.errors]
        if self.has_changed():
            for name in missing:
                self.add_error(name, _("Complete the row, or empty it."))
        return given


class ScheduleRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows of a schedule of payments."""

    @property
    def instalments(self) -> Sequence[dict[str, Any]]:
        """The rows that were filled in."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


ROWS = 3
_Schedule = forms.formset_factory(
    InstalmentForm, formset=ScheduleRows, extra=ROWS, max_num=MOST_INSTALMENTS, absolute_max=MOST_INSTALMENTS
)


def schedule_of(sent: QueryDict | None) -> ScheduleRows:
    """The rows that were sent; one more where they were asked for (`more`)."""
    if sent is None:
        return _Schedule(prefix="schedule")
    data = sent.copy()
    count = data.get("schedule-TOTAL_FORMS", "")
    rows = min(int(count), MOST_INSTALMENTS) if count.isascii() and count.isdigit() and len(count) < 4 else ROWS
    data["schedule-TOTAL_FORMS"] = str(rows + ("more" in sent))
    data["schedule-INITIAL_FORMS"] = "0"
    return _Schedule(data, prefix="schedule")
