"""The organizations of a network and the ties between them, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.cells import Cells
from partnerships.imports.findings import RawRow
from partnerships.imports.parties import Kind, Sector
from partnerships.imports.tables import Columns
from partnerships.models import ServiceTie

NODES = Columns(("name", "agency_type", "is_lead_agency"))
EDGES = Columns(("a", "b", "relation", "strength"))


@dataclass(frozen=True, slots=True)
class AgencyType:
    """What an agency type says: sector, kind, and whether the lead agency buys services from it."""

    sector: Sector
    kind: Kind
    has_partnership: bool


# The table says by what title an agency takes part, not its legal form. Contractors, coalitions and advocacy groups
# work for or with the lead agency's programme; national partners advise it from outside; public agencies are peers.
AGENCY_TYPES: Mapping[str, AgencyType] = {
    "lead agency": AgencyType(Sector.GOVERNMENT, Kind.GOVERNMENT_BODY, has_partnership=False),
    "government": AgencyType(Sector.GOVERNMENT, Kind.GOVERNMENT_BODY, has_partnership=False),
    "contractor": AgencyType(Sector.NGO, Kind.SOCIAL_SERVICE, has_partnership=True),
    "coalition": AgencyType(Sector.NGO, Kind.ALLIANCE, has_partnership=True),
    "advocacy": AgencyType(Sector.NGO, Kind.SOCIAL_GROUP, has_partnership=True),
    "national partner": AgencyType(Sector.NGO, Kind.SOCIAL_GROUP, has_partnership=False),
}
RELATIONS: Mapping[str, ServiceTie.Kind] = {
    "collaboration": ServiceTie.Kind.COOPERATION,
    "contact": ServiceTie.Kind.CONTACT,
    "dissemination": ServiceTie.Kind.DISSEMINATION,
    "referral": ServiceTie.Kind.REFERRAL,
}


@dataclass(frozen=True, slots=True)
class Agency:
    """One organization of the network."""

    name: str
    type: AgencyType
    is_lead: bool


def parse_agency(row: RawRow) -> Agency:
    """Raises RowRefusedError for an unknown agency type, or a lead agency that is no government body."""
    cells = Cells(row)
    name = cells.text("name", required=True, at_most=80)
    agency_type = _known(cells, "agency_type", AGENCY_TYPES)
    is_lead = cells.flag("is_lead_agency") is True
    if is_lead and agency_type and agency_type.sector != Sector.GOVERNMENT:
        cells.refuse("is_lead_agency", _("The lead agency must be a government body."))
    cells.finish()
    return Agency(name, agency_type, is_lead)


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two organizations, by name. It holds for both; which of them stands first means nothing."""

    first: str
    second: str
    kind: ServiceTie.Kind
    strength: Decimal | None

    @property
    def pair(self) -> tuple[str, str]:
        """The two names in alphabetical order."""
        return (self.first, self.second) if self.first < self.second else (self.second, self.first)


def parse_tie(row: RawRow) -> Tie:
    """Raises RowRefusedError for an unknown relation, or an organization tied to itself."""
    cells = Cells(row)
    tie = Tie(
        first=cells.text("a", required=True),
        second=cells.text("b", required=True),
        kind=_known(cells, "relation", RELATIONS),
        strength=cells.number("strength"),
    )
    if tie.first and tie.first == tie.second:
        cells.refuse("b", _("An organization cannot be tied to itself."))
    if tie.strength is not None and not 0 <= tie.strength < 10_000:
        cells.refuse("strength", _("The strength %(strength)s is not between 0 and 9999.") % {"strength": tie.strength})
    cells.finish()
    return tie


def _known(cells: Cells, field: str, known: Mapping[str, Any]) -> Any:
    """What the cell's word stands for."""
    word = cells.text(field, required=True).casefold()
    if word and word not in known:
        words = {"value": word, "known": ", ".join(known)}
        cells.refuse(field, _("“%(value)s” is not known here. Known are: %(known)s.") % words)
    return known.get(word)
