"""One sheet under import: what its rows are checked and written with, a thousand at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.parties import AT_HAND, Parties, Party
from partnerships.imports.run import Part, chunks
from partnerships.models import Organization

from .bodies import Bodies
from .keys import MetKeys
from .plan import Setting
from .reading import TableCells
from .rows import SheetRows, sample_of

# Rows shown as they were understood, before anything is recorded.
SHOWN = 12


@dataclass(slots=True)
class Line:
    """One row with its cells, what was read of it, and what it is known by once that is settled."""

    row: RawRow
    cells: TableCells
    read: dict[str, Any]
    parties: Sequence[Party] = ()
    key: str = ""
    # What was read, in words, where it is not the same as what is kept.
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """The rows, the parties they name and what is said about them."""

    part: Part
    rows: SheetRows
    setting: Setting
    parties: Parties
    bodies: Bodies
    met: MetKeys = field(default_factory=MetKeys)
    shown: list[Any] = field(default_factory=list)
    reach: dict[int, bool] = field(default_factory=dict)

    def chunks(self) -> Iterator[list[tuple[RawRow, TableCells]]]:
        """The rows that are records, a thousand at a time; totals and notes are left out with a word."""
        return chunks(self._records())

    def _records(self) -> Iterator[tuple[RawRow, TableCells]]:
        for row in self.part.each(self.rows):
            if self.rows.is_total(row):
                self.part.leave_out(row, "", _("A total, a repeated title or a note: not a record."))
            else:
                yield row, self.rows.cells(row, self.setting)

    def accept(self, line: Line) -> bool:
        """Whether the row could be read; one that could not is refused with all that is wrong in it."""
        try:
            line.cells.finish()
        except RowRefusedError as refusal:
            self.part.refuse(line.row, refusal.problems)
            return False
        if line.cells.remarks:
            self.part.remark(line.row, line.cells.remarks)
        if len(self.shown) < SHOWN:
            self.shown.append([line.row.location, sample_of(line.cells, line.read | line.words)])
        return True

    def meet(self, lines: Sequence[Line]) -> None:
        """Looks up the parties of all lines at once, and registers those that are new."""
        self.parties.meet((line.parties for line in lines if line.parties), known=self.bodies.known)

    def pair(self, line: Line) -> int | None:
        """The key of the partnership of the line's parties; None where they were refused."""
        government, ngo = line.parties
        try:
            key, remarks = self.parties.pair(line.row, self.part, government, ngo)
        except RowRefusedError:
            return None
        self.part.remark(line.row, remarks)
        return key

    def lone(self, line: Line) -> Organization | None:
        """The NGO of a line that names no government body; None where it was refused."""
        found = self.parties.at_hand(line.parties)
        if found:
            organization = found[0]
        else:
            try:
                with self.part.attempt(line.row):
                    organization, remarks = self.parties.settle(line.parties[0])
            except RowRefusedError:
                self.parties.forget()
                return None
            self.part.remark(line.row, remarks)
        if not self._is_in_reach(organization):
            reason = _("%(name)s lies outside your reach.") % {"name": organization}
            self.part.refuse(line.row, [Problem("ngo", reason)])
            return None
        return organization

    def _is_in_reach(self, organization: Organization) -> bool:
        """Whether the sender may see it. One query for each organization met anew."""
        by = self.setting.by
        if by is None or by.is_administrator:
            return True
        if organization.pk not in self.reach:
            if len(self.reach) > AT_HAND:
                self.reach.clear()
            self.reach[organization.pk] = Organization.objects.visible_to(by).filter(pk=organization.pk).exists()
        return self.reach[organization.pk]

    def unrepeated(self, lines: Sequence[Line]) -> list[Line]:
        """The lines whose key has not come before in this sheet; the others are refused."""
        repeated = self.met.repeated([(line.key, line.row.location) for line in lines])
        for index, first in repeated.items():
            reason = _("The same row stands at %(first)s already.") % {"first": first}
            self.part.refuse(lines[index].row, [Problem("", reason)])
        return [line for index, line in enumerate(lines) if index not in repeated]
