"""Recording anew what hangs on a contract that is corrected, so that nothing points at a voided row.

Everything is voided and recorded again in one moment, with the same sides, recorders, verification and documents. At
any earlier moment the old rows are what was known; from that moment on the new ones are, and they say the same.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from partnerships.models import CONTRACT_PARTS, Contract, DocumentLink, Fact, InteractionEvent, User

from .days import PAST_DAYS

F = TypeVar("F", bound=Fact)
# Foreign keys by which one fact hangs on another.
POINTERS = ("contract", "renews", "closes")
CONFIRMED_AT = "termination_confirmed_at"
Place = tuple[type[Fact], int]


def place(fact: Fact) -> Place:
    """Table and key."""
    return type(fact), fact.pk


def hanging_on(contract: Contract) -> list[Fact]:
    """The contract and every standing fact that hangs on it, directly or through another, held for the change.

    Its parts, events that name it, events that end one of these, and the contracts that renew it with all of theirs.
    """
    found: dict[Place, Fact] = {}
    waiting: list[Fact] = [contract]
    while waiting:
        fact = waiting.pop()
        if place(fact) not in found:
            found[place(fact)] = fact
            waiting.extend(_direct(fact))
    return sorted(found.values(), key=lambda fact: (type(fact).__name__, fact.pk))


def _direct(fact: Fact) -> Iterator[Fact]:
    """What points at the fact itself."""
    if isinstance(fact, Contract):
        for name in (*CONTRACT_PARTS, "renewals"):
            yield from getattr(fact, name).standing().select_for_update()
        yield from InteractionEvent.objects.standing().filter(Q(contract=fact)).select_for_update()
    elif isinstance(fact, InteractionEvent):
        yield from InteractionEvent.objects.standing().filter(closes=fact).select_for_update()


class Rerecording:
    """One voiding and recording anew of facts that hang together. `made` holds the new fact for each old one."""

    def __init__(self, by: User | None, facts: Iterable[Fact], *, moment: datetime, reason: str) -> None:
        self.by, self.moment, self.reason = by, moment, reason
        self.facts = {place(fact): fact for fact in facts}
        self.made: dict[Place, Fact] = {}

    def void(self) -> None:
        """Voids all of them. One statement a table."""
        voided = {"voided_at": self.moment, "voided_by": self.by, "void_reason": self.reason}
        for model in {model for model, _key in self.facts}:
            keys = [key for kind, key in self.facts if kind is model]
            model._default_manager.filter(pk__in=keys).update(**voided)

    def record(self) -> None:
        """Records all that has not been made yet, with their documents."""
        for fact in self.facts.values():
            self._anew(fact)
        self._link_documents()

    def copy(self, fact: F) -> F:
        """The fact as it is recorded anew, unsaved: known since this moment, and pointing at what is new."""
        columns = {field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields}
        copied: Any = type(fact)(**columns | {"id": None, "source_key": "", "recorded_at": self.moment})
        for column in self._moments(fact):
            if getattr(fact, column) is not None:
                setattr(copied, column, self.moment)
        for name in POINTERS:
            target = self._target(fact, name)
            if target is not None:
                setattr(copied, name, self._anew(target))
        return copied  # type: ignore[no-any-return]

    def _moments(self, fact: Fact) -> Iterator[str]:
        """The columns that say when something about the fact became known."""
        yield from (moment for _day, moment in PAST_DAYS[type(fact)] if moment != "recorded_at")
        if isinstance(fact, Contract):
            yield CONFIRMED_AT

    def _target(self, fact: Fact, name: str) -> Fact | None:
        """The fact it points at by the name, if that one is recorded anew, too."""
        if not hasattr(fact, f"{name}_id"):
            return None
        return self.facts.get((fact._meta.get_field(name).related_model, getattr(fact, f"{name}_id")))  # type: ignore[arg-type]

    def _anew(self, fact: Fact) -> Fact:
        if place(fact) not in self.made:
            copied = self.copy(fact)
            if isinstance(fact, Contract) and isinstance(copied, Contract):
                copied.corrects = fact
            # Not validated again: it stood as it was, and rules made since must not stop a correction.
            copied.save(force_insert=True)
            self.made[place(fact)] = copied
        return self.made[place(fact)]

    def _link_documents(self) -> None:
        kinds = {model: ContentType.objects.get_for_model(model) for model, _key in self.made}
        new: list[DocumentLink] = []
        for model, kind in kinds.items():
            keys = [key for made, key in self.made if made is model]
            for link in DocumentLink.objects.filter(content_type=kind, object_id__in=keys).order_by("pk"):
                copied = self.made[model, link.object_id]
                new.append(DocumentLink(document_id=link.document_id, content_type=kind, object_id=copied.pk))
        DocumentLink.objects.bulk_create(new)
