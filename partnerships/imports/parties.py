"""Finding or registering the organizations a file speaks of, once each, and the partnerships between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Jurisdiction, Organization, OrganizationIdentifier, User
from partnerships.services.identifiers import check_identifier
from partnerships.services.organizations import (
    add_identifier,
    add_other_name,
    find_organization,
    register_organization,
    rename_organization,
)
from partnerships.services.partnerships import open_partnership

from .findings import Problem, UnusableFileError
from .run import ImportRun
from .source import Option

Scheme = OrganizationIdentifier.Scheme
Sector = Organization.Sector
Kind = Organization.Kind

JURISDICTION = Option(
    "jurisdiction", gettext_lazy("code of the administrative division the government bodies of the file belong to")
)


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


@dataclass(slots=True)
class Parties:
    """The organizations met in one import. Each is looked up once; the cache holds keys, not rows."""

    by: User | None
    jurisdiction: Jurisdiction | None = None
    _found: dict[tuple[str, str], Organization] = field(default_factory=dict)
    _partnerships: dict[tuple[int, int], int] = field(default_factory=dict)
    _names: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def of_run(cls, run: ImportRun, options: Mapping[str, str]) -> Self:
        """For a run; the option `jurisdiction` names the division its government bodies belong to."""
        code = options.get(JURISDICTION.name)
        if not code:
            return cls(run.by)
        jurisdiction = Jurisdiction.objects.filter(code=code).first()
        if jurisdiction is None:
            reason = _(
                "There is no administrative division with the code %(code)s. Load the divisions, or leave it out."
            )
            raise UnusableFileError(reason % {"code": code})
        return cls(run.by, jurisdiction)

    def settle(self, party: Party) -> tuple[Organization, list[Problem]]:
        """The organization, registered where it is new, and what is worth saying about it.

        Raises ValidationError where its numbers are wrong or belong to different organizations.
        """
        numbers = {scheme: check_identifier(scheme, value) for scheme, value in party.identifiers.items()}
        known = self._known(numbers, party)
        if known is None:
            known = register_organization(
                by=self.by,
                name=party.name,
                name_en=party.name_en,
                sector=party.sector,
                kind=party.kind,
                service_field=party.service_field,
                jurisdiction=self.jurisdiction if party.sector == Sector.GOVERNMENT else None,
                identifiers=numbers,
            )
            self._names[known.pk] = {known.name}
            remarks = []
        else:
            remarks = self._compare(known, party, numbers)
        self._found.update(dict.fromkeys(numbers.items(), known))
        return known, remarks

    def partnership(self, government: Organization, ngo: Organization) -> int:
        """The key of the partnership of the two, opened where it is new."""
        pair = (government.pk, ngo.pk)
        if pair not in self._partnerships:
            self._partnerships[pair] = open_partnership(by=self.by, government=government, ngo=ngo).pk
        return self._partnerships[pair]

    def forget(self) -> None:
        """Drops what was looked up, after a row was undone with whatever it had registered."""
        self._found.clear()
        self._partnerships.clear()
        self._names.clear()

    def _known(self, numbers: Mapping[str, str], party: Party) -> Organization | None:
        cached = [self._found[number] for number in numbers.items() if number in self._found]
        if cached and len(cached) == len(numbers) and len({organization.pk for organization in cached}) == 1:
            return cached[0]
        known = find_organization(identifiers=numbers)
        if known is None and party.known_by_name:
            in_registers = {scheme: value for scheme, value in numbers.items() if scheme != Scheme.LOCAL}
            known = find_organization(identifiers=in_registers, name=party.name)
        return known

    def _compare(self, known: Organization, party: Party, numbers: Mapping[str, str]) -> list[Problem]:
        """Adds numbers and names that are new for a known organization, and says so."""
        remarks = []
        for scheme, value in numbers.items():
            if (scheme, value) not in self._found:
                add_identifier(by=self.by, organization=known, scheme=scheme, value=value)
        if known.sector != party.sector:
            words = {"name": known.name, "sector": known.get_sector_display()}
            reason = _("%(name)s is on record in the sector “%(sector)s” and stays there.") % words
            remarks.append(Problem("", reason))
        names = self._names_of(known)
        if party.name and party.name not in names:
            remarks.append(self._another_name(known, party))
            names.add(party.name)
        return remarks

    def _names_of(self, organization: Organization) -> set[str]:
        """The names the organization is known by, present and former. Asked of the database once."""
        if organization.pk not in self._names:
            former = organization.other_names.values_list("name", flat=True)
            self._names[organization.pk] = {organization.name, *former}
        return self._names[organization.pk]

    def _another_name(self, known: Organization, party: Party) -> Problem:
        """Keeps a further name: as the present one from the day it is known, else beside the present one."""
        words = {"name": party.name, "known": known.name}
        if party.named_on is None:
            add_other_name(by=self.by, organization=known, name=party.name)
        else:
            renamed = rename_organization(by=self.by, organization=known, name=party.name, until=party.named_on)
            known.name = renamed.name
        return Problem("", _("“%(known)s” is called “%(name)s” here; both names are kept.") % words)
