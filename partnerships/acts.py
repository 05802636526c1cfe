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
from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contract,
    Fact,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Standing,
    User,
)

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

    `view` is the name of the form's address, which takes the record's key, and its table first where `by_table`.
    `allows`: what the person must be beyond what the table of rights says.
    """

    on: tuple[type[Record], ...]
    label: str | Promise
    view: str
    needs: Action | type[Record]
    applies: Callable[[Record], bool] = lambda _record: True
    is_harmful: bool = False
    by_table: bool = False
    allows: Callable[[User, Any], bool] = lambda _user, _record: True

    def is_open_to(self, user: User, record: Record, parties: Parties) -> bool:
        """Whether the act makes sense for the record as it stands, and the person may do it. No query."""
        if not isinstance(record, self.on) or not self.applies(record) or not self.allows(user, record):
            return False
        if isinstance(self.needs, Action):
            return may_act(user, self.needs, record, parties)
        return may_record(user, self.needs, record, parties)

    def address(self, record: Record) -> str:
        """Where the act's form is."""
        table = [record._meta.model_name] if self.by_table else []
        return reverse(self.view, args=[*table, record.pk])


def _goes_on(contract: Record) -> bool:
    """Whether the contract was neither voided nor ended early."""
    return isinstance(contract, Contract) and not contract.is_voided and contract.terminated_on is None


def _is_ngo(organization: Record) -> bool:
    return isinstance(organization, Organization) and organization.sector == Organization.Sector.NGO


def _stands(fact: Record) -> bool:
    return isinstance(fact, Fact) and not fact.is_voided


ACTS: tuple[ActRule, ...] = (
    ActRule((Contract,), _("Amend"), "contract-amend", Amendment, _goes_on),
    ActRule((Organization,), _("Edit"), "organization-edit", Organization, allows=covers),
    ActRule((Organization,), _("Rename"), "organization-rename", OrganizationName, allows=covers),
    ActRule((Organization,), _("Add a name"), "organization-name-new", OrganizationName),
    ActRule((Organization,), _("Add a number"), "organization-number-new", OrganizationIdentifier),
    ActRule((Organization,), _("Record a standing"), "standing-new", Standing, _is_ngo),
    ActRule((Organization,), _("Record annual finance"), "finance-new", AnnualFinance, _is_ngo),
    ActRule((AnnualFinance,), _("Correct"), "finance-correct", Action.VOID, _stands),
)


def acts_on(user: User, record: Record, parties: Parties) -> Sequence[Act]:
    """The acts open to the person on a record they see, in the order of the table. No query."""
    return [
        Act(rule.label, rule.address(record), rule.is_harmful)
        for rule in ACTS
        if rule.is_open_to(user, record, parties)
    ]
