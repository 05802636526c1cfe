"""Attaching documents, and handing them out to those who may see them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import get_resolver, reverse

from partnerships.models import Document, DocumentDownload, InteractionEvent
from partnerships.services.documents import attach_document
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import PDF, browser_of, pdf


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def claim(cast: Cast) -> InteractionEvent:
    """A visit the NGO claims without a document."""
    given = {"verification": "single", "recorded_side": "ngo", "recorded_by": cast.ngo_manager}
    event = FACTS[InteractionEvent](cast.partnership, **given)
    event.save()
    return event


@pytest.fixture
def document(cast: Cast, claim: InteractionEvent) -> Document:
    """Minutes the NGO attached to it."""
    return attach_document(by=cast.ngo_manager, fact=claim, title="会议纪要", file=pdf())


def content_of(response: Any) -> bytes:
    """What was sent."""
    return b"".join(response.streaming_content)


def test_the_own_side_attaches_a_file_and_the_entry_stands_on_a_document(cast: Cast, claim: InteractionEvent) -> None:
    address = reverse("document-attach", args=["interactionevent", claim.pk])
    response = browser_of(cast.ngo_manager).post(address, {"file": pdf()})
    assert response["Location"] == reverse("record-detail", args=["interactionevent", claim.pk])
    claim.refresh_from_db()
    assert claim.verification == "single_doc"
    assert Document.objects.get().title == "minutes.pdf"


def test_an_address_without_a_scheme_is_taken_for_https(cast: Cast, claim: InteractionEvent) -> None:
    address = reverse("document-attach", args=["interactionevent", claim.pk])
    browser_of(cast.staff).post(address, {"url": "example.org/notice", "title": "Notice"})
    assert Document.objects.get().url == "https://example.org/notice"
    claim.refresh_from_db()
    assert claim.verification == "single"


@pytest.mark.parametrize(
    "given",
    [{}, {"file": pdf(name="page.html")}, {"file": pdf(b"<html>")}, {"url": "javascript:alert(1)"}, {"file": pdf(b"")}],
    ids=["nothing", "another ending", "another content", "a script", "empty"],
)
def test_what_is_no_document_is_refused_in_words(cast: Cast, claim: InteractionEvent, given: dict[str, Any]) -> None:
    for file in given.values():
        if hasattr(file, "seek"):
            file.seek(0)
    address = reverse("document-attach", args=["interactionevent", claim.pk])
    response = browser_of(cast.ngo_manager).post(address, given | {"title": "Kept"})
    assert response.status_code == 422
    assert "Kept" in response.content.decode()
    assert not Document.objects.exists()


def test_a_download_is_an_attachment_of_its_checked_type_and_is_kept(cast: Cast, document: Document) -> None:
    response = browser_of(cast.staff).get(reverse("document-download", args=[document.pk]))
    assert content_of(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%BC%9A")
    assert response["Content-Disposition"].endswith(".pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    taken = DocumentDownload.objects.get()
    assert (taken.document, taken.downloaded_by) == (document, cast.staff)


def test_whoever_handed_it_in_reads_on_the_page_who_took_it(
    cast: Cast, claim: InteractionEvent, document: Document
) -> None:
    content_of(browser_of(cast.staff).get(reverse("document-download", args=[document.pk])))
    page = reverse("record-detail", args=["interactionevent", claim.pk])
    content = browser_of(cast.ngo_manager).get(page).content.decode()
    assert reverse("document-download", args=[document.pk]) in content
    assert "Downloaded 1 time" in content
    cast.analyst.grants.update(jurisdiction=cast.district)
    assert "Downloaded" not in browser_of(cast.analyst).get(page).content.decode()


def test_strangers_find_no_document_and_leave_no_trace(cast: Cast, document: Document) -> None:
    address = reverse("document-download", args=[document.pk])
    for stranger in (cast.other_manager, cast.street_staff, cast.analyst):
        assert browser_of(stranger).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith(reverse("sign-in"))
    assert browser_of(cast.staff).post(address).status_code == 405
    assert not DocumentDownload.objects.exists()


def test_a_download_that_broke_off_goes_on_and_counts_once(cast: Cast, document: Document) -> None:
    browser, address = browser_of(cast.staff), reverse("document-download", args=[document.pk])
    assert len(content_of(browser.get(address))) == len(PDF)
    rest = browser.get(address, headers={"range": "bytes=9-"})
    assert (rest.status_code, content_of(rest)) == (206, PDF[9:])
    assert rest["Content-Range"] == f"bytes 9-{len(PDF) - 1}/{len(PDF)}"
    part = browser.get(address, headers={"range": "bytes=1-3"})
    assert (part["Content-Length"], content_of(part)) == ("3", PDF[1:4])
    assert DocumentDownload.objects.count() == 1
    for beyond in ("bytes=999-", "bytes=5-2", "lines=1-2", "bytes=-5"):
        whole = browser.get(address, headers={"range": beyond})
        assert (whole.status_code, content_of(whole)) == (200, PDF)


def test_asking_for_the_head_alone_takes_nothing(cast: Cast, document: Document) -> None:
    response = browser_of(cast.staff).head(reverse("document-download", args=[document.pk]))
    assert (response.status_code, response["Content-Length"]) == (200, str(len(PDF)))
    assert not DocumentDownload.objects.exists()


def test_a_document_kept_elsewhere_is_not_handed_out_here(cast: Cast, claim: InteractionEvent) -> None:
    elsewhere = attach_document(by=cast.ngo_manager, fact=claim, url="https://example.org/")
    assert browser_of(cast.staff).get(reverse("document-download", args=[elsewhere.pk])).status_code == 404


def test_no_address_serves_the_folder_of_documents(cast: Cast, document: Document) -> None:
    browser = browser_of(cast.administrator)
    name = document.file.name
    for address in (name, f"media/{name}", f"static/{name}", f"static/../media/{name}", f"static/%2e%2e/media/{name}"):
        assert browser.get(f"/{address}").status_code == 404, address
    assert Path(project.STATIC_ROOT) not in [Path(project.MEDIA_ROOT), *Path(project.MEDIA_ROOT).parents]
    assert not any(Path(project.MEDIA_ROOT).is_relative_to(folder) for folder in project.STATICFILES_DIRS)
    assert not project.MEDIA_URL.strip("/")
    assert "django.views.static.serve" not in [
        f"{view.__module__}.{view.__name__}" for view in get_resolver().reverse_dict if callable(view)
    ]
