"""The quick form of interaction events: who, what, when, and only what the type asks for beside."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.descriptions import OUTCOMES
from partnerships.event_meaning import concept_of, meaning_of
from partnerships.models import Contract, Evaluation, EventType, InteractionEvent, Partnership, Party, User
from partnerships.services.event_rules import EXIT, JOINT_BODY, TERMINATION

from .choosing import ChoiceBox, RecordChoice
from .days import PastDayField
from .entry import EntryForm
from .evidence import AddressField, FileField
from .fields import MoneyField, TextArea

# The types of which an amount, or the contract they happened under, says something.
WITH_AMOUNT = {"CUL_AWARD", "RES_SUBSIDY", "RES_INKIND_GOV", "RES_INKIND_NGO", "RES_SCOPE_CUT", "CUL_TRAINING"}
UNDER_CONTRACT = {"RES_SCOPE_CUT", "RES_EXTRA_TASK", "RES_AUDIT", "RES_SUBCONTRACT", "RES_INKIND_GOV",
                  "RES_INKIND_NGO", "REC_JOINT_EVAL", "REC_RETALIATION"}  # fmt: skip
DETAILS = ("outcome", "party", "amount", "contract", "closes", "everywhere")
CHOOSE = ("", gettext_lazy("Choose one"))
# When who or what changes, the server says which particulars the type asks for.
ASK_FOR_DETAILS = {
    "hx-trigger": "change",
    "hx-target": "#fields-2",
    "hx-swap": "outerHTML",
    "hx-include": "#fields-2, [name=type], [name^=partnership]",
    "hx-sync": "this:replace",
}


class EchoField(forms.CharField):
    """A hidden field that says what the form shows now, whatever was sent."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 (Django's signature)
        """What stands in the form."""
        return initial


class EventForm(EntryForm):
    """An event in one partnership. `kinds` are the types the person may record, `names` those of the indicators.

    `asks_once_more`: a type whose particulars were not on the page when it was sent comes back with them.
    """

    partnership = RecordChoice("partnership", label=gettext_lazy("Who"))
    type = forms.ChoiceField(
        label=gettext_lazy("What happened"), help_text=gettext_lazy("Type a word in English or Chinese.")
    )
    occurred_on = PastDayField(label=gettext_lazy("When"))
    details_of = EchoField(required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"))
    party = forms.ChoiceField(label=gettext_lazy("Ended by"), choices=[CHOOSE, *Party.choices])
    amount = MoneyField(label=gettext_lazy("Amount"), required=False, help_text=gettext_lazy("In yuan."))
    contract = forms.ModelChoiceField(label=gettext_lazy("Contract"), queryset=Contract.objects.none(), required=False,
        empty_label=gettext_lazy("none"),
    )  # fmt: skip
    closes = forms.ModelChoiceField(
        label=gettext_lazy("Joint body that ends"),
        queryset=InteractionEvent.objects.none(),
        required=False,
        empty_label=gettext_lazy("every one of the two"),
    )
    everywhere = forms.BooleanField(label=gettext_lazy("It holds of the NGO in all its partnerships"), required=False)
    file = FileField()
    url = AddressField()
    note = forms.CharField(label=gettext_lazy("Note"), widget=TextArea(2), required=False)

    groups = (
        ("", ("partnership", "type", "occurred_on")),
        ("", DETAILS),
        (gettext_lazy("Evidence"), ("file", "url", "note")),
    )
    elsewhere: ClassVar[Mapping[str, str]] = {"verification": "file", "organization": "partnership"}

    def __init__(
        self, *args: Any, user: User, kinds: Sequence[EventType], names: Mapping[str, str], source: str,
        asks_once_more: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.user, self.kinds = user, {kind.code: kind for kind in kinds}
        self.asks_once_more = asks_once_more
        self.fields["partnership"].seen_by(user)  # type: ignore[attr-defined]
        self._offer_types(names)
        for name in ("partnership", "type"):
            self.fields[name].widget.attrs.update(ASK_FOR_DETAILS | {"hx-get": source})
        first = "type" if self["partnership"].value()[0] else "partnership"
        self.fields[first].widget.attrs["autofocus"] = True
        self._keep_what_is_asked()

    def _offer_types(self, names: Mapping[str, str]) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in self.kinds.values():
            groups.setdefault(concept_of(kind), []).append((kind.code, str(kind)))
        box = ChoiceBox(
            details=lambda code: meaning_of(self.kinds[code], names),
            words=lambda code: f"{self.kinds[code].name_en} {self.kinds[code].name_zh} {code}",
        )
        field = self.fields["type"]
        box.attrs.update(field.widget.attrs | {"class": "form-select"})
        box.is_required = True
        field.widget = box
        field.choices = [CHOOSE, *groups.items()]  # type: ignore[attr-defined]

    @cached_property
    def kind(self) -> EventType | None:
        """The type that is chosen now."""
        return self.kinds.get(self["type"].value() or "")

    @cached_property
    def chosen_partnership(self) -> Partnership | None:
        """The partnership that is chosen now."""
        try:
            found: Partnership | None = self.fields["partnership"].clean(self["partnership"].value())
        except ValidationError:
            return None
        return found

    def _keep_what_is_asked(self) -> None:
        """Leaves out the particulars that say nothing of the type."""
        asked = self._asked(self.kind) if self.kind else set()
        for name in DETAILS:
            if name not in asked:
                del self.fields[name]
        self.initial["details_of"] = self.kind.code if self.kind and asked else ""

    def _asked(self, kind: EventType) -> set[str]:
        asked = {
            "outcome": self._offer_outcomes(kind),
            "party": kind.code == TERMINATION,
            "amount": kind.code in WITH_AMOUNT,
            "contract": kind.code in UNDER_CONTRACT and self._offer_contracts(),
            "closes": kind.code == EXIT and self._offer_joint_bodies(),
            "everywhere": kind.scope == EventType.Scope.ORGANIZATION,
        }
        return {name for name, is_asked in asked.items() if is_asked}

    def _offer_outcomes(self, kind: EventType) -> bool:
        words = OUTCOMES | dict(Evaluation.Result.choices)
        choices = [(code, words.get(code, code)) for code in kind.outcomes]
        self.fields["outcome"].choices = [CHOOSE, *choices]  # type: ignore[attr-defined]
        if kind.code == TERMINATION:
            self.fields["outcome"].label = _("Whose fault")
        return bool(choices)

    def _offer_contracts(self) -> bool:
        rows = Contract.objects.visible_to(self.user).standing().filter(partnership=self.chosen_partnership)
        self.fields["contract"].queryset = rows.order_by("-starts_on", "pk")  # type: ignore[attr-defined]
        return bool(rows.exists())

    def _offer_joint_bodies(self) -> bool:
        rows = InteractionEvent.objects.visible_to(self.user).standing().select_related("type")
        rows = rows.filter(type=JOINT_BODY, partnership=self.chosen_partnership)
        self.fields["closes"].queryset = rows.order_by("-occurred_on", "pk")  # type: ignore[attr-defined]
        return bool(rows.exists())

    def clean(self) -> dict[str, Any]:
        """Sends a type back whose particulars nobody could fill in."""
        given: dict[str, Any] = super().clean() or {}
        if self.asks_once_more and given.get("details_of", "") != self.initial["details_of"]:
            sentence = _("“%(type)s” asks for a little more. Look at what has come up below, then record.")
            self.add_error(None, sentence % {"type": self.kind})
        return given

    def subject(self) -> dict[str, Any]:
        """Whom the event concerns: the partnership, or the NGO in all of them."""
        partnership = self.cleaned_data["partnership"]
        if self.cleaned_data.get("everywhere"):
            return {"organization": partnership.ngo}
        return {"partnership": partnership}
