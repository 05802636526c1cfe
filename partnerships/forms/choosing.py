"""Fields in which a record is chosen by typing part of its name.

With JavaScript they are comboboxes (`static/js/combobox.js`); without it the same field takes a name or a number, and
where several records fit, the form comes back with a list of them. A form says whose eyes the field has:

    class MembershipForm(EntryForm):
        organization = RecordChoice("organization", label=_("Member"))

        def __init__(self, *args, user, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["organization"].seen_by(user, sector="ngo")
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.choosing import AT_ONCE, CHOOSABLE
from partnerships.models import User

from .fields import plain

# A number this long is a key; identifiers of organizations are longer.
LONGEST_KEY = 12
Pair = tuple[str, str]  # what was typed, and the key of the record it stands for


class ComboBox(forms.TextInput):
    """A text field with a list of records beneath it, fetched from `source` as somebody types."""

    source = ""
    is_wide = True
    candidates: Iterable[Mapping[str, str]] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Pair:  # noqa: ARG002 (Django's signature)
        """What was typed, and the key of the record that was chosen."""
        return data.get(name) or "", data.get(f"{name}-key") or ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Whether the form that was sent has no such field."""
        return name not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:  # noqa: ARG002
        """The field; its template lies with those of the pages."""
        typed, key = value or ("", "")
        widget = self.get_context(name, typed, attrs)["widget"]
        context = {"widget": widget, "key": key, "source": self.source, "candidates": self.candidates}
        return render_to_string("components/combobox.html", context)


class ChoiceBox(forms.Select):
    """A choice among few; a list that is searched as somebody types, or a plain list without JavaScript.

    `details` gives for a choice what stands beneath it, and `words` what else it is found by.
    """

    is_wide = True

    def __init__(
        self, *, details: Callable[[Any], str] | None = None, words: Callable[[Any], str] | None = None
    ) -> None:
        super().__init__(attrs={"data-combobox": "select", "data-none": _("Nothing fits. Type other words.")})
        self.details, self.words = details, words

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with its details."""
        option = super().create_option(name, value, *args, **kwargs)
        for attribute, text in (("data-hint", self.details), ("data-words", self.words)):
            if value and text:
                option["attrs"][attribute] = text(value)
        return option


class RecordChoice(forms.Field):
    """One record among those the person may see. Its value is the record. `kind` is a row of `CHOOSABLE`."""

    widget = ComboBox
    default_error_messages = {
        "unknown": _("Nothing you can see is called “%(typed)s”. Type part of a name, or a whole code."),
        "several": _("Several are called something like “%(typed)s”. Choose one from the list."),
    }

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind, self.choosable = kind, CHOOSABLE[kind]
        self._rows: Any = None

    def seen_by(self, user: User, **among: Any) -> None:
        """Whose eyes the field has, and to which of them it is narrowed, such as `sector="ngo"`."""
        self._rows = self.choosable.seen(user, among)
        narrowed = {name: getattr(value, "pk", value) for name, value in among.items()}
        self.widget.source = f"{reverse('choices', args=[self.kind])}?{urlencode(narrowed)}"

    def prepare_value(self, value: Any) -> Pair:
        """What stands in the field for a record, for its key, or for what was typed."""
        if isinstance(value, tuple):
            return value
        record = value if isinstance(value, Model) else self._by_key(str(value or ""))
        return (self.choosable.label(record), str(record.pk)) if record else ("", "")

    def clean(self, value: Any) -> Any:
        """The record that was chosen, or the only one that what was typed can mean."""
        typed, key = (str(plain(part)).replace("\x00", "") for part in value)
        if not typed:
            self.validate(None)
            return None
        chosen = self._by_key(key)
        if chosen is not None and self._is_meant(chosen, typed):
            return chosen
        return self._by_key(typed) or self._only(typed)

    def _is_meant(self, record: Model, typed: str) -> bool:
        """Whether the chosen record fits what stands in the field: without JavaScript the text may have moved on."""
        if plain(self.choosable.label(record)) == typed:
            return True
        return bool(self.choosable.found(self._rows, typed).filter(pk=record.pk).exists())

    def _by_key(self, key: str) -> Any:
        if not key.isascii() or not key.isdigit() or len(key) > LONGEST_KEY:
            return None
        return self._rows.filter(pk=int(key)).first()

    def _only(self, typed: str) -> Any:
        found = list(self.choosable.found(self._rows, typed)[:AT_ONCE])
        exact = [record for record in found if plain(self.choosable.label(record)) == typed]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0]
        self.widget.candidates = [self.choosable.option(record) for record in found]
        raise ValidationError(self.error_messages["several" if found else "unknown"], params={"typed": typed})
