"""A duty in words: what it is about, and who the other side is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from partnerships.addresses import address_of
from partnerships.descriptions import RELATED, describe
from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Partnership,
    Payment,
    Request,
    Role,
    ServiceTie,
    Suspension,
)
from partnerships.models.languages import in_reader_language

from .desk import Desk

PAIR = ("partnership__government", "partnership__ngo")
PAIR_OF_CONTRACT = tuple(f"contract__{name}" for name in PAIR)
# What telling of a row reads beside it.
READ_WITH: dict[type[Model], Sequence[str]] = {
    Contract: PAIR,
    Request: PAIR,
    InteractionEvent: (*PAIR, "organization", "contract", "recorded_by"),
    **dict.fromkeys((Amendment, Milestone, Payment, Evaluation, Suspension), PAIR_OF_CONTRACT),
    AnnualFinance: ("organization",),
    NetworkMembership: ("organization", "network__convened_by"),
    ServiceTie: ("organization", "partner"),
}


@dataclass(frozen=True)
class Told:
    """What there is to say of a duty; `address` is the page of its record."""

    title: str
    text: str
    about: str
    address: str


def read_with(model: type[Fact]) -> tuple[str, ...]:
    """The related rows to select for a fact that is told as a duty."""
    return (*READ_WITH.get(model, ()), *RELATED[model], "recorded_by")


def tell_fact(desk: Desk, fact: Any) -> Told:
    """A fact as a duty."""
    description = describe(fact)
    return Told(capfirst(description.kind), description.text, _about(desk, fact), address_of(fact))


def tell_contract(desk: Desk, contract: Any) -> Told:
    """A contract as a duty: its name says more than the day it was signed."""
    title = in_reader_language(contract.title, contract.title_en)
    return Told(title, contract.number, other_side(desk, contract.partnership), address_of(contract))


def tell_milestone(desk: Desk, milestone: Any) -> Told:
    """A milestone as a duty: what is to be delivered."""
    return Told(milestone.title, "", _about(desk, milestone), address_of(milestone))


def other_side(desk: Desk, partnership: Partnership) -> str:
    """The other party for people of one side; both parties for everybody else."""
    if desk.role == Role.NGO_MANAGER:
        return str(partnership.government)
    if desk.user.organization_id == partnership.government_id:
        return str(partnership.ngo)
    return str(partnership)


def _about(desk: Desk, fact: Any) -> str:
    """Whom and which contract a fact concerns."""
    contract = getattr(fact, "contract", None)
    partnership = contract.partnership if contract else getattr(fact, "partnership", None)
    if partnership is None:
        return str(fact.organization)
    if contract is None:
        return other_side(desk, partnership)
    return f"{other_side(desk, partnership)} · {in_reader_language(contract.title, contract.title_en)}"
