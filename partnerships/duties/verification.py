"""Duties about who stands behind an entry: confirming it, giving grounds, ruling."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from partnerships.access import TABLE, Action, Reach
from partnerships.descriptions import FACT_MODELS
from partnerships.models import Contest, Fact, Role, ServiceTie, Side, User
from partnerships.services.verification import GROUNDS_WITHIN

from .desk import Desk
from .sides import own_ways
from .telling import read_with

# The method asks for a ruling within thirty days of the objection.
RULING_WITHIN = timedelta(days=30)
# More objections than this are not looked through at once; the oldest come first.
MOST_CONTESTS = 500
OTHER_SIDE = {Role.STAFF: Side.NGO, Role.NGO_MANAGER: Side.GOVERNMENT}


def to_confirm(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Entries that rest on the other side's word alone, the newest first. One source for each way to a fact."""
    sources = []
    for model in FACT_MODELS.values():
        if TABLE[model][desk.role][Action.CONFIRM] == Reach.OWN:
            waiting = _waiting(model, desk.user)
            sources += [waiting.filter(own).order_by("-recorded_at", "-pk") for own in own_ways(model, desk.user)]
    return sources


def _waiting(model: type[Fact], user: User) -> QuerySet[Any]:
    """Entries of one kind that somebody else made and nobody has confirmed or contested."""
    rows: Any = model._default_manager.all()
    rows = rows.awaiting_confirmation().filter(_by_others(model, user))
    return rows.with_contested(timezone.now()).filter(is_contested=False).select_related(*read_with(model))


def _by_others(model: type[Fact], user: User) -> Q:
    """Entered by the other side; of a tie, by the other end, which may be an NGO too."""
    if model is ServiceTie and user.role == Role.NGO_MANAGER:
        unknown = Q(recorded_by__isnull=True) & ~Q(organization=user.organization_id)
        return unknown | (Q(recorded_by__isnull=False) & ~Q(recorded_by__organization=user.organization_id))
    return Q(recorded_side=OTHER_SIDE[Role(user.role)])


def recorded_day(fact: Fact) -> date:
    """The day an entry was made."""
    return timezone.localdate(fact.recorded_at)


def to_rule_on(desk: Desk) -> Sequence[Sequence[Fact]]:
    """Entries under an objection with grounds, for somebody from outside the partnership; the oldest first."""
    open_contests = Contest.objects.filter(closed_at__isnull=True).exclude(grounds="")
    return [_contested(desk, open_contests, outside=desk.role != Role.ADMINISTRATOR, until=ruling_due)]


def to_give_grounds(desk: Desk) -> Sequence[Sequence[Fact]]:
    """Entries the person's organization objected to without saying why; the objection lapses on its day."""
    mine = Contest.objects.filter(closed_at__isnull=True, grounds="", opened_by__organization=desk.user.organization_id)
    return [_contested(desk, mine, outside=False, until=grounds_due)]


def _contested(desk: Desk, contests: QuerySet[Any], *, outside: bool, until: Any) -> list[Any]:
    """The facts under the objections that the person may see, each with its `contest`."""
    by_kind: dict[int, dict[int, Contest]] = defaultdict(dict)
    for contest in contests.order_by("opened_at", "pk")[:MOST_CONTESTS]:
        by_kind[contest.content_type_id][contest.object_id] = contest
    found: list[Any] = []
    for kind, own in by_kind.items():
        for fact in _facts(desk, ContentType.objects.get_for_id(kind).model_class(), own, outside=outside):
            fact.contest, fact.is_contested = own[fact.pk], True
            if not desk.shows_late_only or until(fact) < desk.today:
                found.append(fact)
    return sorted(found, key=lambda fact: fact.contest.opened_at)


def _facts(desk: Desk, model: Any, keys: Any, *, outside: bool) -> QuerySet[Any]:
    rows = model._default_manager.visible_to(desk.user).filter(pk__in=keys).select_related(*read_with(model))
    for own in own_ways(model, desk.user) if outside else ():
        rows = rows.exclude(pk__in=model._default_manager.filter(own, pk__in=keys).values("pk"))
    return rows


def ruling_due(fact: Any) -> date:
    """The day by which an objection is to be ruled on."""
    return timezone.localdate(fact.contest.opened_at + RULING_WITHIN)


def grounds_due(fact: Any) -> date:
    """The day on which an objection without grounds lapses."""
    return timezone.localdate(fact.contest.opened_at + GROUNDS_WITHIN)
