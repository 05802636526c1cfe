"""The form of a standing: one choice says what was recorded, its result or its level."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.models import Standing

from .choosing import ChoiceBox
from .entry import EntryForm
from .fields import DayField, TextArea

Kind, Result = Standing.Kind, Standing.Result


@dataclass(frozen=True)
class Entry:
    """What a choice stands for."""

    kind: str
    result: str = ""
    level: int | None = None


ENTRIES: Mapping[str, Entry] = {
    **{f"rating-{level}": Entry(Kind.RATING, level=level) for level in (5, 4, 3, 2, 1, 0)},
    **{f"annual-{result}": Entry(Kind.ANNUAL, result) for result in (Result.PASS, Result.BASIC, Result.FAIL)},
    "abnormal-on": Entry(Kind.ABNORMAL, Result.ON),
    "abnormal-off": Entry(Kind.ABNORMAL, Result.OFF),
    "serious-on": Entry(Kind.SERIOUS, Result.ON),
    "serious-off": Entry(Kind.SERIOUS, Result.OFF),
    "penalty": Entry(Kind.PENALTY),
    "registration-granted": Entry(Kind.REGISTRATION, Result.GRANTED),
    "registration-revoked": Entry(Kind.REGISTRATION, Result.REVOKED),
}
WITHDRAWN = _("rating withdrawn")


def choices() -> list[Any]:
    """The entries under the kinds they belong to."""
    grouped: dict[str, list[tuple[str, Any]]] = {}
    for code, entry in ENTRIES.items():
        grouped.setdefault(entry.kind, []).append((code, _label(entry)))
    return [("", "---------"), *((Kind(kind).label, options) for kind, options in grouped.items())]


def _label(entry: Entry) -> Any:
    if entry.level is not None:
        return f"{entry.level}A" if entry.level else WITHDRAWN
    return Result(entry.result).label if entry.result else Kind(entry.kind).label


class StandingForm(EntryForm):
    """What a register says of an organization."""

    entry = forms.ChoiceField(label=_("What the register says"), choices=choices)
    effective_on = DayField(label=_("Takes effect on"))
    valid_until = DayField(
        label=_("Valid until (not included)"),
        required=False,
        help_text=_("A rating is valid for five years if you leave this open."),
    )
    reference = forms.CharField(label=_("Document number"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), widget=TextArea(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = ChoiceBox(words=lambda code: str(Kind(ENTRIES[str(code)].kind).label))
        box.attrs |= self.fields["entry"].widget.attrs
        box.choices = self.fields["entry"].choices  # type: ignore[attr-defined]
        self.fields["entry"].widget = box

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        given = dict(self.cleaned_data)
        entry = ENTRIES[given.pop("entry")]
        return {**given, "kind": entry.kind, "result": entry.result, "level": entry.level}

    def add_refusal(self, refusal: ValidationError) -> None:
        """Kind, result and level are one choice here."""
        if hasattr(refusal, "error_dict"):
            parts = {"kind": "entry", "result": "entry", "level": "entry"}
            errors = {parts.get(name, name): problems for name, problems in refusal.error_dict.items()}
            refusal = ValidationError(errors)
        super().add_refusal(refusal)
