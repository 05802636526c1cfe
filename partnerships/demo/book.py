"""The register while the world is being written."""

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from .world import (
    ENDS_AT,
    Accounts,
    Agreement,
    Alliance,
    Change,
    Deliverable,
    Happening,
    Instalment,
    Membership,
    Petition,
    RegistryEntry,
    Review,
    Stamp,
    Tie,
)


class Stamped(Protocol):
    """Anything with a stamp."""

    @property
    def stamp(self) -> Stamp: ...


F = TypeVar("F", bound=Stamped)


@dataclass
class Book:
    """The facts written so far. A fact that would enter the register after the world's end never does."""

    agreements: list[Agreement] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    deliverables: list[Deliverable] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    petitions: list[Petition] = field(default_factory=list)
    registry: list[RegistryEntry] = field(default_factory=list)
    accounts: list[Accounts] = field(default_factory=list)
    networks: list[Alliance] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def write(self, group: list[F], fact: F) -> F | None:
        """Adds the fact to the group and returns it; None when it comes too late for the register."""
        if fact.stamp.recorded_at > ENDS_AT:
            return None
        group.append(fact)
        return fact
