"""How partnerships are distributed over the present outcomes; one query however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Q

from partnerships.filters.fields import Rows
from partnerships.models import Organization, Partnership, User
from trust.presenters.distribution import Share, distribution
from trust.presenters.stages import Mark, mark_of

from .filters import LATEST

STAGE, REASON = f"{LATEST}stage", f"{LATEST}reason"


def count_outcomes(partnerships: Rows) -> Sequence[Share]:
    """The distribution of the partnerships."""
    counted = partnerships.order_by().values_list(STAGE, REASON).annotate(number=Count("pk"))
    return distribution((mark_of(stage, reason), number) for stage, reason, number in counted)


def outcomes_by_party(user: User, organizations: Iterable[Organization]) -> Mapping[int, Sequence[Share]]:
    """The distribution of each organization's partnerships the person may see, by the organization's key."""
    keys = [organization.pk for organization in organizations]
    rows = (
        Partnership.objects.visible_to(user)
        .filter(Q(ngo__in=keys) | Q(government__in=keys))
        .order_by()
        .values_list("ngo", "government", STAGE, REASON)
    )
    found: dict[int, list[tuple[Mark, int]]] = defaultdict(list)
    for ngo, government, stage, reason in rows:
        found[ngo].append((mark_of(stage, reason), 1))
        found[government].append((mark_of(stage, reason), 1))
    return {key: distribution(found[key]) for key in keys if key in found}
