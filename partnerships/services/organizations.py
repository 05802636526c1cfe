"""Organizations: entering them, finding them again, and what registers say of them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.access import check_covers, check_record
from partnerships.models import (
    Jurisdiction,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Standing,
    User,
)

from .days import save_fact, years_after
from .identifiers import check_identifier
from .provenance import Provenance, fact_columns
from .refusals import refuse, refuse_if, save

RATING_YEARS = 5
NO_IDENTIFIERS: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def register_organization(
    *,
    by: User | None,
    name: str,
    sector: str,
    kind: str,
    name_en: str = "",
    jurisdiction: Jurisdiction | None = None,
    service_field: str = "",
    mission: str = "",
    registered_on: date | None = None,
    identifiers: Mapping[str, str] = NO_IDENTIFIERS,
) -> Organization:
    """Enters an organization with its identifiers (scheme -> value). Staff enter those of their own jurisdiction."""
    check_record(by, Organization, None)
    check_territory(by, jurisdiction)
    organization = Organization(
        name=name.strip(),
        name_en=name_en.strip(),
        sector=sector,
        kind=kind,
        jurisdiction=jurisdiction,
        service_field=service_field,
        mission=mission,
        registered_on=registered_on,
    )
    refuse_if(not organization.name, "name", _("The name is empty. Give the registered name."))
    save(organization)
    for scheme, value in identifiers.items():
        _add_identifier(organization, scheme, value)
    return organization


def check_territory(by: User | None, jurisdiction: Jurisdiction | None) -> None:
    """Staff may place an organization only where they can see it afterwards."""
    if by is None or by.is_administrator:
        return
    own = by.organization.jurisdiction if by.organization else None
    if own is None or jurisdiction is None or not jurisdiction.path.startswith(own.path):
        refuse(
            "jurisdiction",
            _("%(place)s is not in your jurisdiction, %(own)s. Choose a place in it, or ask an administrator."),
            place=jurisdiction or _("No place"),
            own=own or _("none"),
        )


@transaction.atomic
def add_identifier(*, by: User | None, organization: Organization, scheme: str, value: str) -> OrganizationIdentifier:
    """Adds a number in a register. The same number again changes nothing."""
    check_record(by, OrganizationIdentifier, organization)
    return _add_identifier(organization, scheme, value)


def _add_identifier(organization: Organization, scheme: str, value: str) -> OrganizationIdentifier:
    canonical = check_identifier(scheme, value)
    held = OrganizationIdentifier.objects.filter(scheme=scheme, value=canonical).select_related("organization").first()
    if held is None:
        held = OrganizationIdentifier(organization=organization, scheme=scheme, value=canonical)
        save(held)
    refuse_if(
        held.organization_id != organization.pk,
        "value",
        _("%(scheme)s %(value)s belongs to %(holder)s already. Use that organization, or correct the number."),
        scheme=scheme,
        value=canonical,
        holder=held.organization,
    )
    return held


def find_organization(*, identifiers: Mapping[str, str], name: str = "") -> Organization | None:
    """The organization with one of the numbers; failing that, the only one of that name, present or former.

    A name does not identify an organization that has another number in one of the schemes asked for. Refuses when the
    numbers belong to different organizations, and when the name belongs to several.
    """
    numbers = {scheme: check_identifier(scheme, value) for scheme, value in identifiers.items()}
    wanted = Q(pk__in=[])
    for scheme, value in numbers.items():
        wanted |= Q(identifiers__scheme=scheme, identifiers__value=value)
    found = list(Organization.objects.filter(wanted).distinct()[:2]) if numbers else []
    if len(found) > 1:
        refuse(
            "identifiers",
            _("The numbers %(numbers)s belong to different organizations: %(first)s and %(second)s. Correct one."),
            numbers=", ".join(numbers.values()),
            first=found[0],
            second=found[1],
        )
    return found[0] if found else _find_by_name(name.strip(), list(numbers))


def _find_by_name(name: str, schemes: list[str]) -> Organization | None:
    if not name:
        return None
    named = Q(name=name) | Q(name_en=name) | Q(other_names__name=name)
    rows = Organization.objects.filter(named, merged_into__isnull=True)
    found = rows.exclude(identifiers__scheme__in=schemes).distinct()[:2]
    if len(found) > 1:
        refuse("name", _("Several organizations are called “%(name)s”. Give an identifier."), name=name)
    return found[0] if found else None


@transaction.atomic
def rename_organization(*, by: User | None, organization: Organization, name: str, until: date | None) -> Organization:
    """Gives a new name from the day `until` on; the former one keeps finding the organization.

    Without a day the former name was a slip of the pen: it still finds the organization, but was never its name.
    """
    check_record(by, OrganizationName, organization)
    check_covers(by, organization)
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    name = name.strip()
    refuse_if(not name, "name", _("The name is empty. Give the registered name."))
    if name == organization.name:
        return organization
    OrganizationName.objects.update_or_create(
        organization=organization, name=organization.name, defaults={"used_until": until}
    )
    organization.name = name
    save(organization)
    return organization


@transaction.atomic
def add_other_name(*, by: User | None, organization: Organization, name: str) -> OrganizationName:
    """Keeps a further name by which files call the organization. The same name again changes nothing."""
    check_record(by, OrganizationName, organization)
    held = OrganizationName.objects.filter(organization=organization, name=name.strip()).first()
    if held is None:
        held = OrganizationName(organization=organization, name=name.strip())
        save(held)
    return held


@transaction.atomic
def record_standing(
    *,
    by: User | None,
    organization: Organization,
    kind: str,
    effective_on: date,
    provenance: Provenance,
    result: str = "",
    level: int | None = None,
    valid_until: date | None = None,
    reference: str = "",
    note: str = "",
) -> Standing:
    """Records what a register says of an organization from a day on (the day it takes effect).

    A rating without an end is valid for five years, as the rules on rating have it (MCA Order 39).
    """
    check_record(by, Standing, organization)
    if kind == Standing.Kind.RATING and level and valid_until is None:
        valid_until = years_after(effective_on, RATING_YEARS)
    standing = Standing(
        organization=organization,
        kind=kind,
        result=result,
        level=level,
        effective_on=effective_on,
        valid_until=valid_until,
        reference=reference,
        note=note,
        **fact_columns(by, provenance),
    )
    save_fact(standing)
    return standing
