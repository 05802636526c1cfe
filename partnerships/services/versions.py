"""Which version of a contract somebody had before them, so that nobody writes over what they have not seen.

A version is a digest of the contract and its parts as they stand, with the moment it was read. Forms carry it; who
changes something else meanwhile changes the digest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import CONTRACT_PARTS, Contract, Fact, User, VerificationChange
from partnerships.models import Change as Trail

from .refusals import refuse

CHANGED = "changed"  # the code of the refusal
# The column by which each kind of part tells that it was completed.
COMPLETED_BY = {
    "payment": "paid_recorded_at",
    "milestone": "reached_recorded_at",
    "suspension": "end_recorded_at",
}


@dataclass(frozen=True)
class Version:
    """A digest, and the moment the contract was read. As text: microseconds since 1970, a full stop, the digest."""

    read_at: datetime
    digest: str

    def __str__(self) -> str:
        return f"{round(self.read_at.timestamp() * 1_000_000)}.{self.digest}"

    @classmethod
    def of(cls, contract: Contract) -> "Version":
        """The present version of the contract. Six queries."""
        digest = sha256()
        for rows in (Contract.objects.filter(pk=contract.pk), *(getattr(contract, name) for name in CONTRACT_PARTS)):
            for row in rows.order_by("pk").values_list():
                digest.update(repr(row).encode())
        return cls(timezone.now(), digest.hexdigest()[:16])

    @classmethod
    def from_text(cls, text: str) -> "Version | None":
        """The version a form carried; None where the text is none."""
        microseconds, _stop, digest = text.partition(".")
        if not (microseconds.isascii() and microseconds.isdigit() and len(microseconds) <= len("9" * 17)):
            return None
        return cls(datetime.fromtimestamp(int(microseconds) / 1_000_000, tz=UTC), digest)


@dataclass(frozen=True)
class Change:
    """Something that became known of a contract: what (a fact, and what about it), when, and who said so if known."""

    fact: Fact
    kind: str
    at: datetime
    by: User | None


def check_version(contract: Contract, version: str) -> None:
    """Refuses to go on when the contract has changed since the version was read; holds it for the transaction."""
    held = Contract.objects.select_for_update().get(pk=contract.pk)
    known = Version.from_text(version)
    if known is None or known.digest != Version.of(held).digest:
        refuse(
            NON_FIELD_ERRORS,
            _("Somebody else has changed this contract since you opened the form. Nothing has been recorded yet."),
            error_code=CHANGED,
        )


def present(contract: Contract) -> Contract:
    """The contract under which this one goes on: itself, or the last of its corrections."""
    while True:
        following: Contract | None = Contract.objects.filter(corrects=contract).first()
        if following is None:
            return contract
        contract = following


def changes_since(contract: Contract, moment: datetime) -> Sequence[Change]:
    """What became known of the contract after the moment, the latest first; its parts only where they changed
    themselves: those recorded anew by a correction are left out.
    """
    found = [*_of_contract(contract, moment)]
    parts = [
        part
        for name in CONTRACT_PARTS
        for part in getattr(contract, name).select_related("recorded_by", "voided_by", "contract")
    ]
    for part in parts:
        if part.recorded_at != contract.recorded_at or contract.corrects_id is None:
            found += _of_fact(part, moment)
    found += _completions(contract, parts, moment)
    found += _confirmations(contract, moment)
    return sorted(found, key=lambda change: change.at, reverse=True)


def _of_contract(contract: Contract, moment: datetime) -> Iterator[Change]:
    yield from _of_fact(contract, moment)
    recorded_again = contract.recorded_at if contract.corrects_id else None
    for kind, at, by in (
        ("ended", contract.termination_recorded_at, contract.termination_recorded_by),
        ("ending_confirmed", contract.termination_confirmed_at, contract.termination_confirmed_by),
        ("contract_closed", contract.closing_recorded_at, contract.closing_recorded_by),
    ):
        if at is not None and at > moment and at != recorded_again:
            yield Change(contract, kind, at, by)


def _of_fact(fact: Any, moment: datetime) -> Iterator[Change]:
    if fact.recorded_at > moment:
        kind = "corrected" if isinstance(fact, Contract) and fact.corrects_id else "recorded"
        yield Change(fact, kind, fact.recorded_at, fact.recorded_by)
    if fact.voided_at is not None and fact.voided_at > moment:
        yield Change(fact, "voided", fact.voided_at, fact.voided_by)


def _completions(contract: Contract, parts: Sequence[Any], moment: datetime) -> Iterator[Change]:
    """Payments made, milestones reached, work resumed; by whom, the database's own trail knows. One query."""
    keys = [str(part.pk) for part in parts]
    rows = Trail.objects.filter(table__in=COMPLETED_BY, key__in=keys, act=Trail.Act.UPDATE, made_at__gt=moment)
    actors = {(row.table, row.key): row.actor for row in rows.select_related("actor__organization").order_by("made_at")}
    for part in parts:
        table = part._meta.model_name
        at = getattr(part, COMPLETED_BY.get(table, ""), None)
        if at is not None and at > moment and at not in {part.recorded_at, contract.recorded_at}:
            yield Change(part, "completed", at, actors.get((table, str(part.pk))))


def _confirmations(contract: Contract, moment: datetime) -> Iterator[Change]:
    kind = ContentType.objects.get_for_model(Contract)
    rows = VerificationChange.objects.filter(content_type=kind, object_id=contract.pk, changed_at__gt=moment)
    for row in rows.select_related("changed_by"):
        yield Change(contract, "confirmed", row.changed_at, row.changed_by)
