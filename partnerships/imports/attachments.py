"""Documents that a source holds elsewhere: their addresses, attached to the facts they are evidence for."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from partnerships.services.addresses import Address, Place, attach_addresses
from partnerships.services.copying import RowError

from .findings import RawRow
from .run import Part, problems_of


def is_address(text: str) -> bool:
    """Whether the text is meant as a web address."""
    return text.startswith(("https://", "http://"))


@dataclass(slots=True)
class Attachments:
    """The addresses of one file. `counts_rows` is false where the row stands for a fact of its own."""

    part: Part
    counts_rows: bool = False
    _waiting: list[tuple[RawRow, Address]] = field(default_factory=list)
    _first_at: dict[Place, str] = field(default_factory=dict)

    def put(self, row: RawRow, address: Address) -> None:
        """Takes an address to be attached; nothing where there is none, or where the file repeats it for the fact."""
        if not is_address(address.url):
            return
        first = self._first_at.setdefault(address.place, row.location)
        if first == row.location:
            self._waiting.append((row, address))
        elif self.counts_rows:
            reason = _("The same address stands at %(first)s already, for the same record.") % {"first": first}
            self.part.leave_out(row, "url", reason)

    def flush(self) -> None:
        """Attaches what is not attached yet. One that is no address is noted and left behind."""
        waiting, self._waiting = self._waiting, []
        while waiting:
            try:
                new = attach_addresses(by=self.part.run.by, addresses=[address for _row, address in waiting])
            except RowError as error:
                if error.row is None:
                    raise
                self._refuse(waiting.pop(error.row)[0], error)
            else:
                for is_new in new:
                    self._settle("created" if is_new else "unchanged")
                return

    def _refuse(self, row: RawRow, error: RowError) -> None:
        if self.counts_rows:
            self.part.refuse(row, problems_of(error))
        else:
            self.part.remark(row, problems_of(error))

    def _settle(self, outcome: str) -> None:
        self.part.run.report.record("document", outcome)
        if self.counts_rows:
            self.part.settle(outcome)
