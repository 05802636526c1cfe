"""What is sent to record something: the fields of each kind, and the service that records it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnerships.models import (
    Contract,
    EventType,
    InteractionEvent,
    Organization,
    Partnership,
    Party,
    Payment,
    Request,
    User,
)
from partnerships.services.documents import attach_evidence
from partnerships.services.interactions import record_event, record_request
from partnerships.services.partnerships import open_partnership
from partnerships.services.payments import record_instalment
from partnerships.services.provenance import own_word
from partnerships.services.schedules import MOST_INSTALMENTS, record_scheduled_contract


class VisibleRecord(serializers.PrimaryKeyRelatedField[Any]):
    """A record by its id. One that does not exist and one the writer may not see read the same."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        self.kind = model
        message = format_lazy(
            _("There is no {noun} with this id, or you may not see it. Use the id of one that is listed for you."),
            noun=model._meta.verbose_name,
        )
        kwargs["pk_field"] = serializers.IntegerField(min_value=1, max_value=10**18)
        super().__init__(
            queryset=model._default_manager.none(),
            error_messages={"does_not_exist": message, "incorrect_type": message},
            **kwargs,
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> "VisibleRecord":
        kwargs = {name: value for name, value in self._kwargs.items() if name != "pk_field"}
        return VisibleRecord(self.kind, **kwargs)

    def get_queryset(self) -> models.QuerySet[Any]:
        """What the writer may see."""
        request = self.context.get("request")
        rows: Any = self.kind._default_manager
        return rows.visible_to(request.user) if request is not None else rows.none()  # type: ignore[no-any-return]


class EntrySerializer(serializers.Serializer[Any]):
    """Abstract: what is sent. A field it does not know is refused, so that a slip of the pen is not lost.

    `elsewhere` names the field to which a refusal of a service belongs that speaks of another column.
    """

    elsewhere: ClassVar[Mapping[str, str]] = {}

    def to_internal_value(self, data: Any) -> Any:
        """The values; every unknown name and every wrong value is said at once."""
        errors: dict[str, Any] = {}
        values: Any = {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            if not isinstance(data, Mapping):
                raise
            errors = dict(refusal.detail)  # type: ignore[arg-type]
        message = _("There is no such field. Known here: {names}.")
        for name in set(data) - set(self.fields):
            errors[str(name)] = [str(message).format(names=", ".join(self.fields))]
        if isinstance(data, MultiValueDict):
            errors |= self._refuse_lists(data)
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _refuse_lists(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Lists have no place in a form; the REST framework would pass over them."""
        lists = [name for name, field in self.fields.items() if isinstance(field, serializers.ListSerializer)]
        message = str(_("A list needs JSON. Send it so, and attach the file afterwards."))
        return {name: [message] for name in lists if name in data}


@extend_schema_field({"type": "string", "format": "binary"})
class EvidenceFile(serializers.FileField):
    """A file. What it is, the service finds out from its content."""


class ProvedSerializer(EntrySerializer):
    """Abstract: an entry that a document may prove: a file, the address of a document, or both."""

    file = EvidenceFile(
        required=False, help_text="PDF, picture, Word, Excel or OFD, up to 20 MB. Needs `multipart/form-data`."
    )
    url = serializers.URLField(
        max_length=1000, required=False, allow_blank=True, help_text="Where a document that proves it can be read."
    )


def parted(sent: type[EntrySerializer], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was sent for the service, and the documents that came with it, as `attach_evidence` takes them."""
    given = dict(values)
    if not issubclass(sent, ProvedSerializer):
        return given, {}
    evidence = {name: given.pop(name) for name in ("file", "url") if name in given}
    return given, {name: document for name, document in evidence.items() if document}


def money(**kwargs: Any) -> serializers.DecimalField:
    """A sum of money."""
    return serializers.DecimalField(max_digits=16, decimal_places=2, **kwargs)


class InstalmentEntrySerializer(EntrySerializer):
    """One instalment of the schedule that was agreed."""

    stage = serializers.ChoiceField(Payment.Stage.choices)
    due_on = serializers.DateField()
    amount_due = money()


class ContractEntrySerializer(ProvedSerializer):
    """A purchase of services that was signed. It is recorded as the word of your side.

    `partnership` says between whom, or `government` and `ngo` do: their partnership is opened where there is none yet.
    """

    partnership = VisibleRecord(Partnership, required=False)
    government = VisibleRecord(Organization, required=False)
    ngo = VisibleRecord(Organization, required=False)
    title = serializers.CharField(max_length=1000)
    title_en = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    method = serializers.ChoiceField(Contract.Method.choices)
    catalogue_code = serializers.CharField(max_length=50, required=False, allow_blank=True)
    signed_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The last day of the term.")
    value = money(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    renews = VisibleRecord(Contract, required=False, allow_null=True)
    despite_duplicates = serializers.BooleanField(
        required=False, help_text="True where you know that it is another contract than one much like it on record."
    )
    schedule = InstalmentEntrySerializer(many=True, required=False, max_length=MOST_INSTALMENTS)

    def validate(self, values: Any) -> Any:
        """The parties are named in one of the two ways."""
        named = {"partnership", "government", "ngo"} & set(values)
        if named not in ({"partnership"}, {"government", "ngo"}):
            raise serializers.ValidationError(
                {"partnership": [_("Name the partnership, or in its place the government body and the NGO.")]}
            )
        return values


class PaymentEntrySerializer(ProvedSerializer):
    """An instalment that is due, was paid, or both; each day with its amount, in the currency of the contract."""

    contract = VisibleRecord(Contract)
    stage = serializers.ChoiceField(Payment.Stage.choices)
    due_on = serializers.DateField(required=False, allow_null=True)
    amount_due = money(required=False, allow_null=True)
    paid_on = serializers.DateField(required=False, allow_null=True)
    amount_paid = money(required=False, allow_null=True)


class PaidEntrySerializer(ProvedSerializer):
    """An instalment was paid. Less than was due leaves the remainder due as an instalment of its own."""

    paid_on = serializers.DateField()
    amount_paid = money()


class EventEntrySerializer(ProvedSerializer):
    """Something that happened, in one partnership, or with one NGO in all of its partnerships."""

    type = serializers.SlugRelatedField("code", queryset=EventType.objects.all())
    occurred_on = serializers.DateField()
    partnership = VisibleRecord(Partnership, required=False, allow_null=True)
    organization = VisibleRecord(Organization, required=False, allow_null=True)
    outcome = serializers.CharField(max_length=30, required=False, allow_blank=True)
    party = serializers.ChoiceField(Party.choices, required=False, allow_blank=True)
    amount = money(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    contract = VisibleRecord(Contract, required=False, allow_null=True)
    closes = VisibleRecord(InteractionEvent, required=False, allow_null=True)
    note = serializers.CharField(max_length=10_000, required=False, allow_blank=True)

    elsewhere = {"verification": "file"}


class RequestEntrySerializer(ProvedSerializer):
    """A request, challenge or complaint by the NGO."""

    partnership = VisibleRecord(Partnership)
    kind = serializers.ChoiceField(Request.Kind.choices)
    subject = serializers.CharField(max_length=300, required=False, allow_blank=True)
    opened_on = serializers.DateField()


class ReplyEntrySerializer(ProvedSerializer):
    """The body's reply to a request."""

    answered_on = serializers.DateField()
    answer = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


def _record_contract(
    *,
    by: User,
    partnership: Partnership | None = None,
    government: Organization | None = None,
    ngo: Organization | None = None,
    **terms: Any,
) -> Contract:
    """The contract; opens the partnership of the two where it is new."""
    if partnership is None and government is not None and ngo is not None:
        partnership = open_partnership(by=by, government=government, ngo=ngo)
    return record_scheduled_contract(by=by, partnership=partnership, **terms)


@dataclass(frozen=True)
class Entry:
    """A kind of record that is written: what is sent, and the service that takes it as keywords."""

    model: type[models.Model]
    serializer: type[EntrySerializer]
    record: Callable[..., Any]

    def enter(self, by: User, values: Mapping[str, Any]) -> Any:
        """Records it as the word of the person's side, with what proves it."""
        given, evidence = parted(self.serializer, values)
        fact = self.record(by=by, provenance=own_word(by, has_document=bool(evidence)), **given)
        attach_evidence(by=by, fact=fact, **evidence)
        return fact


CONTRACT = Entry(Contract, ContractEntrySerializer, _record_contract)
PAYMENT = Entry(Payment, PaymentEntrySerializer, record_instalment)
EVENT = Entry(InteractionEvent, EventEntrySerializer, record_event)
REQUEST = Entry(Request, RequestEntrySerializer, record_request)
