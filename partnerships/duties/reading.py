"""Reads duties: how many there are of each kind in one query, and the first ones of those that have any."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from partnerships.access.parties import NO_PARTIES
from partnerships.acts import ACTS, Act

from .desk import Desk
from .kinds import Duty, Group, Kind, Source

# Nobody works through more at once, and counting on would cost more the more there is.
MOST_COUNTED = 99
FIRST = 3

Counted = tuple[Source, int]


def read_groups(desk: Desk, kinds: Iterable[Kind], first: int = FIRST) -> list[Group]:
    """Each kind that has duties, with the first ones; kinds with late ones come first.

    One query to count, and one for each source that has any: their number does not depend on the data's size.
    """
    sources = {kind: kind.sources(desk) for kind in kinds}
    counts = _count(sources)
    groups = [_group(desk, kind, counts[kind.code], first) for kind in sources]
    return sorted((group for group in groups if group.count), key=lambda group: not group.is_late)


def read_group(desk: Desk, kind: Kind, most: int) -> Group:
    """One kind with up to `most` duties."""
    return _group(desk, kind, _count({kind: kind.sources(desk)})[kind.code], most)


def duties_of(desk: Desk, kinds: Iterable[Kind], most: int) -> Iterator[Duty]:
    """Up to `most` duties of each kind, without counting them."""
    for kind in kinds:
        yield from _duties(desk, kind, kind.sources(desk), most)


def count_duties(desk: Desk, kinds: Iterable[Kind]) -> int:
    """How many things wait, up to the most counted; news are not among them. One query, and those of objections."""
    counts = _count({kind: kind.sources(desk) for kind in kinds if not kind.is_news})
    return min(sum(number for counted in counts.values() for _source, number in counted), MOST_COUNTED + 1)


def _count(sources: Mapping[Kind, Sequence[Source]]) -> Mapping[str, list[Counted]]:
    """Of each kind its sources that have rows, with their numbers, up to one more than the most counted."""
    numbered = [(kind.code, source) for kind, own in sources.items() for source in own]
    queries = [
        source.order_by().values_list(Value(index, output_field=IntegerField()))[: MOST_COUNTED + 1]
        for index, (_code, source) in enumerate(numbered)
        if isinstance(source, QuerySet)
    ]
    found = Counter(index for (index,) in queries[0].union(*queries[1:], all=True)) if queries else Counter()
    counts: dict[str, list[Counted]] = defaultdict(list)
    for index, (code, source) in enumerate(numbered):
        number = found[index] if isinstance(source, QuerySet) else len(source)
        if number:
            counts[code].append((source, number))
    return counts


def _group(desk: Desk, kind: Kind, counted: Sequence[Counted], first: int) -> Group:
    duties = list(_duties(desk, kind, [source for source, _number in counted], first))
    count = sum(number for _source, number in counted)
    return Group(kind, duties, min(count, MOST_COUNTED), is_more=count > MOST_COUNTED)


def _duties(desk: Desk, kind: Kind, sources: Sequence[Source], most: int) -> Iterator[Duty]:
    """The most urgent rows of all sources: by their day, or the newest first where there is no limit."""
    rows = [row for source in sources for row in source[:most]]
    rows.sort(key=kind.day, reverse=not kind.has_limit)
    for row in islice(rows, most):
        act = _act(desk, kind, row) if kind.act else None
        yield Duty(kind, row, kind.day(row), desk.today, kind.tell(desk, row), act)


def _act(desk: Desk, kind: Kind, record: Any) -> Act | None:
    """The button that settles the duty, where the person may use it."""
    parties = NO_PARTIES if kind.is_outside else desk.own_parties
    for rule in ACTS:
        if rule.view == kind.act and rule.is_open_to(desk.user, record, parties):
            return Act(rule.label, rule.address(record), rule.is_harmful)
    return None
