"""An organization's particulars: what it is called, what it is for, where it belongs, and when it was dissolved."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import check_covers, check_record
from partnerships.models import Jurisdiction, Organization, Partnership, User

from .organizations import check_territory
from .refusals import refuse_if, save


@transaction.atomic
def edit_organization(
    *,
    by: User | None,
    organization: Organization,
    sector: str,
    kind: str,
    name_en: str = "",
    jurisdiction: Jurisdiction | None = None,
    service_field: str = "",
    mission: str = "",
    registered_on: date | None = None,
    dissolved_on: date | None = None,
) -> Organization:
    """Writes the particulars over the present ones. The name has an act of its own, which keeps the former one."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    check_record(by, Organization, organization)
    check_covers(by, organization)
    check_territory(by, jurisdiction)
    refuse_if(
        sector != organization.sector and Partnership.objects.of(organization).exists(),
        "sector",
        _("%(name)s has partnerships as “%(sector)s”; its sector stays. Was it entered twice? Then merge the two."),
        name=organization,
        sector=organization.get_sector_display(),
    )
    organization.sector, organization.kind, organization.jurisdiction = sector, kind, jurisdiction
    organization.name_en, organization.service_field = name_en.strip(), service_field.strip()
    organization.mission = mission.strip()
    organization.registered_on, organization.dissolved_on = registered_on, dissolved_on
    save(organization)
    return organization
