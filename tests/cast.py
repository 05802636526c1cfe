"""The fixed cast: the same few places, organizations and people in every test.

Linjiang district 临江区  > Anhe street 安和街道
bureau         Linjiang Civil Affairs Bureau    (district)   staff: staff
street_office  Anhe Street Office               (street)     staff: street_staff
ngo            Gongyi Social Work Centre        (district)   manager: ngo_manager
other_ngo      Qingquan Volunteers' Association (street)     manager: other_manager
partnership         bureau × ngo
street_partnership  street_office × other_ngo
analyst             has a grant for the street, this year
administrator       sees everything
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from partnerships.models import AnalystGrant, Jurisdiction, Organization, Partnership, Role, User

PASSWORD = "a fixed password"


@dataclass(frozen=True)
class Cast:
    """Everybody and everything of the fixed cast, saved."""

    district: Jurisdiction
    street: Jurisdiction
    bureau: Organization
    street_office: Organization
    ngo: Organization
    other_ngo: Organization
    partnership: Partnership
    street_partnership: Partnership
    staff: User
    street_staff: User
    ngo_manager: User
    other_manager: User
    analyst: User
    administrator: User

    def per_role(self) -> dict[str, User]:
        """One person for each role; the staff member is the district's, the NGO manager that of `ngo`."""
        return {user.role: user for user in (self.staff, self.ngo_manager, self.analyst, self.administrator)}


def _organization(name: str, name_en: str, sector: str, kind: str, place: Jurisdiction) -> Organization:
    return Organization.objects.create(
        name=name,
        name_en=name_en,
        sector=sector,
        kind=kind,
        jurisdiction=place,
        registered_on=date(2012, 3, 1),
        service_field="elderly care",
    )


def _person(username: str, role: Role, organization: Organization | None = None) -> User:
    return User.objects.create_user(
        username, email=f"{username}@example.org", password=PASSWORD, role=role, organization=organization
    )


def _analyst(street: Jurisdiction) -> User:
    analyst = _person("analyst", Role.ANALYST)
    today = timezone.localdate()
    AnalystGrant.objects.create(
        user=analyst,
        jurisdiction=street,
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=100),
        purpose="A study of street-level partnerships",
    )
    return analyst


def make_cast() -> Cast:
    """Saves the fixed cast."""
    district = Jurisdiction.objects.create(code="990101", name="临江区", name_en="Linjiang", level="district")
    street = Jurisdiction.objects.create(
        code="990101001", name="安和街道", name_en="Anhe", level="street", parent=district
    )
    bureau = _organization("临江区民政局", "Linjiang Civil Affairs Bureau", "government", "government_body", district)
    office = _organization("安和街道办事处", "Anhe Street Office", "government", "government_body", street)
    ngo = _organization("共益社会工作服务中心", "Gongyi Social Work Centre", "ngo", "social_service", district)
    other = _organization("清泉志愿者协会", "Qingquan Volunteers' Association", "ngo", "social_group", street)
    return Cast(
        district=district,
        street=street,
        bureau=bureau,
        street_office=office,
        ngo=ngo,
        other_ngo=other,
        partnership=Partnership.objects.create(government=bureau, ngo=ngo),
        street_partnership=Partnership.objects.create(government=office, ngo=other),
        staff=_person("staff", Role.STAFF, bureau),
        street_staff=_person("street_staff", Role.STAFF, office),
        ngo_manager=_person("ngo_manager", Role.NGO_MANAGER, ngo),
        other_manager=_person("other_manager", Role.NGO_MANAGER, other),
        analyst=_analyst(street),
        administrator=_person("administrator", Role.ADMINISTRATOR),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, in the database."""
    return make_cast()
