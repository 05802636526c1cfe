"""Documents as evidence for facts: files, stored once under their SHA-256, or addresses."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import check_record, check_view
from partnerships.models import Document, DocumentDownload, DocumentLink, Fact, User, Verification

from .file_kinds import kind_of
from .locks import lock
from .provenance import SIDE_OF_ROLE
from .refusals import refuse_if, save
from .verification import change_verification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files import File
    from django.db import models

LARGEST = 20 * 1024 * 1024
LONGEST_TITLE = 300


@transaction.atomic
def attach_document(
    *, by: User | None, fact: Fact, title: str = "", file: File[bytes] | None = None, url: str = ""
) -> Document:
    """Attaches a file or the address of a document to a fact. The same file again is stored and linked once.

    Without a title it is called by the file's name or its address. When it comes from the side that recorded the fact,
    `single` becomes `single_doc`.
    """
    fact = lock(fact)
    check_record(by, Document, fact)
    refuse_if(
        (file is None) == (not url),
        "file",
        _("Attach either a file or the address of a document, and not both."),
    )
    document = _linked(by, fact, title, file, url)
    own_side = by is None or SIDE_OF_ROLE.get(by.role) == fact.recorded_side  # type: ignore[call-overload]
    if own_side and fact.verification == Verification.SINGLE:
        change_verification(by, fact, Verification.SINGLE_DOC, timezone.now(), document.title)
    return document


@transaction.atomic
def attach_evidence(
    *, by: User | None, fact: Fact, title: str = "", file: File[bytes] | None = None, url: str = ""
) -> Sequence[Document]:
    """Attaches what was handed in with an entry: a file, an address, both or nothing."""
    attached = [attach_document(by=by, fact=fact, title=title, file=file)] if file is not None else []
    if url:
        attached.append(attach_document(by=by, fact=fact, title=title if file is None else "", url=url))
    return attached


@transaction.atomic
def add_documents(*, by: User, holder: models.Model, file: File[bytes] | None = None, url: str = "") -> None:
    """Attaches what was handed in with something that is no fact and `carries_documents`, such as an objection.

    Whoever calls has checked that the person may hand it in.
    """
    if file is not None:
        _linked(by, holder, "", file, "")
    if url:
        _linked(by, holder, "", None, url)


@transaction.atomic
def take_document(*, by: User, document: Document) -> File[bytes]:
    """Opens the file of a document somebody may see, and keeps who took it and when."""
    check_view(by, document)
    DocumentDownload.objects.create(document=document, downloaded_by=by)
    opened: File[bytes] = document.file.open("rb")
    return opened


def _linked(by: User | None, holder: models.Model, title: str, file: File[bytes] | None, url: str) -> Document:
    """The document, stored where it is new, and linked once."""
    title = (title.strip() or (file.name if file is not None else "") or url)[:LONGEST_TITLE]
    document = _reference(by, title, url) if file is None else _stored(by, title, file)
    DocumentLink.objects.get_or_create(
        document=document, content_type=ContentType.objects.get_for_model(holder), object_id=holder.pk
    )
    return document


def _reference(by: User | None, title: str, url: str) -> Document:
    document = Document(title=title, url=url, uploaded_by=by)
    save(document)
    return document


def _stored(by: User | None, title: str, file: File[bytes]) -> Document:
    """The document of this content, stored now if it is new. Should the transaction fail, an unused file stays."""
    size = file.size
    refuse_if(
        not 0 < size <= LARGEST,
        "file",
        _("“%(name)s” has %(size)s bytes. A file may have from 1 to %(largest)s bytes."),
        name=file.name,
        size=size,
        largest=LARGEST,
    )
    ending, kind = kind_of(file)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    known: Document | None = Document.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    file.seek(0)
    document = Document(title=title, sha256=sha256, size=size, media_type=kind.media_type, uploaded_by=by)
    document.file.save(f"{sha256}{ending}", file, save=False)
    save(document)
    return document
