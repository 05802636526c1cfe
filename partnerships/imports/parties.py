"""Finding or registering the organizations a file speaks of, once each, and the partnerships between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import ImportBatch, Jurisdiction, Organization, User
from partnerships.services.identifiers import check_identifier
from partnerships.services.organizations import (
    add_identifier,
    add_other_name,
    find_organization,
    rename_organization,
)
from partnerships.services.partnerships import open_partnership
from partnerships.services.registering import (
    Directory,
    NewOrganization,
    Number,
    look_up_organizations,
    open_partnerships,
    register_organizations,
)

from .findings import Problem, RawRow, RowRefusedError, UnusableFileError
from .party import Group, Kind, Party, Scheme, Sector, numbered
from .run import ImportRun, Part
from .source import Option

# Organizations kept at hand; beyond, they are looked up again, so that memory does not grow with the file.
AT_HAND = 5000

JURISDICTION = Option(
    "jurisdiction", gettext_lazy("code of the administrative division the government bodies of the file belong to")
)


@dataclass(slots=True)
class Parties:
    """The organizations met in one import. Each is looked up once, as long as it is at hand.

    `meet` looks up and registers those of many rows in a few queries; `settle` then needs none for them.
    """

    by: User | None
    jurisdiction: Jurisdiction | None = None
    batch: ImportBatch | None = None
    registers: bool = True
    # Those registered since the last `meet`.
    registered: set[int] = field(default_factory=set)
    _found: dict[Number, Organization] = field(default_factory=dict)
    _partnerships: dict[tuple[int, int], int] = field(default_factory=dict)
    _names: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def of_run(cls, run: ImportRun, options: Mapping[str, str]) -> Self:
        """For a run; the option `jurisdiction` names the division its government bodies belong to."""
        code = options.get(JURISDICTION.name)
        if not code:
            own = run.by.organization.jurisdiction if run.by and run.by.organization else None
            return cls(run.by, own, run.batch)
        jurisdiction = Jurisdiction.objects.filter(code=code).first()
        if jurisdiction is None:
            reason = _(
                "There is no administrative division with the code %(code)s. Load the divisions, or leave it out."
            )
            raise UnusableFileError(reason % {"code": code})
        return cls(run.by, jurisdiction, run.batch)

    def meet(self, groups: Iterable[Sequence[Party]], known: Iterable[Organization] = ()) -> None:
        """Looks up the parties of many rows, a group for each, and registers those that are new.

        A group of which one party has wrong or contradicting numbers is left for `settle` to refuse, and with it what
        else it names. In a group of two sectors, the government body and the NGO get their partnership. `known` are
        organizations that parties without numbers mean by their names.
        """
        if len(self._found) > AT_HAND:
            self.forget()
        for organization in known:
            self._found["", organization.name] = organization
            self._names.setdefault(organization.pk, set()).add(organization.name)
        wanted = [group for group in map(numbered, groups) if group]
        directory = self._look_up(wanted)
        self.registered.clear()
        self._register(self._new(wanted, directory) if self.registers else {})
        pairs = [pair for group in wanted if (pair := self._pair(group)) and _keys(pair) not in self._partnerships]
        self._partnerships.update(open_partnerships(by=self.by, pairs=pairs))

    def at_hand(self, parties: Sequence[Party]) -> list[Organization] | None:
        """The organizations of a row, where nothing about them is new; else None, and `settle` has to see to them."""
        found = []
        for party, numbers in numbered(parties) or ():
            known = self._at_hand(party, numbers)
            if known is None or party.sector != known.sector:
                return None
            if party.name and party.name not in self._names.get(known.pk, ()):
                return None
            found.append(known)
        return found or None

    def _at_hand(self, party: Party, numbers: Mapping[str, str]) -> Organization | None:
        found = [self._found.get(key) for key in party.keys(numbers)]
        return found[0] if found[0] is not None and len({each and each.pk for each in found}) == 1 else None

    def _look_up(self, groups: Iterable[Group]) -> Directory:
        """What is on record of the parties not at hand."""
        unknown = [
            (party, numbers) for group in groups for party, numbers in group if not self._at_hand(party, numbers)
        ]
        directory = look_up_organizations(
            numbers={number for _party, numbers in unknown for number in numbers.items()},
            names={party.name for party, _numbers in unknown if party.known_by_name},
        )
        self._found.update(directory.by_number)
        for key, names in directory.names.items():
            self._names.setdefault(key, set()).update(names)
        for party, numbers in unknown:
            named = directory.named(party.name, ()) if party.known_by_name and not numbers else ()
            if len(named) == 1:
                self._found["", party.name] = named[0]
        return directory

    def _new(self, groups: Iterable[Group], directory: Directory) -> Mapping[Number, tuple[Party, Mapping[str, str]]]:
        """The parties nobody knows, by what they are found by. Whatever is not plain is left to `settle`."""
        new: dict[Number, tuple[Party, Mapping[str, str]]] = {}
        for group in groups:
            unknown = [each for each in group if not any(key in self._found for key in each[0].keys(each[1]))]
            if len(unknown) < len([each for each in group if self._at_hand(*each) is None]):
                continue
            for party, numbers in unknown:
                named = directory.by_name.get(party.name) if party.known_by_name else None
                keys = [*party.keys(numbers), ("", party.name)] if party.known_by_name else party.keys(numbers)
                if not named and party.name and not any(key in new for key in keys):
                    new.update(dict.fromkeys(keys, (party, numbers)))
        return new

    def _register(self, new: Mapping[Number, tuple[Party, Mapping[str, str]]]) -> None:
        parties = list({id(each): each for each in new.values()}.values())
        new_ones = [self._as_new(party, numbers) for party, numbers in parties]
        try:
            rows = register_organizations(by=self.by, organizations=new_ones, batch=self.batch)
        except (ValidationError, PermissionDenied):
            return  # which of them is refused, and why, is said when each is settled with its row
        self.registered.update(row.pk for row in rows)
        for (party, numbers), row in zip(parties, rows, strict=True):
            self._found.update(dict.fromkeys(party.keys(numbers), row))
            self._names[row.pk] = {row.name}

    def _as_new(self, party: Party, numbers: Mapping[str, str]) -> NewOrganization:
        return NewOrganization(
            name=party.name,
            name_en=party.name_en,
            sector=party.sector,
            kind=party.kind,
            service_field=party.service_field,
            jurisdiction=self._place(party),
            mission=party.mission,
            registered_on=party.registered_on,
            identifiers=numbers,
        )

    def _place(self, party: Party) -> Jurisdiction | None:
        """Staff register in their own jurisdiction only; for others an NGO's is not known from a body's."""
        of_staff = self.by is not None and not self.by.is_administrator
        return party.jurisdiction or (self.jurisdiction if of_staff or party.sector == Sector.GOVERNMENT else None)

    def _pair(self, group: Group) -> tuple[Organization, Organization] | None:
        """The government body and the NGO of a group whose parties are all at hand."""
        found = [self._at_hand(party, numbers) for party, numbers in group]
        sides = {each.sector: each for each in found if each}
        if None in found or set(sides) != {Sector.GOVERNMENT, Sector.NGO}:
            return None
        return sides[Sector.GOVERNMENT], sides[Sector.NGO]

    def settle(self, party: Party) -> tuple[Organization, list[Problem]]:
        """The organization, registered where it is new, and what is worth saying about it.

        Raises ValidationError where its numbers are wrong or belong to different organizations.
        """
        numbers = {scheme: check_identifier(scheme, value) for scheme, value in party.identifiers.items()}
        known = self._known(numbers, party)
        if known is None:
            self._check_registers(party)
            [known] = register_organizations(by=self.by, organizations=[self._as_new(party, numbers)], batch=self.batch)
            self.registered.add(known.pk)
            self._names[known.pk] = {known.name}
            remarks = []
        else:
            remarks = self._compare(known, party, numbers)
        self._found.update(dict.fromkeys(party.keys(numbers), known))
        return known, remarks

    def _check_registers(self, party: Party) -> None:
        if not self.registers:
            sentence = _("“%(name)s” is not on record. Register it first, or correct the name.")
            words = {"name": party.name or next(iter(party.identifiers.values()), "")}
            raise RowRefusedError([Problem("ngo", sentence % words)])

    def partnership(self, government: Organization, ngo: Organization) -> int:
        """The key of the partnership of the two, opened where it is new."""
        pair = (government.pk, ngo.pk)
        if pair not in self._partnerships:
            self._partnerships[pair] = open_partnership(by=self.by, government=government, ngo=ngo).pk
        return self._partnerships[pair]

    def pair(self, row: RawRow, part: Part, government: Party, ngo: Party) -> tuple[int, list[Problem]]:
        """The key of the partnership of a row's two parties, and what is worth saying about them.

        What `meet` has seen to costs no query. Else the row has a savepoint: refused, it leaves nothing behind, and
        RowRefusedError is raised after it was noted.
        """
        if found := self.at_hand((government, ngo)):
            key = self._partnerships.get((found[0].pk, found[1].pk))
            if key is not None:
                return key, []
        try:
            with part.attempt(row):
                body, about_body = self.settle(government)
                organization, about_ngo = self.settle(ngo)
                return self.partnership(body, organization), [*about_body, *about_ngo]
        except RowRefusedError:
            self.forget()
            raise

    def forget(self) -> None:
        """Drops what was looked up, after a row was undone with whatever it had registered."""
        self._found.clear()
        self._partnerships.clear()
        self._names.clear()

    def _known(self, numbers: Mapping[str, str], party: Party) -> Organization | None:
        cached = self._at_hand(party, numbers)
        if cached is not None:
            return cached
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
        names = self.names_of(known)
        if party.name and party.name not in names:
            remarks.append(self._another_name(known, party))
            names.add(party.name)
        return remarks

    def names_of(self, organization: Organization) -> set[str]:
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


def _keys(pair: tuple[Organization, Organization]) -> tuple[int, int]:
    return pair[0].pk, pair[1].pk


__all__ = ["JURISDICTION", "Kind", "Parties", "Party", "Scheme", "Sector"]
