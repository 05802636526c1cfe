"""Forms of requests and their replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Request, User

from .choosing import RecordChoice
from .days import PastDayField
from .entry import EntryForm
from .evidence import AddressField, FileField
from .fields import TextArea


class RequestForm(EntryForm):
    """A request, challenge or complaint by the NGO."""

    partnership = RecordChoice("partnership", label=_("Partnership"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Request.Kind.choices)
    subject = forms.CharField(label=_("Subject"), max_length=300, widget=TextArea(2))
    opened_on = PastDayField(label=_("Made on"))
    file = FileField()
    url = AddressField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].seen_by(user)  # type: ignore[attr-defined]


class AnswerForm(EntryForm):
    """The body's reply to a request."""

    answered_on = PastDayField(label=_("Answered on"))
    answer = forms.CharField(label=_("Answer"), widget=TextArea(4), required=False)
    file = FileField()
    url = AddressField()
