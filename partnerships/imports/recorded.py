"""What an import recorded, to be looked at: the number of each kind, and the first few with their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partnerships.addresses import address_of
from partnerships.descriptions import RELATED, describe
from partnerships.models import ImportBatch, User
from partnerships.services.undoing import fact_models, standing_facts

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """One kind of record: its name, how many, and the first of them as pairs of address and words."""

    kind: str
    number: int
    first: Sequence[tuple[str, str]]


def recorded_samples(batch: ImportBatch, user: User) -> list[Recorded]:
    """The kinds of facts the import recorded and that stand. Two queries for each kind."""
    found = []
    for model in fact_models():
        facts: Any = standing_facts(batch, model)
        number = facts.count()
        if number:
            seen = facts.visible_to(user).select_related(*RELATED[model]).order_by("pk")[:SHOWN]  # type: ignore[attr-defined]
            first = [(address_of(fact), _words(fact)) for fact in seen]
            found.append(Recorded(str(model._meta.verbose_name_plural), number, first))
    return found


def _words(fact: Any) -> str:
    description = describe(fact)
    return " · ".join(str(part) for part in (description.day, description.kind, description.text) if part)
