"""Partnerships: one government body and one NGO."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import Organization, Partnership, Role, User

from .refusals import refuse_if


@transaction.atomic
def open_partnership(*, by: User | None, government: Organization, ngo: Organization) -> Partnership:
    """The partnership of the two; it is made when there is none yet."""
    check_sectors(government, ngo)
    # Whoever opens a partnership answers for their own side of it.
    check_record(by, Partnership, ngo if by is not None and by.role == Role.NGO_MANAGER else government)
    partnership, _made = Partnership.objects.get_or_create(government=government, ngo=ngo)
    return partnership


def check_sectors(government: Organization, ngo: Organization) -> None:
    """Refuses anything but a government body and an NGO."""
    for organization, field, sector in ((government, "government", "government"), (ngo, "ngo", "ngo")):
        refuse_if(
            organization.merged_into_id is not None,
            field,
            _("%(name)s was on record twice and merged into %(kept)s. Choose that one."),
            name=organization,
            kept=organization.merged_into,
        )
        refuse_if(
            organization.sector != sector,
            field,
            _("%(name)s belongs to the sector “%(value)s”, not “%(sector)s”. Choose another organization."),
            name=organization,
            value=organization.get_sector_display(),
            sector=Organization.Sector(sector).label,
        )
