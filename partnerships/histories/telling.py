"""What changes and rows have to tell, as entries of a history."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.descriptions import describe, written
from partnerships.models import Change, Contest, DocumentLink, Fact, User, VerificationChange

from .entries import Entry, Line
from .subjects import Rows
from .wording import SECRET, Names, in_order, is_told, label_of, value_in_words

ACTS: Mapping[str, Any] = {
    Change.Act.INSERT: gettext_lazy("Entered"),
    Change.Act.UPDATE: gettext_lazy("Changed"),
    Change.Act.DELETE: gettext_lazy("Deleted"),
}


class Telling:
    """Turns changes and rows into entries, with the names of everything they point at."""

    def __init__(self, record: models.Model, rows: Sequence[Rows], names: Names) -> None:
        self.record, self.names = record, names
        self.rows = {part.table: part for part in rows}
        self.facts: dict[tuple[str, int], Fact] = {
            (part.table, key): row for part in rows for key, row in part.by_key.items() if isinstance(row, Fact)
        }
        steps = self.rows["verificationchange"].by_key.values() if "verificationchange" in self.rows else ()
        self.steps = {(_table(step), step.object_id, step.from_level, step.to_level) for step in steps}

    def of_changes(self, changes: Sequence[Change]) -> Iterator[Entry]:
        """An entry for each change in which anything is to be told."""
        for change in changes:
            model = self.rows[change.table].model
            told = [name for name in change.columns if is_told(name) and not self._is_told_as_step(change, name)]
            columns = in_order(model, told)
            if columns or change.act != Change.Act.UPDATE:
                lines = [self._line(model, change, column) for column in columns]
                yield Entry(change.made_at, change.actor, change.origin, _act(change), self._about(change), lines)

    def of_rows(self, changes: Sequence[Change]) -> Iterator[Entry]:
        """What rows say of themselves and the trail does not: who entered them, confirmed, objected, took back."""
        told = {(change.table, change.key, column) for change in changes for column in change.columns}
        for (table, key), fact in self.facts.items():
            yield from self._of_fact(fact, voiding_is_told=(table, str(key), "voided_at") in told)
        for contest in self._pointers(Contest):
            yield from self._of_contest(contest, closing_is_told=("contest", str(contest.pk), "outcome") in told)
        for step in self._pointers(VerificationChange):
            line = Line(_("Verification"), step.get_from_level_display(), step.get_to_level_display())
            note = [Line(_("Note"), said=step.note)] if step.note else []
            about = self._about_pointed(step)
            yield Entry(step.changed_at, step.changed_by, "", _("Verification changed"), about, [line, *note])

    def _of_fact(self, fact: Fact, *, voiding_is_told: bool) -> Iterator[Entry]:
        about = self.name(fact)
        lines = [Line(_("Entered by"), said=str(fact.get_recorded_side_display()))]  # type: ignore[attr-defined]
        if fact.import_batch:
            lines.append(Line(_("Import"), said=str(fact.import_batch)))
        yield Entry(fact.recorded_at, fact.recorded_by, "", str(ACTS[Change.Act.INSERT]), about, lines)
        if fact.voided_at and not voiding_is_told:
            yield _closing(fact.voided_at, fact.voided_by, _("Voided"), about, _("Reason"), fact.void_reason)

    def _of_contest(self, contest: Contest, *, closing_is_told: bool) -> Iterator[Entry]:
        about = self._about_pointed(contest)
        grounds = contest.grounds or _("No grounds were given.")
        yield _closing(contest.opened_at, contest.opened_by, _("Contested"), about, _("Grounds"), grounds)
        if contest.closed_at and not closing_is_told:
            outcome = contest.get_outcome_display()
            yield _closing(contest.closed_at, contest.closed_by, _("Ruled on"), about, outcome, contest.ruling)

    def _pointers(self, model: type[models.Model]) -> Sequence[Any]:
        rows = self.rows.get(str(model._meta.model_name))
        return list(rows.by_key.values()) if rows else []

    def _line(self, model: type[models.Model], change: Change, column: str) -> Line:
        label, values = label_of(model, column), change.columns[column]
        if values == SECRET:
            return Line(label, said=_("changed; what it was is not kept"))
        old, new = (value_in_words(model, column, value, self.names) for value in values)
        if change.act == Change.Act.UPDATE:
            return Line(label, old, new)
        return Line(label, said=old if change.act == Change.Act.DELETE else new)

    def _is_told_as_step(self, change: Change, column: str) -> bool:
        """Whether a change of verification is told by the step that was kept of it."""
        if column != "verification" or not change.key.isdecimal():
            return False
        return (change.table, int(change.key), *change.columns[column]) in self.steps

    def _about(self, change: Change) -> str:
        part = self.rows[change.table]
        row = part.by_key.get(int(change.key)) if change.key.isdecimal() else None
        return self.name(row) if row is not None else capfirst(str(part.model._meta.verbose_name))

    def _about_pointed(self, pointer: Any) -> str:
        fact = self.facts.get((_table(pointer), pointer.object_id))
        return self.name(fact) if fact is not None else ""

    def name(self, row: models.Model) -> str:
        """What the row is; nothing for the record itself."""
        if row is self.record:
            return ""
        if isinstance(row, Contest | VerificationChange):
            return self._about_pointed(row)
        if isinstance(row, Fact):
            description = describe(row)
            return f"{capfirst(description.kind)} · {written(description.day)}"
        return f"{capfirst(str(row._meta.verbose_name))} · {row.document if isinstance(row, DocumentLink) else row}"


def _table(pointer: Any) -> str:
    """The name of the table a row points at, from the cache."""
    return str(ContentType.objects.get_for_id(pointer.content_type_id).model)


def _act(change: Change) -> str:
    """What the change was, in a word; voiding is a change with a word of its own."""
    return _("Voided") if change.columns.get("voided_at", [None, None])[1] is not None else str(ACTS[change.act])


def _closing(moment: datetime, person: User | None, act: str, about: str, label: str, words: str) -> Entry:
    """An entry with one thing to say."""
    return Entry(moment, person, "", act, about, [Line(label, said=words)] if words else [])
