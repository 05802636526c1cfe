"""What is done with a record that is there: what is sent, who may, and the service that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from rest_framework import serializers

from partnerships.access import Action, check_act, check_record
from partnerships.models import Contest, Document, Fact, User
from partnerships.services.documents import attach_document, attach_evidence
from partnerships.services.provenance import own_word
from partnerships.services.refusals import refuse
from partnerships.services.verification import (
    confirm_fact,
    contest_fact,
    open_contest,
    rule_on_contest,
    state_grounds,
    void_fact,
)

from .entries import EntrySerializer, EvidenceFile, ProvedSerializer, parted

Values = Mapping[str, Any]
# do(by, record, values, whether a document came along)
Doing = Callable[[User, Any, Values, bool], Any]


@dataclass(frozen=True)
class Act:
    """An act on a record. `check` refuses whoever may not, whatever they send; `makes`: it leads to a new record."""

    sent: type[EntrySerializer]
    check: Callable[[User, Any], None]
    do: Doing
    makes: bool = False

    def perform(self, by: User, record: Fact, values: Values) -> Fact:
        """Does it, with what proves it; returns the record that is shown then: the one acted on, or that in its place.

        What was handed in proves what the act has made (an amendment, an evaluation), or else the record.
        """
        given, evidence = parted(self.sent, values)
        made = self.do(by, record, given, bool(evidence))
        attach_evidence(by=by, fact=made if isinstance(made, Fact) else record, **evidence)
        return made if type(made) is type(record) else record


def may(action: Action) -> Callable[[User, Any], None]:
    """Who may, as the table of rights has it for the kind of record."""
    return lambda by, record: check_act(by, action, record)


def service_knows(_by: User, _record: Any) -> None:
    """Who may is in the service alone: there is no right to it in the table."""


def done(service: Callable[..., Any], name: str) -> Doing:
    """An act by a service that takes the record under the name."""
    return lambda by, record, values, _documented: service(by=by, **{name: record}, **values)


def recorded(service: Callable[..., Any], name: str) -> Doing:
    """An act that records something on the record, as the word of the person's side."""
    return lambda by, record, values, documented: service(
        by=by, **{name: record}, provenance=own_word(by, has_document=documented), **values
    )


class VoidEntrySerializer(EntrySerializer):
    """Why the record is taken back. It stays readable and counts for nothing."""

    reason = serializers.CharField(max_length=2000)

    elsewhere = {"void_reason": "reason"}


class ConfirmationEntrySerializer(EntrySerializer):
    """The other side stands behind the record, too."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class ObjectionEntrySerializer(ProvedSerializer):
    """An objection. Grounds can be given later; without any it lapses in 30 days."""

    grounds = serializers.CharField(max_length=10_000, allow_blank=True, default="")


class GroundsEntrySerializer(ProvedSerializer):
    """Grounds of the objection that is open, beside those it has."""

    grounds = serializers.CharField(max_length=10_000)


class RulingEntrySerializer(EntrySerializer):
    """The ruling on the objection that is open, with its reasons, which both sides read."""

    outcome = serializers.ChoiceField([each for each in Contest.Outcome.choices if each[0] != Contest.Outcome.LAPSED])
    ruling = serializers.CharField(max_length=10_000)


class DocumentEntrySerializer(EntrySerializer):
    """A document that proves the record: either a file or an address."""

    file = EvidenceFile(
        required=False, help_text="PDF, picture, Word, Excel or OFD, up to 20 MB. Needs `multipart/form-data`."
    )
    url = serializers.URLField(max_length=1000, required=False, allow_blank=True)
    title = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="Without one: the name of the file, or the address."
    )


def _objection(fact: Fact) -> Contest:
    objection = open_contest(fact)
    if objection is None:
        refuse(NON_FIELD_ERRORS, _("No objection to this entry is open."))
    return objection


def _state_grounds(by: User, fact: Fact, values: Values, _documented: bool) -> Contest:
    return state_grounds(by=by, contest=_objection(fact), **values)


def _rule(by: User, fact: Fact, values: Values, _documented: bool) -> Contest:
    return rule_on_contest(by=by, contest=_objection(fact), **values)


def _check_may_attach(by: User, fact: Fact) -> None:
    check_record(by, Document, fact)


ON_FACTS: Mapping[str, Act] = {
    "void": Act(VoidEntrySerializer, may(Action.VOID), done(void_fact, "fact")),
    "confirm": Act(ConfirmationEntrySerializer, may(Action.CONFIRM), done(confirm_fact, "fact")),
    "contest": Act(ObjectionEntrySerializer, may(Action.CONTEST), done(contest_fact, "fact")),
    "grounds": Act(GroundsEntrySerializer, may(Action.CONTEST), _state_grounds),
    "rule": Act(RulingEntrySerializer, may(Action.RULE), _rule),
    "attach": Act(DocumentEntrySerializer, _check_may_attach, done(attach_document, "fact")),
}
"""What can be done with every fact, by the name of the action."""
