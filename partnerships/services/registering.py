"""Many organizations and partnerships at once: the way of imports. The number of queries does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import (
    ImportBatch,
    ImportedOrganization,
    Jurisdiction,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Role,
    User,
)

from .copying import copy_rows, refresh_statistics
from .identifiers import check_identifier
from .organizations import check_territory
from .partnerships import check_sectors
from .refusals import refuse_if

Number = tuple[str, str]


@dataclass(frozen=True)
class NewOrganization:
    """What is known of an organization to be registered; identifiers are scheme -> value."""

    name: str
    sector: str
    kind: str
    name_en: str = ""
    jurisdiction: Jurisdiction | None = None
    service_field: str = ""
    mission: str = ""
    registered_on: date | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Directory:
    """Organizations on record by their numbers and by every name they have or had, with all of their names."""

    by_number: Mapping[Number, Organization]
    by_name: Mapping[str, Sequence[Organization]]
    names: Mapping[int, frozenset[str]]
    schemes: Mapping[int, frozenset[str]]

    def named(self, name: str, schemes: Iterable[str]) -> Sequence[Organization]:
        """Those of the name that have no number in one of the schemes: a name does not stand against a number."""
        asked = frozenset(schemes)
        return [each for each in self.by_name.get(name, ()) if not asked & self.schemes.get(each.pk, frozenset())]


def look_up_organizations(*, numbers: Iterable[Number], names: Iterable[str]) -> Directory:
    """Everything on record under the numbers (canonical) or the names. Four queries."""
    by_scheme: dict[str, set[str]] = defaultdict(set)
    for scheme, value in numbers:
        by_scheme[scheme].add(value)
    wanted = Q(pk__in=[])
    for scheme, values in by_scheme.items():
        wanted |= Q(scheme=scheme, value__in=values)
    found = OrganizationIdentifier.objects.filter(wanted).select_related("organization")
    by_number = {(each.scheme, each.value): each.organization for each in found}
    by_name = _by_name({name for name in names if name})
    organizations = {each.pk for each in by_number.values()} | {each.pk for some in by_name.values() for each in some}
    return Directory(by_number, by_name, _names_of(organizations, by_number, by_name), _schemes_of(organizations))


def _by_name(names: set[str]) -> Mapping[str, Sequence[Organization]]:
    found: dict[str, dict[int, Organization]] = defaultdict(dict)
    if names:
        kept = Organization.objects.filter(merged_into__isnull=True)
        for organization in kept.filter(Q(name__in=names) | Q(name_en__in=names)):
            for name in {organization.name, organization.name_en} & names:
                found[name][organization.pk] = organization
        for other in OrganizationName.objects.filter(name__in=names, organization__in=kept).select_related(
            "organization"
        ):
            found[other.name][other.organization_id] = other.organization
    return {name: list(each.values()) for name, each in found.items()}


def _names_of(
    keys: set[int], by_number: Mapping[Number, Organization], by_name: Mapping[str, Sequence[Organization]]
) -> Mapping[int, frozenset[str]]:
    names: dict[int, set[str]] = defaultdict(set)
    for organization in (*by_number.values(), *(each for some in by_name.values() for each in some)):
        names[organization.pk].add(organization.name)
    for key, name in OrganizationName.objects.filter(organization__in=keys).values_list("organization", "name"):
        names[key].add(name)
    return {key: frozenset(each) for key, each in names.items()}


def _schemes_of(keys: set[int]) -> Mapping[int, frozenset[str]]:
    schemes: dict[int, set[str]] = defaultdict(set)
    for key, scheme in OrganizationIdentifier.objects.filter(organization__in=keys).values_list(
        "organization", "scheme"
    ):
        schemes[key].add(scheme)
    return {key: frozenset(each) for key, each in schemes.items()}


@transaction.atomic
def register_organizations(
    *, by: User | None, organizations: Sequence[NewOrganization], batch: ImportBatch | None = None
) -> list[Organization]:
    """Enters organizations with their identifiers, all or none, and keeps which import they came with.

    Raises `RowError` for a number that belongs to another organization already.
    """
    if not organizations:
        return []
    check_record(by, Organization, None)
    for jurisdiction in {each.jurisdiction for each in organizations}:
        check_territory(by, jurisdiction)
    now = timezone.now()
    rows = [_row(each) for each in organizations]
    for row in rows:
        row.created_at = now
    copy_rows(rows)
    numbers = [
        OrganizationIdentifier(organization=row, scheme=scheme, value=check_identifier(scheme, value))
        for row, each in zip(rows, organizations, strict=True)
        for scheme, value in each.identifiers.items()
    ]
    if numbers:
        copy_rows(numbers)
    if batch is not None:
        ImportedOrganization.objects.bulk_create([ImportedOrganization(organization=row, batch=batch) for row in rows])
    return rows


def _row(new: NewOrganization) -> Organization:
    refuse_if(not new.name.strip(), "name", _("The name is empty. Give the registered name."))
    return Organization(
        name=new.name.strip(),
        name_en=new.name_en.strip(),
        sector=new.sector,
        kind=new.kind,
        jurisdiction=new.jurisdiction,
        service_field=new.service_field,
        mission=new.mission,
        registered_on=new.registered_on,
    )


@transaction.atomic
def open_partnerships(
    *, by: User | None, pairs: Iterable[tuple[Organization, Organization]]
) -> dict[tuple[int, int], int]:
    """The keys of the partnerships of government bodies and NGOs, by the keys of the two; made where there are none."""
    wanted = {(government.pk, ngo.pk): (government, ngo) for government, ngo in pairs}
    if not wanted:
        return {}
    known = _partnerships(wanted)
    new = [pair for key, pair in wanted.items() if key not in known]
    for government, ngo in new:
        if (government.sector, ngo.sector) != (Organization.Sector.GOVERNMENT, Organization.Sector.NGO):
            check_sectors(government, ngo)
    own_side = 1 if by is not None and by.role == Role.NGO_MANAGER else 0
    for organization in {pair[own_side] for pair in new}:
        check_record(by, Partnership, organization)
    rows = [Partnership(government=government, ngo=ngo) for government, ngo in new]
    # Another transaction may open one of them at the same moment.
    Partnership.objects.bulk_create(rows, ignore_conflicts=True)
    refresh_statistics(Partnership)
    return {**known, **(_partnerships([(government.pk, ngo.pk) for government, ngo in new]) if new else {})}


def _partnerships(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    wanted = set(keys)
    rows = Partnership.objects.filter(
        government__in={government for government, _ngo in wanted}, ngo__in={ngo for _government, ngo in wanted}
    ).values_list("government", "ngo", "pk")
    return {(government, ngo): key for government, ngo, key in rows if (government, ngo) in wanted}
