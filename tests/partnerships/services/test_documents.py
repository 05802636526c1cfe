"""Documents as evidence."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from partnerships.models import Document, DocumentLink, InteractionEvent, VerificationChange
from partnerships.services.documents import LARGEST, attach_document, attach_evidence
from tests import facts
from tests.cast import Cast
from tests.partnerships.services.refusals import refused
from tests.partnerships.views.browsers import archive, office_file

PDF = b"%PDF-1.7 minutes of the meeting"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def claim(cast: Cast, **columns: Any) -> InteractionEvent:
    """A visit the NGO claims without a document."""
    event = facts.event(cast.partnership, **{"verification": "single", "recorded_side": "ngo"} | columns)
    event.save()
    return event


def pdf(content: bytes = PDF, name: str = "minutes.pdf") -> "ContentFile[bytes]":
    """A file as a form hands it over."""
    return ContentFile(content, name=name)


def test_a_file_is_kept_under_its_digest_and_makes_single_single_doc(cast: Cast, media: Path) -> None:
    event = claim(cast)
    document = attach_document(by=cast.ngo_manager, fact=event, title="Minutes", file=pdf())
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (document.size, document.media_type, document.uploaded_by) == (len(PDF), "application/pdf", cast.ngo_manager)
    assert (media / document.file.name).read_bytes() == PDF
    event.refresh_from_db()
    assert event.verification == "single_doc"
    assert VerificationChange.objects.get().to_level == "single_doc"


def test_the_same_file_is_stored_once_and_linked_once(cast: Cast) -> None:
    first, second = claim(cast), claim(cast)
    document = attach_document(by=cast.ngo_manager, fact=first, title="Minutes", file=pdf())
    for fact in (first, second):
        assert attach_document(by=cast.ngo_manager, fact=fact, title="Again", file=pdf()) == document
    assert Document.objects.count() == 1
    assert DocumentLink.objects.count() == 2
    assert VerificationChange.objects.count() == 2


def test_an_address_will_do(cast: Cast) -> None:
    document = attach_document(by=None, fact=claim(cast), title="Notice", url="https://example.org/notice")
    assert document.url == "https://example.org/notice"
    with refused("url"):
        attach_document(by=None, fact=claim(cast), title="Notice", url="not an address")


def test_a_document_of_the_other_side_changes_no_verification(cast: Cast) -> None:
    event = claim(cast)
    attach_document(by=cast.staff, fact=event, title="Our minutes", file=pdf())
    event.refresh_from_db()
    assert event.verification == "single"


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (PDF, "minutes.exe", ".pdf"),
        (b"MZ program", "minutes.pdf", "minutes.pdf"),
        (b"", "minutes.pdf", "0 bytes"),
        (PDF, "minutes", ".pdf"),
    ],
)
def test_a_file_of_another_kind_is_refused(content: bytes, name: str, part: str, cast: Cast) -> None:
    with refused("file", part):
        attach_document(by=None, fact=claim(cast), title="Minutes", file=pdf(content, name))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (office_file("wordprocessingml.document"), "minutes.docx"),
        (office_file("spreadsheetml.sheet"), "accounts.xlsx"),
        (archive(**{"OFD.xml": b"<ofd/>"}), "notice.ofd"),
    ],
)
def test_office_files_are_known_by_what_is_in_them(content: bytes, name: str, cast: Cast) -> None:
    document = attach_document(by=None, fact=claim(cast), file=pdf(content, name))
    assert document.title == name
    assert Path(document.file.name).suffix == Path(name).suffix


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (office_file("spreadsheetml.sheet"), "minutes.docx"),
        (office_file("wordprocessingml.document"), "accounts.xlsx"),
        (archive(**{"index.html": b"<script>"}), "minutes.docx"),
        (archive(**{"index.html": b"<script>"}), "notice.ofd"),
        (office_file("wordprocessingml.document", word__vbaProject=b"x"), "minutes.docx"),
        (office_file("wordprocessingml.document")[:-40], "minutes.docx"),
        (office_file("wordprocessingml.document", big=b"x").replace(b"PK", b"PX", 1), "minutes.docx"),
    ],
    ids=["a sheet", "a text", "an archive", "an archive as OFD", "with a program", "cut off", "no archive"],
)
def test_an_archive_is_not_believed_by_its_ending(content: bytes, name: str, cast: Cast) -> None:
    with refused("file", name):
        attach_document(by=None, fact=claim(cast), file=pdf(content, name))
    assert not Document.objects.exists()


def test_a_file_and_an_address_are_handed_in_together(cast: Cast) -> None:
    event = claim(cast)
    attached = attach_evidence(by=cast.ngo_manager, fact=event, file=pdf(), url="https://example.org/a")
    assert [document.title for document in attached] == ["minutes.pdf", "https://example.org/a"]
    assert attach_evidence(by=cast.ngo_manager, fact=event) == []


def test_a_file_may_have_the_largest_size_and_not_a_byte_more(cast: Cast) -> None:
    attach_document(by=None, fact=claim(cast), title="Scan", file=pdf(PDF.ljust(LARGEST, b" ")))
    with refused("file", str(LARGEST + 1)):
        attach_document(by=None, fact=claim(cast), title="Scan", file=pdf(PDF.ljust(LARGEST + 1, b" ")))


def test_either_a_file_or_an_address(cast: Cast) -> None:
    with refused("file", "not both"):
        attach_document(by=None, fact=claim(cast), title="Minutes")
    with refused("file", "not both"):
        attach_document(by=None, fact=claim(cast), title="Minutes", file=pdf(), url="https://example.org/")


def test_outsiders_attach_nothing(cast: Cast) -> None:
    for person in (cast.other_manager, cast.street_staff, cast.analyst):
        with pytest.raises(PermissionDenied):
            attach_document(by=person, fact=claim(cast), title="Minutes", file=pdf())
