"""Accounts and grants."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from partnerships.models import Partnership, Role, User
from partnerships.services.people import close_account, grant_access, register_person
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

PASSWORD = "eleven plum trees"


@pytest.mark.parametrize(
    ("role", "organization", "administers"),
    [
        (Role.STAFF, "street_office", False),
        (Role.NGO_MANAGER, "other_ngo", False),
        (Role.ANALYST, None, False),
        (Role.ADMINISTRATOR, None, True),
    ],
)
def test_an_administrator_opens_accounts_for_every_role(
    role: Role, organization: str | None, administers: bool, cast: Cast
) -> None:
    user = register_person(
        by=cast.administrator,
        username="new",
        role=role,
        organization=getattr(cast, organization) if organization else None,
        password=PASSWORD,
    )
    stored = User.objects.get(pk=user.pk)
    assert stored.check_password(PASSWORD)
    assert (stored.is_staff, stored.is_superuser) == (administers, administers)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("role", {"role": "oracle"}),
        ("organization", {"role": Role.STAFF, "organization": "ngo"}),
        ("organization", {"role": Role.STAFF}),
        ("organization", {"role": Role.NGO_MANAGER, "organization": "bureau"}),
        ("organization", {"role": Role.ANALYST, "organization": "bureau"}),
        ("password", {"role": Role.ANALYST, "password": "12345"}),
        ("username", {"role": Role.ANALYST, "username": "staff"}),
    ],
)
def test_an_account_with_an_error_is_refused(field: str, given: dict[str, Any], cast: Cast) -> None:
    if "organization" in given:
        given = given | {"organization": getattr(cast, given["organization"])}
    with refused(field):
        register_person(**{"by": None, "username": "new"} | given)
    assert User.objects.count() == 6


def test_only_administrators_manage_accounts(cast: Cast) -> None:
    for person in (cast.staff, cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            register_person(by=person, username="new", role=Role.ANALYST)
        with pytest.raises(PermissionDenied):
            close_account(by=person, user=cast.other_manager)
        with pytest.raises(PermissionDenied):
            grant_access(
                by=person,
                user=cast.analyst,
                jurisdiction=cast.district,
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 2, 1),
                purpose="x",
            )


def test_a_closed_account_sees_nothing_and_closing_again_changes_nothing(cast: Cast) -> None:
    for _ in range(2):
        close_account(by=cast.administrator, user=cast.staff)
    staff = User.objects.get(pk=cast.staff.pk)
    assert not staff.is_active
    assert not Partnership.objects.visible_to(staff).exists()
    with refused("user", "your own account"):
        close_account(by=cast.administrator, user=cast.administrator)


def test_a_grant_opens_a_district_to_an_analyst(cast: Cast) -> None:
    today = timezone.localdate()
    terms: dict[str, Any] = {
        "by": cast.administrator,
        "jurisdiction": cast.district,
        "starts_on": today,
        "purpose": "A study",
    }
    grant_access(user=cast.analyst, ends_on=today + timedelta(days=1), **terms)
    assert Partnership.objects.visible_to(cast.analyst).count() == 2
    with refused("__all__", "end after it starts"):
        grant_access(user=cast.analyst, ends_on=today, **terms)
    with refused("user", "not an analyst"):
        grant_access(user=cast.staff, ends_on=today + timedelta(days=1), **terms)
    with refused("purpose"):
        grant_access(user=cast.analyst, ends_on=today + timedelta(days=1), **terms | {"purpose": " "})


@pytest.mark.django_db
def test_createsuperuser_makes_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="root", email="root@example.org", interactive=False, verbosity=0)
    assert User.objects.get().role == Role.ADMINISTRATOR
