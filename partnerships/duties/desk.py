"""Whose duties are asked for, on which day, and how far ahead."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.access import Parties
from partnerships.models import Role, User
from partnerships.models.scope import NOTHING, partnership_scope


class Horizon(models.TextChoices):
    """How far ahead a list of duties looks; without one each kind has its own."""

    LATE = "late", _("late only")
    WEEK = "7", _("7 days ahead")
    MONTH = "30", _("30 days ahead")
    QUARTER = "90", _("90 days ahead")
    YEAR = "365", _("a year ahead")


@dataclass(frozen=True)
class Desk:
    """A person on a day. `is_wide`: duties of the whole jurisdiction, not of the own body alone."""

    user: User
    today: date
    horizon: Horizon | None = None
    is_wide: bool = False

    @property
    def role(self) -> Role:
        """The person's role."""
        return Role(self.user.role)

    @property
    def shows_late_only(self) -> bool:
        """Whether only what is late is asked for."""
        return self.horizon == Horizon.LATE

    def until(self, days: int) -> date:
        """The last day on which something may fall due to be shown; `days` ahead where nothing else is asked for."""
        if self.horizon == Horizon.LATE:
            return self.today - timedelta(days=1)
        return self.today + timedelta(days=int(self.horizon) if self.horizon else days)

    def partnerships(self, prefix: str = "") -> Q:
        """The condition for a partnership, reached by `prefix`, to be this person's to look after."""
        if self.role == Role.STAFF and not self.is_wide:
            return Q(**{f"{prefix}government": self.user.organization_id})
        if self.role in {Role.STAFF, Role.NGO_MANAGER, Role.ADMINISTRATOR}:
            return partnership_scope(self.user, prefix)
        return NOTHING

    @property
    def own_parties(self) -> Parties:
        """The person's organization as a party, for records in which it is one."""
        own = frozenset({self.user.organization_id} if self.user.organization_id else ())
        return Parties(own, frozenset()) if self.role == Role.STAFF else Parties(frozenset(), own)
