"""What the other files of Minas Gerais need to know of an agreement on record."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from partnerships.imports.findings import Problem, RowRefusedError


@dataclass(slots=True)
class Held:
    """A contract on record. `ends_on` is the last day of its term after all amendments."""

    contract: int
    starts_on: date
    ends_on: date
    terminated_on: date | None = None


@dataclass(slots=True)
class Agreements:
    """The agreements on record, by their number."""

    held: dict[str, Held] = field(default_factory=dict)

    def of(self, number: str) -> Held:
        """The contract of the agreement. Raises RowRefusedError where there is none."""
        if number not in self.held:
            reason = _("There is no agreement %(number)s on record: it is missing, was refused, or was withdrawn here.")
            raise RowRefusedError([Problem("instrument_id", reason % {"number": number})])
        return self.held[number]
