"""Addresses of documents held elsewhere, attached to many facts at once: the way of imports."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from partnerships.models import Document, DocumentLink, Fact, User

from .copying import RowError, copy_rows
from .documents import attach_document

Place = tuple[type[Fact], int, str]


@dataclass(frozen=True)
class Address:
    """A document's address and title, and the fact (its model and key) it is evidence for."""

    fact: type[Fact]
    key: int
    url: str
    title: str

    @property
    def place(self) -> Place:
        """What it is attached to, and what."""
        return (self.fact, self.key, self.url)


@transaction.atomic
def attach_addresses(*, by: User | None, addresses: Sequence[Address]) -> list[bool]:
    """Attaches the addresses, all or none, and says of each whether it is new; one attached already changes nothing.

    For the system and administrators this takes a few queries, whatever the number. People of one side attach one by
    one, since their document changes what their entry weighs. Raises `RowError` with the index of what is no address.
    """
    known = _attached(address.place for address in addresses)
    first = {address.place: index for index, address in reversed(list(enumerate(addresses)))}
    new = sorted(index for place, index in first.items() if place not in known)
    if by is None or by.is_administrator:
        _copy(by, addresses, new)
    else:
        for index in new:
            address = addresses[index]
            fact = address.fact._default_manager.get(pk=address.key)
            attach_document(by=by, fact=fact, title=address.title, url=address.url)
    return [index in set(new) for index in range(len(addresses))]


def _attached(places: Iterable[Place]) -> set[Place]:
    """Those of the places where the address is attached already."""
    keys: dict[type[Fact], set[int]] = defaultdict(set)
    for model, key, _url in places:
        keys[model].add(key)
    return {
        (model, key, url)
        for model, of_model in keys.items()
        for key, url in DocumentLink.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id__in=of_model
        ).values_list("object_id", "document__url")
    }


def _copy(by: User | None, addresses: Sequence[Address], new: Sequence[int]) -> None:
    if not new:
        return
    documents = [Document(title=addresses[at].title, url=addresses[at].url, uploaded_by=by) for at in new]
    try:
        copy_rows(documents)
    except RowError as error:
        at = None if error.row is None else new[error.row]
        raise RowError(at, "url", error.messages) from error
    kinds = {model: ContentType.objects.get_for_model(model) for model in {address.fact for address in addresses}}
    copy_rows(
        [
            DocumentLink(document=document, content_type=kinds[addresses[at].fact], object_id=addresses[at].key)
            for document, at in zip(documents, new, strict=True)
        ]
    )
