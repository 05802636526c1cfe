"""The mark of what a reader can see: when it changes, a copy kept by the feed would miss what came into sight."""

import hashlib

from partnerships.models import User
from partnerships.models.scope import territory_paths


def scope_mark(user: User) -> str:
    """The same text for as long as role, organization and territory stay the same."""
    parts = [str(user.role), user.organization_id, *sorted(territory_paths(user))]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
