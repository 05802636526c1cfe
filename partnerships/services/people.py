"""People: accounts, and what analysts may read."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import AnalystGrant, Jurisdiction, Organization, Role, User

from .refusals import refuse, refuse_if, save

SECTOR_OF_ROLE = {Role.STAFF: Organization.Sector.GOVERNMENT, Role.NGO_MANAGER: Organization.Sector.NGO}


@transaction.atomic
def register_person(
    *,
    by: User | None,
    username: str,
    role: str,
    organization: Organization | None = None,
    email: str = "",
    password: str | None = None,
    name: str = "",
    language: str = "",
) -> User:
    """Opens an account. Without a password the person cannot sign in until one is set.

    `name` is kept whole: where the family name stands differs between languages.
    """
    check_record(by, User, None)
    check_organization(role, organization)
    user = User(
        username=username, role=role, organization=organization, email=email, first_name=name, language=language
    )
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
    user.set_password(password)
    save(user)
    return user


def check_organization(role: str, organization: Organization | None) -> None:
    """Refuses staff outside government and NGO managers outside NGOs."""
    if role not in Role.values:
        known = ", ".join(Role.values)
        refuse("role", _("“%(value)s” is no role. Use one of: %(known)s."), value=role, known=known)
    sector = SECTOR_OF_ROLE.get(Role(role))
    if sector is None:
        refuse_if(
            organization is not None,
            "organization",
            _("As %(role)s a person acts for no organization. Leave %(name)s out."),
            role=Role(role).label,
            name=organization,
        )
        return
    refuse_if(
        organization is None or organization.sector != sector,
        "organization",
        _("%(name)s is not the right organization for %(role)s. Choose one of the sector “%(sector)s”."),
        name=organization,
        role=Role(role).label,
        sector=sector.label,
    )


@transaction.atomic
def close_account(*, by: User | None, user: User) -> User:
    """The person can no longer sign in; what they recorded stays theirs. Closing again changes nothing."""
    check_act(by, Action.MANAGE, user)
    refuse_if(by is not None and by.pk == user.pk, "user", _("You cannot close your own account. Ask a colleague."))
    user.is_active = False
    save(user)
    return user


@transaction.atomic
def reopen_account(*, by: User | None, user: User) -> User:
    """The person can sign in again, with the password they had. Opening an open account changes nothing."""
    check_act(by, Action.MANAGE, user)
    user.is_active = True
    save(user)
    return user


@transaction.atomic
def forget_second_factor(*, by: User, user: User) -> User:
    """For somebody who has lost every second factor: the next one is set up after signing in by password.

    Administrators only: a colleague who could do this would be one password away from somebody else's account.
    """
    check_act(by, Action.MANAGE, user)
    refuse_if(not by.is_administrator, "user", _("Only an administrator may do this. Ask one."))
    refuse_if(by.pk == user.pk, "user", _("You cannot do this for yourself. Ask another administrator."))
    Authenticator.objects.filter(user=user.pk).delete()
    user.end_sessions()
    save(user)
    return user


@transaction.atomic
def grant_access(
    *, by: User | None, user: User, jurisdiction: Jurisdiction, starts_on: date, ends_on: date, purpose: str
) -> AnalystGrant:
    """Lets an analyst read the partnerships of a jurisdiction and below until a day (not included)."""
    check_record(by, AnalystGrant, None)
    refuse_if(
        user.role != Role.ANALYST,
        "user",
        _("%(name)s is %(role)s, not an analyst. Grants are for analysts."),
        name=user,
        role=Role(user.role).label,
    )
    grant = AnalystGrant(
        user=user, jurisdiction=jurisdiction, starts_on=starts_on, ends_on=ends_on, purpose=purpose.strip()
    )
    save(grant)
    return grant
