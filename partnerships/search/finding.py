"""Finding, ranking and describing what fits.

Every source gives at most a hundred candidates, so that a word that half of the records hold costs no more than a rare
one; where there are more, those that begin with what was typed are looked for as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from partnerships.models import Contract, Organization, OrganizationIdentifier, User
from partnerships.models.searching import Where, folded, holds, words_of

from .excerpts import Parts, excerpt, marked
from .sources import SOURCES, Rows, Source

CANDIDATES = 100


@dataclass(frozen=True)
class Hit:
    """One record that was found, in parts, each with whether it is what was typed."""

    title: Parts
    detail: Parts
    text: Parts
    address: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best hits, how many there are (at least), and the list that shows them all."""

    label: Any
    hits: Sequence[Hit]
    number: int
    is_more: bool
    address: str


def search(user: User, typed: str, at_most: int) -> Sequence[Group]:
    """What the person may see of what fits, by kind; kinds of which there is nothing are left out."""
    if not folded(typed):
        return []
    return [group for source in SOURCES if (group := _group(source, user, typed, at_most))]


def _group(source: Source, user: User, typed: str, at_most: int) -> Group | None:
    parts = source.rows(user)
    keys = _candidates(parts, source.ways(typed))
    is_more = len(keys) > CANDIDATES
    if is_more:
        keys |= _candidates(parts, [source.begins(typed)])
    found = source.model._default_manager.filter(pk__in=keys).select_related(*source.related) if keys else ()
    asked = folded(typed)
    best = sorted(found, key=lambda row: source.rank(row, asked))[:at_most]
    if not best:
        return None
    prefetch_related_objects(best, *source.prefetch)
    return Group(
        label=source.label,
        hits=[_hit(source, row, words_of(typed)) for row in best],
        number=min(len(keys), CANDIDATES),
        is_more=is_more,
        address=f"{reverse(source.list_name)}?{urlencode({'q': typed})}",
    )


def _candidates(parts: Iterable[Rows], ways: Iterable[Q]) -> set[int]:
    """Keys of at most a hundred rows for each part and way, and of one more where there are more.

    Keys alone, because the tables that are only shown would else be joined to every row that fits.
    """
    found = [part.filter(way).values_list("pk", flat=True)[: CANDIDATES + 1] for part, way in product(parts, ways)]
    return set(chain.from_iterable(found))


def _hit(source: Source, row: Any, words: Sequence[str]) -> Hit:
    return Hit(
        title=marked(source.title(row), words),
        detail=marked(" · ".join(part for part in source.detail(row) if part), words),
        text=marked(excerpt(source.text(row), words), words),
        address=source.address(row),
    )


def direct_hit(user: User, typed: str) -> str:
    """The address of the one record whose identifier or contract number was typed as a whole; nothing otherwise."""
    if not folded(typed):
        return ""
    numbers = OrganizationIdentifier.objects.filter(holds(typed, "value", where=Where.AS_A_WHOLE))
    organizations = Organization.objects.visible_to(user).filter(pk__in=numbers.values("organization"))[:2]
    titled = holds(typed, "number", "title", "title_en", where=Where.AS_A_WHOLE)
    contracts = Contract.objects.visible_to(user).standing().filter(titled)[:CANDIDATES]
    numbered = [contract for contract in contracts if folded(contract.number) == folded(typed)]
    found = [(SOURCES[0], each) for each in organizations] + [(SOURCES[1], each) for each in numbered]
    return found[0][0].address(found[0][1]) if len(found) == 1 else ""
