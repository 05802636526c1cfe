"""Documents that a source holds elsewhere: their addresses, attached to the facts they are evidence for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import DocumentLink, Fact
from partnerships.services.documents import attach_document

from .findings import RawRow
from .run import Part, problems_of

Place = tuple[type[Fact], int, str]


def is_address(text: str) -> bool:
    """Whether the text is a web address."""
    return text.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """One address to attach to the fact with the key."""

    row: RawRow
    model: type[Fact]
    key: int
    url: str
    title: str

    @property
    def place(self) -> Place:
        """What it is attached to, and what."""
        return (self.model, self.key, self.url)


@dataclass(slots=True)
class Attachments:
    """The addresses of one file. `counts_rows` is false where the row stands for a fact of its own."""

    part: Part
    counts_rows: bool = False
    _waiting: list[Attachment] = field(default_factory=list)
    _first_at: dict[Place, str] = field(default_factory=dict)

    def put(self, attachment: Attachment) -> None:
        """Takes an address to be attached; nothing where there is none, or where the file repeats it for the fact."""
        if not is_address(attachment.url):
            return
        first = self._first_at.setdefault(attachment.place, attachment.row.location)
        if first == attachment.row.location:
            self._waiting.append(attachment)
        elif self.counts_rows:
            reason = _("The same address stands at %(first)s already, for the same record.") % {"first": first}
            self.part.leave_out(attachment.row, "url", reason)

    def flush(self) -> None:
        """Attaches what is not attached yet. One query tells what is."""
        known = _known(attachment.place for attachment in self._waiting)
        for attachment in self._waiting:
            if attachment.place in known:
                self._settle("unchanged")
            else:
                self._attach(attachment)
        self._waiting.clear()

    def _attach(self, attachment: Attachment) -> None:
        fact = attachment.model._default_manager.get(pk=attachment.key)
        try:
            with transaction.atomic():
                attach_document(by=self.part.run.by, fact=fact, title=attachment.title, url=attachment.url)
        except ValidationError as error:
            if self.counts_rows:
                self.part.refuse(attachment.row, problems_of(error))
            else:
                self.part.remark(attachment.row, problems_of(error))
            return
        self._settle("created")

    def _settle(self, outcome: str) -> None:
        self.part.run.report.record("document", outcome)
        if self.counts_rows:
            self.part.settle(outcome)


def _known(places: Iterable[Place]) -> set[Place]:
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
