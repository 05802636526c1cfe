"""Whose organizations somebody keeps: staff change those in their body's jurisdiction, not all that they can see.

An NGO from elsewhere is visible through its partnership; its name, its kind and its successor are for its own place.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from partnerships.models import Organization, Role, User


def covers(user: User, organization: Organization) -> bool:
    """Whether the organization lies in the jurisdiction the person works for. Administrators work for all."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_administrator:
        return True
    own = user.organization.jurisdiction if user.role == Role.STAFF and user.organization else None
    place = organization.jurisdiction
    return own is not None and place is not None and place.path.startswith(own.path)


def check_covers(user: User | None, organization: Organization) -> None:
    """Refuses with a sentence for an organization outside the jurisdiction."""
    if user is not None and not covers(user, organization):
        words = {"name": organization, "place": organization.jurisdiction or _("no place")}
        raise PermissionDenied(
            _("%(name)s belongs to %(place)s, outside your jurisdiction. Ask the staff there, or an administrator.")
            % words
        )
