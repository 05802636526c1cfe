"""Changing an organization's particulars and names, and finding out whether it is on record already."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnerships.models import Organization, OrganizationName, Partnership
from partnerships.services.likeness import similar_organizations
from partnerships.services.organizations import record_standing, rename_organization
from partnerships.services.particulars import edit_organization
from partnerships.services.provenance import Provenance
from tests.cast import Cast

from .refusals import refused


def particulars(organization: Organization, **changed: Any) -> dict[str, Any]:
    """The present particulars, with some changed."""
    names = ("sector", "kind", "name_en", "jurisdiction", "service_field", "mission", "registered_on", "dissolved_on")
    return {name: getattr(organization, name) for name in names} | changed


def test_staff_edit_the_organizations_of_their_jurisdiction(cast: Cast) -> None:
    given = particulars(cast.ngo, mission=" To care ", dissolved_on=date(2024, 5, 1), kind="foundation")
    for _ in range(2):
        edited = edit_organization(by=cast.staff, organization=cast.ngo, **given)
    assert (edited.mission, edited.dissolved_on, edited.kind) == ("To care", date(2024, 5, 1), "foundation")
    assert edited.name == cast.ngo.name


def test_an_organization_of_another_place_is_seen_but_not_edited(cast: Cast) -> None:
    Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    assert Organization.objects.visible_to(cast.street_staff).filter(pk=cast.ngo.pk).exists()
    with pytest.raises(PermissionDenied, match="Linjiang, outside your jurisdiction"):
        edit_organization(by=cast.street_staff, organization=cast.ngo, **particulars(cast.ngo))
    with pytest.raises(PermissionDenied, match="outside your jurisdiction"):
        rename_organization(by=cast.street_staff, organization=cast.ngo, name="共信中心", until=None)


@pytest.mark.parametrize("role", ["ngo_manager", "analyst"])
def test_who_is_no_staff_edits_nothing(cast: Cast, role: str) -> None:
    with pytest.raises(PermissionDenied):
        edit_organization(by=cast.per_role()[role], organization=cast.ngo, **particulars(cast.ngo))


def test_staff_do_not_move_an_organization_out_of_their_jurisdiction(cast: Cast) -> None:
    with refused("jurisdiction", "administrator"):
        edit_organization(
            by=cast.street_staff, organization=cast.other_ngo, **particulars(cast.other_ngo, jurisdiction=cast.district)
        )


def test_the_sector_of_a_party_to_a_partnership_stays(cast: Cast) -> None:
    with refused("sector", "has partnerships", "merge"):
        edit_organization(by=cast.staff, organization=cast.ngo, **particulars(cast.ngo, sector="other"))
    alone = Organization.objects.create(name="新社", sector="other", kind="other", jurisdiction=cast.district)
    edited = edit_organization(by=cast.staff, organization=alone, **particulars(alone, sector="ngo"))
    assert edited.sector == "ngo"


def test_dissolution_before_registration_is_refused(cast: Cast) -> None:
    with refused("__all__", "dissolved before"):
        edit_organization(by=None, organization=cast.ngo, **particulars(cast.ngo, dissolved_on=date(2012, 2, 29)))


def test_a_slip_of_the_pen_is_corrected_without_a_day(cast: Cast) -> None:
    wrong = cast.ngo.name
    renamed = rename_organization(by=cast.staff, organization=cast.ngo, name="共益社工中心", until=None)
    assert renamed.name == "共益社工中心"
    assert OrganizationName.objects.get(organization=cast.ngo).used_until is None
    assert OrganizationName.objects.get(organization=cast.ngo).name == wrong


@pytest.mark.parametrize("day", [date(2024, 3, 1), date(2024, 2, 29)])
def test_a_rating_is_valid_for_five_years_unless_said_otherwise(cast: Cast, day: date) -> None:
    def rated(**given: Any) -> date | None:
        provenance = Provenance("official", "registry")
        return record_standing(
            by=None, organization=cast.ngo, kind="CUL_RATING", effective_on=day, provenance=provenance, **given
        ).valid_until

    assert rated(level=5) == date(2029, 3, 1)
    assert rated(level=5, valid_until=date(2026, 1, 1)) == date(2026, 1, 1)
    assert rated(level=0) is None


@pytest.mark.parametrize(
    "name",
    [
        "共益社会工作服务中心",
        "共益 社会工作服务中心",
        "共益社会工作服务中心(筹)",
        "共益社工服务中心",
        "gongyi social work center",
    ],
)
def test_a_similar_name_is_found(cast: Cast, name: str) -> None:
    assert list(similar_organizations(name, Organization.objects.all())) == [cast.ngo]


def test_a_former_name_is_found_and_a_different_name_is_not(cast: Cast) -> None:
    OrganizationName.objects.create(organization=cast.other_ngo, name="清泉义工队")
    assert list(similar_organizations("清泉义工队", Organization.objects.all())) == [cast.other_ngo]
    for name in ("阳光社会工作服务中心", "益", "临江区文化馆", ""):
        assert list(similar_organizations(name, Organization.objects.all())) == []


def test_only_organizations_that_may_be_seen_are_said_to_be_similar(cast: Cast) -> None:
    seen = Organization.objects.visible_to(cast.street_staff)
    assert list(similar_organizations(cast.ngo.name, seen)) == []
    assert list(similar_organizations(cast.ngo.name, Organization.objects.all(), without=cast.ngo)) == []
