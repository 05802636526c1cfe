"""Writing facts by the key they have in their source, so that importing twice changes nothing.

A key met for the first time is recorded. Met again with the same content it is unchanged. With other content the old
fact is voided, with the reason, and the new one recorded: what was known before stays readable. A fact somebody voided
by hand stays voided for as long as the source repeats the same content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Fact, User
from partnerships.services.batches import record_facts
from partnerships.services.copying import RowError
from partnerships.services.verification import void_fact

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
class Entry:
    """One fact to write: its row, its key in the source and its fields, foreign keys as ids."""

    row: RawRow
    key: str
    fields: Fields

    def changes(self, known: Any) -> dict[str, str]:
        """Old and new content of each field that differs. Moments of recording are not content."""
        return {
            name: f"{getattr(known, name)} → {value}"
            for name, value in self.fields.items()
            if not name.endswith("_recorded_at") and getattr(known, name) != value
        }


# An entry, the fact on record under its key (or None), and what is to become of it.
Fate = tuple[Entry, Any, str]
NEW = frozenset({"created", "corrected"})


class Ledger:
    """Facts of one model from one file. `counts_rows` is false for facts that come second in their row.

    After `flush`, `ids` and `outcomes` tell the primary key and the fate of every key that is on record.
    """

    def __init__(
        self, part: Part, model: type[Fact], *, counts_rows: bool = True, completion: Completion | None = None
    ) -> None:
        self.part = part
        self.model = model
        self.ids: dict[str, int] = {}
        self.outcomes: dict[str, str] = {}
        self._counts_rows = counts_rows
        self._completion = completion
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
        """Writes what waits, in one statement for what is new. A row the database refuses is noted and left behind."""
        entries, self._waiting = self._waiting, []
        known = self._known([entry.key for entry in entries])
        fates = [(entry, known.get(entry.key), self._fate(entry, known.get(entry.key))) for entry in entries]
        while fates:
            new = [fate for fate in fates if fate[2] in NEW]
            try:
                with transaction.atomic():
                    self._write(fates)
            except RowError as refusal:
                if refusal.row is None:
                    raise
                refused = new[refusal.row]
                self.part.refuse(refused[0].row, problems_of(refusal))
                fates.remove(refused)
                continue
            for entry, _known, fate in fates:
                self._settle(entry, fate)
            return

    def _known(self, keys: list[str]) -> dict[str, Any]:
        """The fact of each key: the standing one, else the one voided last."""
        facts = self.model._default_manager.filter(source_key__in=keys).order_by("voided_at")
        return {fact.source_key: fact for fact in facts}  # PostgreSQL sorts the standing ones, NULL, last

    def _fate(self, entry: Entry, known: Any) -> str:
        """What is to become of the entry."""
        if known is None:
            return "created"
        changed = bool(entry.changes(known))
        if known.is_voided:
            return "created" if changed else "left_out"
        if not changed:
            return "unchanged"
        completes = self._completion is not None and self._completion.applies(known, entry.fields)
        return "completed" if completes else "corrected"

    def _write(self, fates: Sequence[Fate]) -> None:
        by, provenance = self.part.run.by, self.part.provenance()
        for entry, known, fate in fates:
            if fate == "corrected":
                self._void(entry, known)
            if fate == "completed" and self._completion:
                self._completion.apply(by, known, entry.fields)
            if fate not in NEW:
                self.ids[entry.key] = known.pk
        facts = [
            self.model(source_key=entry.key, **entry.fields, **provenance)
            for entry, _known, fate in fates
            if fate in NEW
        ]
        for fact in record_facts(by=by, facts=facts):
            self.ids[fact.source_key] = fact.pk

    def _void(self, entry: Entry, known: Any) -> None:
        changes = ", ".join(f"{name}: {change}" for name, change in entry.changes(known).items())
        reason = _("Corrected by the source: %(changes)s.") % {"changes": changes}
        void_fact(by=self.part.run.by, fact=known, reason=reason)

    def _settle(self, entry: Entry, fate: str) -> None:
        """Counts the fate, and says on the row what is unusual about it."""
        self.outcomes[entry.key] = fate
        self.part.run.report.record(self.model._meta.model_name or "", fate)
        if self._counts_rows:
            self.part.settle("corrected" if fate == "completed" else fate)
        sentences = {
            "corrected": _("The source has changed; the earlier record is voided and this one takes its place."),
            "completed": _("The source has news; the record is completed."),
            "left_out": _("This record was withdrawn here; it stays so while the source repeats it unchanged."),
        }
        if fate in sentences:
            self.part.remark(entry.row, [Problem("", sentences[fate])])
