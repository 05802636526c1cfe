"""An organization as a row names it, before it is found or registered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partnerships.models import Jurisdiction, Organization, OrganizationIdentifier
from partnerships.services.identifiers import check_identifier
from partnerships.services.registering import Number

Scheme = OrganizationIdentifier.Scheme
Sector = Organization.Sector
Kind = Organization.Kind


@dataclass(frozen=True, slots=True)
class Party:
    """An organization as a row names it.

    `named_on` is a day on which it bore the name, for rows that come in the order of such days: the later name becomes
    its name. Without it a further name is kept beside the first.
    """

    name: str
    sector: str
    kind: str
    identifiers: Mapping[str, str]
    name_en: str = ""
    service_field: str = ""
    named_on: date | None = None
    # Whether a party without a number in a register may be recognised by its exact name.
    known_by_name: bool = False
    jurisdiction: Jurisdiction | None = None
    mission: str = ""
    registered_on: date | None = None

    def keys(self, numbers: Mapping[str, str]) -> list[Number]:
        """What it is found by: its numbers, else its name."""
        return list(numbers.items()) or [("", self.name)]


# The parties of one row, each with its numbers in canonical form.
Group = Sequence[tuple[Party, Mapping[str, str]]]


def numbered(parties: Sequence[Party]) -> Group | None:
    """The parties with their numbers in canonical form; None where one of the numbers is wrong."""
    try:
        return [
            (party, {scheme: check_identifier(scheme, value) for scheme, value in party.identifiers.items()})
            for party in parties
        ]
    except ValidationError:
        return None
