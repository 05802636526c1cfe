"""Finding records by what people call them. Every word typed has to be in the same text, in whichever order."""

import operator
from collections.abc import Sequence
from functools import reduce

from django.db.models import Q

from .interactions import EventType
from .organizations import Organization, OrganizationIdentifier, OrganizationName
from .searching import folded, holds


def ways_of_naming(typed: str) -> Sequence[Q]:
    """Organizations by their names, by other and former names, and by identifiers: three conditions, each of which an
    index answers. Joined by "or" none would.
    """
    others = OrganizationName.objects.filter(holds(typed, "name")).values("organization")
    numbers = OrganizationIdentifier.objects.filter(holds(typed, "value")).values("organization")
    return holds(typed, "name", "name_en"), Q(pk__in=others), Q(pk__in=numbers)


def named_like(typed: str) -> Q:
    """Organizations by any of their names or identifiers."""
    first, *further = (Organization.objects.filter(way).values("pk") for way in ways_of_naming(typed))
    return Q(pk__in=first.union(*further, all=True))


def titled_like(typed: str) -> Q:
    """Contracts by their number and titles."""
    return holds(typed, "number", "title", "title_en")


def ways_of_speaking(typed: str) -> Sequence[Q]:
    """Interaction events by their note, and by the names of their type. Asks for the types."""
    words = [folded(word) for word in typed.split()]
    named = {kind.code: folded(f"{kind.name_zh}\n{kind.name_en}\n{kind.code}") for kind in EventType.objects.all()}
    codes = [code for code, names in named.items() if words and all(word in names for word in words)]
    return (holds(typed, "note"), Q(type__in=codes)) if codes else (holds(typed, "note"),)


def speaking_of(typed: str) -> Q:
    """Interaction events by their note or the names of their type."""
    return reduce(operator.or_, ways_of_speaking(typed))


def networks_named(typed: str) -> Q:
    """Service networks by their names."""
    return holds(typed, "name", "name_en")
