"""Writing facts by the key they have in their source, so that importing twice changes nothing.

A key met for the first time is recorded. Met again with the same content it is unchanged. With other content the old
fact is voided, with the reason, and the new one recorded: what was known before stays readable. A fact somebody voided
by hand stays voided for as long as the source repeats the same content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import CONTRACT_PARTS, Contract, Fact, ImportBatch, User
from partnerships.services.batches import record_facts
from partnerships.services.copying import RowError
from partnerships.services.verification import void_fact
from partnerships.services.versions import present

from .findings import Problem, RawRow
from .run import CHUNK, Part, problems_of

Fields = Mapping[str, Any]


class Completion(Protocol):
    """Completes a standing fact with what has happened since it was recorded, as when an instalment is paid."""

    def applies(self, known: Any, fields: Fields) -> bool:
        """Whether the change is such a completion."""

    def apply(self, by: User | None, known: Any, fields: Fields) -> None:
        """Completes the fact."""


@dataclass(frozen=True, slots=True)
class Of:
    """A foreign key to the fact of another ledger, named by its key in the source; known once that one is written."""

    ledger: "Ledger"
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact to write: its row, its key in the source and its fields, foreign keys as ids."""

    row: RawRow
    key: str
    fields: Fields

    def resolved(self) -> "Entry | None":
        """The entry with the ids of other ledgers' facts; None where one of them was refused."""
        links = {name: value for name, value in self.fields.items() if isinstance(value, Of)}
        if any(link.key not in link.ledger.ids for link in links.values()):
            return None
        return replace(self, fields={**self.fields, **{name: of.ledger.ids[of.key] for name, of in links.items()}})

    def changes(self, known: Any) -> dict[str, str]:
        """Old and new content of each field that differs. Moments of recording are not content."""
        return {
            name: f"{getattr(known, name)} → {value}"
            for name, value in self.fields.items()
            if not name.endswith("_recorded_at") and getattr(known, name) != value
        }

    def changes_in_words(self, known: Any) -> str:
        """What differs, field by field."""
        return ", ".join(f"{name}: {change}" for name, change in self.changes(known).items())


# An entry, the fact on record under its key (or None), and what is to become of it.
Fate = tuple[Entry, Any, str]
NEW = frozenset({"created", "corrected"})


class EntryRefusedError(Exception):
    """Entries of a batch cannot be written; the batch is undone, to be written without them."""

    def __init__(self, *refused: tuple[Fate, Sequence[Problem]]) -> None:
        super().__init__(", ".join(fate[0].key for fate, _problems in refused))
        self.refused = refused


class Ledger:
    """Facts of one model from one file. `counts_rows` is false for facts that come second in their row.

    After `flush`, `ids` and `outcomes` tell the primary key and the fate of every key that stands on record. A ledger
    that `forgets` tells them of the last flush only, and leaves it to the source to find keys that occur twice.
    """

    def __init__(
        self,
        part: Part,
        model: type[Fact],
        *,
        counts_rows: bool = True,
        completion: Completion | None = None,
        forgets: bool = False,
    ) -> None:
        self.part = part
        self.model = model
        self.ids: dict[str, int] = {}
        self.outcomes: dict[str, str] = {}
        self._counts_rows = counts_rows
        self._completion = completion
        self._forgets = forgets
        self._first_at: dict[str, str] = {}
        self._waiting: list[Entry] = []

    def put(self, row: RawRow, key: str, fields: Fields) -> bool:
        """Takes a fact to be written. A key that occurred already in this file is refused: returns False."""
        if key in self._first_at:
            reason = _("The same row stands at %(first)s already.") % {"first": self._first_at[key]}
            self.part.refuse(row, [Problem("", reason)])
            return False
        self._first_at[key] = row.location
        self._waiting.append(Entry(row, key, fields))
        if len(self._waiting) >= CHUNK:
            self.flush()
        return True

    def flush(self) -> None:
        """Writes what waits, in one statement for what is new. A row that is refused is noted and left behind."""
        waiting, self._waiting = self._waiting, []
        if self._forgets and waiting:
            self.ids, self.outcomes, self._first_at = {}, {}, {}
        for ledger in {link.ledger for entry in waiting for link in entry.fields.values() if isinstance(link, Of)}:
            ledger.flush()
        entries = [entry for entry in map(Entry.resolved, waiting) if entry]
        known = self._known([entry.key for entry in entries])
        fates = [(entry, known.get(entry.key), self._fate(entry, known.get(entry.key))) for entry in entries]
        while fates:
            try:
                with transaction.atomic():
                    self._write(fates)
            except EntryRefusedError as refusal:
                for fate, problems in refusal.refused:
                    self.part.refuse(fate[0].row, problems)
                    fates.remove(fate)
            else:
                break
        for fate in fates:
            self._settle(*fate)

    def _known(self, keys: list[str]) -> dict[str, Any]:
        """The fact of each key: the standing one, else the one voided last; what was undone was never imported."""
        facts = self.model._default_manager.filter(source_key__in=keys).order_by("voided_at")
        facts = facts.exclude(voided_at__isnull=False, import_batch__state=ImportBatch.State.UNDONE)
        return {fact.source_key: fact for fact in facts}  # PostgreSQL sorts the standing ones, NULL, last

    def _fate(self, entry: Entry, known: Any) -> str:
        """What is to become of the entry."""
        if known is None:
            return "created"
        changes = entry.changes(known)
        changed = bool(changes)
        if known.is_voided:
            if _goes_on_by_hand(known):
                return "kept" if changes.keys() - {"contract_id"} else "unchanged"
            return "created" if changed else "left_out"
        if not changed:
            return "unchanged"
        if self._completion is not None and self._completion.applies(known, entry.fields):
            return "completed"
        return "kept" if _is_built_upon(known) else "corrected"

    def _write(self, fates: Sequence[Fate]) -> None:
        for fate in fates:
            try:
                self._change(*fate)
            except (ValidationError, PermissionDenied) as error:
                raise EntryRefusedError((fate, problems_of(error))) from error
        new = [fate for fate in fates if fate[2] in NEW]
        provenance = self.part.provenance()
        facts = [self.model(source_key=entry.key, **entry.fields, **provenance) for entry, _known, _fate in new]
        try:
            written = record_facts(by=self.part.run.by, facts=facts)
        except RowError as error:
            if error.row is None:
                raise
            raise EntryRefusedError((new[error.row], problems_of(error))) from error
        except (ValidationError, PermissionDenied) as error:
            raise self._told_apart(new, facts) from error
        self.ids.update({fact.source_key: fact.pk for fact in written})

    def _told_apart(self, new: Sequence[Fate], facts: Sequence[Fact]) -> EntryRefusedError:
        """A refusal of the whole batch that names no row: each is tried alone, to find those it is about."""
        refused = []
        for fate, fact in zip(new, facts, strict=True):
            try:
                with transaction.atomic():
                    record_facts(by=self.part.run.by, facts=[fact])
                    transaction.set_rollback(True)
            except (ValidationError, PermissionDenied) as error:
                refused.append((fate, problems_of(error)))
        return EntryRefusedError(*refused)

    def _change(self, entry: Entry, known: Any, fate: str) -> None:
        """Voids or completes the fact on record, where that is its fate."""
        if fate == "completed" and self._completion:
            self._completion.apply(self.part.run.by, known, entry.fields)
        if fate == "corrected":
            reason = _("Corrected by the source: %(changes)s.") % {"changes": entry.changes_in_words(known)}
            void_fact(by=self.part.run.by, fact=known, reason=reason)

    def _settle(self, entry: Entry, known: Any, fate: str) -> None:
        """Counts the fate, and says on the row what is unusual about it."""
        self.outcomes[entry.key] = OUTCOME.get(fate, fate)
        if fate in {"unchanged", "completed", "kept"}:
            self.ids[entry.key] = present(known).pk if isinstance(known, Contract) else known.pk
        self.part.run.report.record(self.model._meta.model_name or "", fate)
        if self._counts_rows:
            self.part.settle(self.outcomes[entry.key])
        if fate in SENTENCES:
            self.part.remark(entry.row, [Problem("", str(SENTENCES[fate]))])


# What becomes of the row, where it is not called like what becomes of the fact.
OUTCOME = {"completed": "corrected", "kept": "unchanged"}
# What is said on the row about an unusual fate.
SENTENCES = {
    "corrected": gettext_lazy("The source has changed; the earlier record is voided and this one takes its place."),
    "completed": gettext_lazy("The source has news; the record is completed."),
    "left_out": gettext_lazy("This record was withdrawn here; it stays so while the source repeats it unchanged."),
    "kept": gettext_lazy(
        "The source has changed, but people have made entries under this contract: correct it by hand."
    ),
}


def _goes_on_by_hand(known: Any) -> bool:
    """Whether people have put the contract right since, which recorded it anew with all that hung on it.

    What the source adds goes under the contract as it is now.
    """
    contract = known if isinstance(known, Contract) else getattr(known, "contract", None)
    return contract is not None and contract.is_voided and not present(contract).is_voided


def _is_built_upon(known: Any) -> bool:
    """Whether people have entered something under the contract, which would be voided with it. At most five queries."""
    return isinstance(known, Contract) and any(
        getattr(known, parts).standing().filter(import_batch=None).exists() for parts in CONTRACT_PARTS
    )
