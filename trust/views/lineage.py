"""Where a partnership comes from and where it goes on, when a government body took over from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partnerships.models import Partnership, User
from trust.gather import Inheritance, inheritances

from .asked import Asked


@dataclass(frozen=True)
class Lineage:
    """`inherited`: what went over; `before`: the former partnerships the reader may see, with the day; `after`: the
    partnership with the body's successor.
    """

    inherited: Sequence[Inheritance]
    before: Sequence[tuple[date, Partnership]]
    after: Partnership | None

    @property
    def sources(self) -> list[int]:
        """The former partnerships' keys."""
        return [each.source for each in self.inherited if each.source]


def lineage_of(asked: Asked, user: User) -> Lineage:
    """The lineage of the partnership asked for. Four queries."""
    known_at = asked.moment.known_by or timezone.now()
    inherited = inheritances([asked.partnership.pk], known_at=known_at)
    seen = Partnership.objects.visible_to(user).with_parties()
    former = seen.in_bulk([each.source for each in inherited if each.source])
    after = seen.filter(
        ngo=asked.partnership.ngo,
        government__inheritances__organization=asked.partnership.government,
        government__inheritances__is_whole=True,
        government__inheritances__voided_at__isnull=True,
    )
    return Lineage(
        inherited,
        [(each.since, former[each.source]) for each in inherited if each.source in former],
        after.first(),
    )
