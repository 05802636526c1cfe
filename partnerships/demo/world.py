"""What the demo world consists of: plain records without a database, named by keys.

Money is in whole yuan. Days are calendar days of the fictional city; moments are in its time zone, UTC+8 all year.
"""

import hashlib
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

BEGINS_ON = date(2016, 1, 1)
ENDS_ON = date(2026, 10, 31)
TIME_ZONE = timezone(timedelta(hours=8))
ENDS_AT = datetime.combine(ENDS_ON, time(18, 0), TIME_ZONE)


class Label(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str

    @property
    def both(self) -> str:
        """For fields that have no English twin: Chinese, then English."""
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True)
class Objection:
    """A party's objection to a fact; open while `closed_at` is None."""

    opened_at: datetime
    grounds: str
    closed_at: datetime | None = None
    outcome: str = ""
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who stands behind a fact, when it was recorded, and what was done for and against it.

    With `confirmed_at` one side recorded the fact alone, and until then its verification was `single`.
    """

    verification: str
    side: str
    recorded_at: datetime
    voided_at: datetime | None = None
    void_reason: str = ""
    confirmed_at: datetime | None = None
    objection: Objection | None = None
    document: Label | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division with an invented code."""

    code: str
    name: Label
    level: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """An organization: government body, NGO or a partner in service networks."""

    key: str
    name: Label
    sector: str
    kind: str
    division: str
    uscc: str
    service_field: Label | None = None
    mission: Label | None = None
    registered_on: date | None = None
    dissolved_on: date | None = None
    succeeded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A partnership: one government body and one NGO. `life` names the course it takes."""

    key: str
    government: str
    ngo: str
    life: str
    begins_on: date


@dataclass(frozen=True, slots=True)
class Termination:
    """The early end of a contract."""

    on: date
    party: str
    fault: str
    reason: Label
    verification: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """A purchase of services."""

    key: str
    pair: str
    number: str
    title: Label
    method: str
    signed_on: date
    starts_on: date
    ends_on: date
    value: int
    catalogue_code: str
    stamp: Stamp
    renews: str | None = None
    termination: Termination | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An amendment of a contract."""

    contract: str
    number: str
    signed_on: date
    description: Label
    stamp: Stamp
    new_ends_on: date | None = None
    new_value: int | None = None


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A milestone of a contract."""

    contract: str
    title: Label
    due_on: date
    stamp: Stamp
    reached_on: date | None = None
    reached_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment, due and perhaps made."""

    contract: str
    stage: str
    due_on: date
    amount_due: int
    stamp: Stamp
    paid_on: date | None = None
    amount_paid: int | None = None
    paid_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A mid-term or final evaluation, or an acceptance. The score is out of 100."""

    contract: str
    phase: str
    held_on: date
    result: str
    score: int
    evaluator: str
    paid_for_by: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Happening:
    """An interaction event, of a pair or of an NGO as a whole."""

    type: str
    occurred_on: date
    note: Label
    stamp: Stamp
    pair: str | None = None
    organization: str | None = None
    outcome: str = ""
    party: str = ""
    amount: int | None = None
    contract: str | None = None


@dataclass(frozen=True, slots=True)
class Petition:
    """A request, challenge or complaint of the NGO, and the reply where there is one."""

    pair: str
    kind: str
    subject: Label
    opened_on: date
    stamp: Stamp
    answered_on: date | None = None
    answer: Label | None = None
    answer_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A standing of an organization."""

    organization: str
    kind: str
    effective_on: date
    stamp: Stamp
    result: str = ""
    level: int | None = None
    valid_until: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Accounts:
    """An NGO's income in one year, with the part that came through each pair."""

    organization: str
    year: int
    total: int
    government: int
    lines: tuple[tuple[str, int], ...]
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Alliance:
    """A service network."""

    key: str
    name: Label
    convened_by: str
    founded_on: date
    purpose: Label
    declared_size: int | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """An organization in a service network, until a day not included."""

    network: str
    organization: str
    role: str
    started_on: date
    stamp: Stamp
    ended_on: date | None = None
    end_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two organizations work together, until a day not included."""

    organization: str
    partner: str
    kind: str
    started_on: date
    stamp: Stamp
    with_body: str | None = None
    ended_on: date | None = None
    end_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class World:
    """Everything, in the order it is written."""

    seed: int
    scale: float
    divisions: tuple[Division, ...]
    parties: tuple[Party, ...]
    pairs: tuple[Pair, ...]
    agreements: tuple[Agreement, ...]
    changes: tuple[Change, ...]
    deliverables: tuple[Deliverable, ...]
    instalments: tuple[Instalment, ...]
    reviews: tuple[Review, ...]
    happenings: tuple[Happening, ...]
    petitions: tuple[Petition, ...]
    registry: tuple[RegistryEntry, ...]
    accounts: tuple[Accounts, ...]
    networks: tuple[Alliance, ...]
    memberships: tuple[Membership, ...]
    ties: tuple[Tie, ...]

    def counts(self) -> dict[str, int]:
        """How many of each there are."""
        groups = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: len(group) for name, group in groups.items() if isinstance(group, tuple)}

    def digest(self) -> str:
        """SHA-256 of every record in order: two worlds with one digest are the same world."""
        hasher = hashlib.sha256()
        for field in fields(self):
            hasher.update(repr(getattr(self, field.name)).encode())
        return hasher.hexdigest()
