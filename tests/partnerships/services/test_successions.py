"""Who took over from whom: recording it, taking it back, and what goes on with the successor."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnerships.models import Organization, Partnership, Succession
from partnerships.services.successions import record_succession, void_succession
from tests import facts
from tests.cast import Cast

from .refusals import refused

DAY = date(2024, 3, 1)


@pytest.fixture
def department(cast: Cast) -> Organization:
    """A body of the district that takes over from the bureau."""
    return Organization.objects.create(
        name="临江区社会工作部",
        name_en="Linjiang Social Work Department",
        sector="government",
        kind="government_body",
        jurisdiction=cast.district,
    )


def succeeded(cast: Cast, department: Organization, **given: Any) -> Succession:
    """The department took over from the bureau, as the staff of the bureau enters it."""
    return record_succession(
        by=cast.staff, organization=cast.bureau, successor=department, **{"happened_on": DAY} | given
    )


def test_staff_record_who_took_over_once(cast: Cast, department: Organization) -> None:
    first = succeeded(cast, department)
    assert (first.happened_on, first.is_whole, first.recorded_by) == (DAY, True, cast.staff)
    assert succeeded(cast, department) == first
    assert Succession.objects.count() == 1


def test_the_same_succession_on_another_day_is_refused_until_the_first_is_voided(
    cast: Cast, department: Organization
) -> None:
    first = succeeded(cast, department)
    with refused("successor", "Void that entry"):
        succeeded(cast, department, happened_on=DAY + timedelta(days=1))
    void_succession(by=cast.staff, succession=first, reason="a day too early")
    assert succeeded(cast, department, happened_on=DAY + timedelta(days=1)) != first
    with refused("void_reason", "already"):
        void_succession(by=cast.staff, succession=first, reason="again")


def test_everything_goes_over_to_one_body_only(cast: Cast, department: Organization) -> None:
    succeeded(cast, department)
    with refused("__all__", "went over to another"):
        record_succession(by=None, organization=cast.bureau, successor=cast.street_office)
    part = record_succession(
        by=None, organization=cast.bureau, successor=cast.street_office, is_whole=False, functions="aid to the elderly"
    )
    assert part.functions == "aid to the elderly"


def test_what_cannot_be_a_succession_is_refused(cast: Cast, department: Organization) -> None:
    with refused("successor", "another sector"):
        record_succession(by=None, organization=cast.bureau, successor=cast.ngo)
    with refused("successor", "wrong way round"):
        record_succession(by=None, organization=cast.bureau, successor=cast.bureau)
    with refused("__all__", "Say what went over"):
        succeeded(cast, department, is_whole=False)
    with refused("happened_on", "after the day it was recorded"):
        succeeded(cast, department, happened_on=timezone.localdate() + timedelta(days=1))
    assert not Succession.objects.exists()


def test_bodies_do_not_succeed_each_other_in_a_circle(cast: Cast, department: Organization) -> None:
    succeeded(cast, department)
    record_succession(by=None, organization=department, successor=cast.street_office)
    with refused("successor", "wrong way round"):
        record_succession(by=None, organization=cast.street_office, successor=cast.bureau)


def test_only_those_who_keep_the_organization_say_who_took_over(cast: Cast, department: Organization) -> None:
    for person in (cast.street_staff, cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            record_succession(by=person, organization=cast.bureau, successor=department)
    succession = succeeded(cast, department)
    with pytest.raises(PermissionDenied):
        void_succession(by=cast.street_staff, succession=succession, reason="wrong")
    with refused("void_reason", "reason is empty"):
        void_succession(by=cast.staff, succession=succession, reason=" ")


@pytest.mark.parametrize(("ended", "goes_on"), [(date(2022, 3, 2), True), (date(2022, 3, 1), False)])
def test_a_partnership_alive_in_the_last_two_years_is_opened_with_the_successor(
    cast: Cast, department: Organization, ended: date, goes_on: bool
) -> None:
    facts.contract(cast.partnership, signed_on=date(2021, 1, 1), starts_on=date(2021, 1, 1), ends_on=ended).save()
    succeeded(cast, department)
    assert Partnership.objects.filter(government=department, ngo=cast.ngo).exists() is goes_on


def test_a_visit_or_a_request_keeps_a_partnership_alive_and_a_voided_one_does_not(
    cast: Cast, department: Organization
) -> None:
    facts.event(cast.partnership, voided_at=facts.RECORDED_AT, void_reason="wrong").save()
    succession = succeeded(cast, department)
    assert not Partnership.objects.filter(government=department).exists()
    void_succession(by=None, succession=succession, reason="to be entered again")
    facts.request(cast.partnership).save()
    succeeded(cast, department)
    assert Partnership.objects.filter(government=department, ngo=cast.ngo).exists()


def test_nothing_is_opened_where_only_a_part_went_over_or_the_day_is_not_known(
    cast: Cast, department: Organization
) -> None:
    facts.event(cast.partnership).save()
    succession = succeeded(cast, department, is_whole=False, functions="youth work")
    void_succession(by=None, succession=succession, reason="to be entered again")
    succeeded(cast, department, happened_on=None)
    assert not Partnership.objects.filter(government=department).exists()
