"""Forms of the mutual survey."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.questionnaires import Questionnaire

from .choosing import RecordChoice
from .entry import EntryForm

CANNOT_SAY = "-"


class RoundForm(EntryForm):
    """In which partnership both sides are asked."""

    partnership = RecordChoice("partnership", label=_("Partnership"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].seen_by(user)  # type: ignore[attr-defined]


class AnswerForm(EntryForm):
    """One choice for each statement of a questionnaire; nothing is chosen beforehand."""

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((str(point), words) for point, words in reversed(asked.points)), (CANNOT_SAY, _("cannot say"))]
        for item in asked.items:
            self.fields[item.code] = forms.ChoiceField(
                label=item.text,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer. “Cannot say” is one, too.")},
            )

    @staticmethod
    def scores(values: Mapping[str, Any]) -> dict[str, int | None]:
        """The cleaned choices as scores, by the codes of the statements."""
        return {code: None if choice == CANNOT_SAY else int(choice) for code, choice in values.items()}


class WithdrawalForm(EntryForm):
    """Nothing is asked: pressing the button is the act."""
