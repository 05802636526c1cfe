"""What all forms share: Bootstrap's classes, groups of fields, and where refusals of services are shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BoundField
from django.utils.functional import Promise

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)
Group = tuple[str | Promise, Sequence[str]]


def dress(form: forms.BaseForm) -> None:
    """Gives the fields of any form Bootstrap's classes; whatever is wrong, or explained, is read out with the field."""
    for name, field in form.fields.items():
        widget = field.widget
        known = next(words for kind, words in CLASSES if isinstance(widget, kind))
        widget.attrs["class"] = " ".join(dict.fromkeys([*widget.attrs.get("class", "").split(), known]))
        label = str(form.auto_id) % form.add_prefix(name)
        widget.attrs["aria-describedby"] = f"{label}-help {label}-problems"


class EntryForm(forms.Form):
    """A form for one act. `groups` arranges its fields under headings; without it they stand in one group.

    `elsewhere` names the field that shows what a service refuses on something that is no field of the form.
    `told_at_once` are tick boxes that accept a warning: they appear with it, also while somebody types.
    """

    groups: ClassVar[Sequence[Group]] = ()
    elsewhere: ClassVar[Mapping[str, str]] = {}
    told_at_once: ClassVar[frozenset[str]] = frozenset()
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def grouped(self) -> Iterator[tuple[str | Promise, Iterable[BoundField]]]:
        """The visible fields under their headings."""
        for title, names in self.groups or (("", [field.name for field in self.visible_fields()]),):
            yield title, [self[name] for name in names if name in self.fields]

    def add_refusal(self, refusal: ValidationError) -> None:
        """Shows what a service refused beside the field it names, or above the form where there is no such field."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for refused, errors in refusal.error_dict.items():
            name = self.elsewhere.get(refused, refused)
            known = name != NON_FIELD_ERRORS and name in self.fields
            self.add_error(name if known else None, errors)
