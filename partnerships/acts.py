"""What a person can do with a record they are looking at, as data: one row per act, shown as buttons beside it.

The services decide again when the act is done; this table only keeps people from buttons that would refuse them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.access import Action, Parties, covers, may_act, may_record
from partnerships.descriptions import DESCRIBERS
from partnerships.models import (
    AnnualFinance,
    Contract,
    ContractState,
    Document,
    Fact,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationMerge,
    OrganizationName,
    Partnership,
    Payment,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Succession,
    SurveyAnswer,
    SurveyRound,
    User,
)
from partnerships.models.facts import ONE_SIDED
from partnerships.services.contract_states import TRANSITIONS, ContractAct
from partnerships.services.verification import is_other_party, is_other_side

Record = models.Model


@dataclass(frozen=True)
class Act:
    """A button: what it does in words, and the address of its form."""

    label: str | Promise
    address: str
    is_harmful: bool = False


@dataclass(frozen=True)
class ActRule:
    """An act on records of some models. `needs`: an action of the access table, or the model that it records.

    `view` is the name of the form's address, which takes the record's key, and its table first where `by_table`; where
    `by_query` is given, the address takes the key as that parameter instead. `allows`: what the person must be beyond
    what the table of rights says. What is `only_on_page` is kept from rows of lists.
    """

    on: tuple[type[Record], ...]
    label: str | Promise
    view: str
    needs: Action | type[Record]
    applies: Callable[[Record], bool] = lambda _record: True
    is_harmful: bool = False
    by_table: bool = False
    by_query: str = ""
    allows: Callable[[User, Any], bool] = lambda _user, _record: True
    only_on_page: bool = False

    def is_open_to(self, user: User, record: Record, parties: Parties) -> bool:
        """Whether the act makes sense for the record as it stands, and the person may do it. No query."""
        if not isinstance(record, self.on) or not self.applies(record) or not self.allows(user, record):
            return False
        if isinstance(self.needs, Action):
            return may_act(user, self.needs, record, parties)
        return may_record(user, self.needs, record, parties)

    def address(self, record: Record) -> str:
        """Where the act's form is."""
        if self.by_query:
            return f"{reverse(self.view)}?{self.by_query}={record.pk}"
        table = [record._meta.model_name] if self.by_table else []
        return reverse(self.view, args=[*table, record.pk])


def _state(contract: Any) -> str:
    """The contract's state if it was read `with_state`, else what its own columns tell."""
    if contract.is_voided:
        return ContractState.VOIDED
    ended = ContractState.ENDED_EARLY if contract.terminated_on else ContractState.IN_FORCE
    return str(getattr(contract, "state", ContractState.CLOSED if contract.closed_on else ended))


def _contract_act(act: ContractAct, label: Any, view: str, **further: Any) -> "ActRule":
    """An act on contracts as the table of transitions has it."""
    transition = TRANSITIONS[act]

    def applies(contract: Record) -> bool:
        return transition.is_open_in(_state(contract))

    return ActRule((Contract,), label, view, transition.needs, applies, **further)


def _resumes(contract: Any) -> bool:
    return _state(contract) == ContractState.SUSPENDED


def _awaits_confirmation_of_ending(contract: Any) -> bool:
    contested = getattr(contract, "is_contested", False)
    return not contract.is_voided and not contested and contract.ending_verification in ONE_SIDED


def _other_side_ended(user: User, contract: Any) -> bool:
    return is_other_side(user, contract.termination_side, contract.termination_recorded_by)


def _is_unpaid(payment: Any) -> bool:
    return payment.paid_on is None and not payment.is_voided


def _is_unreached(milestone: Any) -> bool:
    return milestone.reached_on is None and not milestone.is_voided


def _is_ngo(organization: Record) -> bool:
    return isinstance(organization, Organization) and organization.sector == Organization.Sector.NGO


def _is_on_record(succession: Record) -> bool:
    return isinstance(succession, Succession) and not succession.is_voided


def _keeps(user: User, succession: Succession) -> bool:
    """Whether the person keeps the organization that was succeeded."""
    return covers(user, succession.organization)


def _is_open(relation: Any) -> bool:
    return not relation.is_voided and relation.ended_on is None


def _stands(fact: Record) -> bool:
    return isinstance(fact, Fact) and not fact.is_voided


def _is_contested(record: Any) -> bool:
    """Whether an objection is open; False where the rows were read without `with_contested`."""
    return not record.is_voided and getattr(record, "is_contested", False)


def _can_be_contested(record: Any) -> bool:
    return not record.is_voided and not getattr(record, "is_contested", False)


def _awaits_confirmation(record: Any) -> bool:
    return record.awaits_confirmation and not getattr(record, "is_contested", False)


def _is_anothers(user: User, record: Any) -> bool:
    """Whether somebody else's organization recorded it: one takes back what is one's own, and contests the rest."""
    recorder = record.recorded_by
    return recorder is None or recorder.organization_id is None or recorder.organization_id != user.organization_id


def _waits_for_an_answer(request: Any) -> bool:
    return request.answered_on is None and not request.is_voided


FACTS = tuple(DESCRIBERS)
ACTS: tuple[ActRule, ...] = (
    ActRule((Organization,), _("Edit"), "organization-edit", Organization, allows=covers),
    ActRule((Organization,), _("Rename"), "organization-rename", OrganizationName, allows=covers),
    ActRule((Organization,), _("Add a name"), "organization-name-new", OrganizationName),
    ActRule((Organization,), _("Add a number"), "organization-number-new", OrganizationIdentifier),
    ActRule((Organization,), _("Record a standing"), "standing-new", Standing, _is_ngo),
    ActRule((Organization,), _("Record annual finance"), "finance-new", AnnualFinance, _is_ngo),
    ActRule((Organization,), _("Record a successor"), "succession-new", Succession, allows=covers),
    ActRule((Organization,), _("Merge with another"), "organization-merge", OrganizationMerge, allows=covers),
    ActRule((Organization,), _("Record a tie"), "tie-new", ServiceTie),
    ActRule((ServiceNetwork,), _("Add a member"), "membership-new", NetworkMembership),
    ActRule((NetworkMembership,), _("End"), "membership-end", Action.CLOSE, _is_open),
    ActRule((ServiceTie,), _("End"), "tie-end", Action.CLOSE, _is_open),
    ActRule((Succession,), _("Void"), "succession-void", Succession, _is_on_record, is_harmful=True, allows=_keeps),
    ActRule((AnnualFinance,), _("Correct"), "finance-correct", Action.VOID, _stands),
    ActRule(
        (Contract,), _("Confirm the ending"), "contract-confirm-ending", Action.CONFIRM,
        _awaits_confirmation_of_ending, allows=_other_side_ended,
    ),
    ActRule((Contract,), _("Work goes on"), "contract-resume", Action.CLOSE, _resumes),
    _contract_act(ContractAct.PAY, _("Payment"), "payment-new"),
    _contract_act(ContractAct.ADD_MILESTONE, _("Milestone"), "milestone-new"),
    _contract_act(ContractAct.EVALUATE, _("Evaluation"), "evaluation-new"),
    _contract_act(ContractAct.AMEND, _("Amend"), "contract-amend"),
    _contract_act(ContractAct.RENEW, _("Renew"), "contract-renew"),
    _contract_act(ContractAct.SUSPEND, _("Suspend"), "contract-suspend", only_on_page=True),
    _contract_act(ContractAct.CLOSE, _("Close"), "contract-close", only_on_page=True),
    _contract_act(ContractAct.CORRECT, _("Correct"), "contract-correct", only_on_page=True),
    _contract_act(ContractAct.TERMINATE, _("End early"), "contract-terminate", only_on_page=True, is_harmful=True),
    ActRule((Partnership,), _("Record a contract"), "contract-new", Contract, by_query="partnership"),
    ActRule((Payment,), _("Record the payment"), "payment-pay", Action.CLOSE, _is_unpaid),
    ActRule((Milestone,), _("Reached"), "milestone-reach", Action.CLOSE, _is_unreached),
    ActRule((Partnership,), _("Record an event"), "event-new", InteractionEvent, by_query="partnership"),
    ActRule((Partnership,), _("File a request"), "request-new", Request, by_query="partnership"),
    ActRule((Partnership,), _("Survey both sides"), "survey-new", SurveyRound, by_query="partnership"),
    ActRule((SurveyRound,), _("Answer"), "survey-answer", SurveyAnswer, only_on_page=True),
    ActRule((Request,), _("Answer"), "request-answer", Action.CLOSE, _waits_for_an_answer),
    ActRule(
        FACTS, _("Confirm"), "record-confirm", Action.CONFIRM, _awaits_confirmation,
        by_table=True, allows=is_other_party,
    ),
    ActRule(
        FACTS, _("Contest"), "record-contest", Action.CONTEST, _can_be_contested,
        by_table=True, allows=_is_anothers, only_on_page=True,
    ),
    ActRule(
        FACTS, _("State the grounds of the objection"), "contest-grounds", Action.CONTEST, _is_contested,
        by_table=True, allows=_is_anothers, only_on_page=True,
    ),
    ActRule(FACTS, _("Rule on the objection"), "contest-rule", Action.RULE, _is_contested, by_table=True),
    ActRule(FACTS, _("Attach a document"), "document-attach", Document, _stands, by_table=True, only_on_page=True),
    ActRule((Contract,), _("Documents and verification"), "record-detail", Action.VIEW, by_table=True),
    ActRule(
        FACTS, _("Void"), "record-void", Action.VOID, _stands,
        by_table=True, only_on_page=True, is_harmful=True,
    ),
)  # fmt: skip


def acts_on(user: User, record: Record, parties: Parties, *, in_row: bool = False) -> Sequence[Act]:
    """The acts open to the person on a record they see, in the order of the table. No query.

    `in_row`: the record is one of many on the page, and only what is done often is shown beside it.
    """
    return [
        Act(rule.label, rule.address(record), rule.is_harmful)
        for rule in ACTS
        if rule.is_open_to(user, record, parties) and not (in_row and rule.only_on_page)
    ]


REPLIES = frozenset({"record-contest", "contest-grounds", "document-attach"})
"""Acts by which a party answers a fact: with an objection, with its grounds, with a document."""


def replies_to(user: User, fact: Fact, parties: Parties) -> Sequence[Act]:
    """How the person can answer a fact that a judgement rests on, shown beside it wherever it is evidence. No query."""
    return [
        Act(rule.label, rule.address(fact), rule.is_harmful)
        for rule in ACTS
        if rule.view in REPLIES and rule.is_open_to(user, fact, parties)
    ]
