"""Documents as evidence for facts: files, stored once under their SHA-256, or addresses."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import Document, DocumentLink, Fact, User, Verification

from .locks import lock
from .provenance import SIDE_OF_ROLE
from .refusals import refuse, refuse_if, save
from .verification import change_verification

if TYPE_CHECKING:
    from django.core.files import File

LARGEST = 20 * 1024 * 1024
# By the first bytes of the file, not by what the sender says: ending -> (signatures, media type).
KINDS: dict[str, tuple[tuple[bytes, ...], str]] = {
    ".pdf": ((b"%PDF-",), "application/pdf"),
    ".png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    ".jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    ".jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    ".docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ofd": ((b"PK\x03\x04",), "application/ofd"),
}


@transaction.atomic
def attach_document(
    *, by: User | None, fact: Fact, title: str, file: File[bytes] | None = None, url: str = ""
) -> Document:
    """Attaches a file or the address of a document to a fact. The same file again is stored and linked once.

    When it comes from the side that recorded the fact, `single` becomes `single_doc`.
    """
    fact = lock(fact)
    check_record(by, Document, fact)
    refuse_if(
        (file is None) == (not url),
        "file",
        _("Attach either a file or the address of a document, and not both."),
    )
    document = _reference(by, title, url) if file is None else _stored(by, title, file)
    DocumentLink.objects.get_or_create(
        document=document, content_type=ContentType.objects.get_for_model(fact), object_id=fact.pk
    )
    own_side = by is None or SIDE_OF_ROLE.get(by.role) == fact.recorded_side  # type: ignore[call-overload]
    if own_side and fact.verification == Verification.SINGLE:
        change_verification(by, fact, Verification.SINGLE_DOC, timezone.now(), title)
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
    ending, media_type = _kind(file)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    known: Document | None = Document.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    file.seek(0)
    document = Document(title=title, sha256=sha256, size=size, media_type=media_type, uploaded_by=by)
    document.file.save(f"{sha256}{ending}", file, save=False)
    save(document)
    return document


def _kind(file: File[bytes]) -> tuple[str, str]:
    """The ending and the media type; refuses a file whose first bytes are not those of its ending."""
    ending = PurePath(file.name or "").suffix.lower()
    signatures, media_type = KINDS.get(ending, ((), ""))
    start = file.read(16)
    file.seek(0)
    if not any(start.startswith(signature) for signature in signatures):
        known = ", ".join(KINDS)
        sentence = _("“%(name)s” is not a readable file of its kind. Attach one of: %(known)s.")
        refuse("file", sentence, name=file.name, known=known)
    return ending, media_type
