"""Filing requests and answering them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Request
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of, pdf

NEW = "/requests/new/"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def given(cast: Cast, **further: Any) -> dict[str, Any]:
    """A request as it is typed."""
    return {
        "partnership": "gongyi",
        "kind": "payment",
        "subject": "The second instalment",
        "opened_on": "昨天",
        "press": "1",
        **further,
    }


def test_a_manager_files_a_request_and_is_told_that_it_never_counts_against_anybody(cast: Cast) -> None:
    browser = browser_of(cast.ngo_manager)
    page = browser.get(NEW).content.decode()
    assert "never counts against anybody" in page
    assert f'value="{cast.partnership}"' in page
    response = browser.post(NEW, given(cast, file=pdf()))
    filed = Request.objects.get()
    assert response["Location"] == reverse("record-detail", args=["request", filed.pk])
    assert filed.opened_on == timezone.localdate() - timedelta(days=1)
    assert (filed.kind, filed.recorded_side, filed.verification) == ("payment", "ngo", "single_doc")


def test_pressing_twice_files_once_and_a_changed_form_is_another(cast: Cast) -> None:
    browser = browser_of(cast.ngo_manager)
    places = {browser.post(NEW, given(cast))["Location"] for _press in range(2)}
    assert len(places) == Request.objects.count() == 1
    browser.post(NEW, given(cast, subject="The third instalment"))
    assert Request.objects.count() == 2
    browser_of(cast.staff).post(NEW, given(cast))
    assert Request.objects.count() == 3


def test_a_request_in_a_foreign_partnership_is_refused(cast: Cast) -> None:
    response = browser_of(cast.other_manager).post(NEW, given(cast))
    assert (response.status_code, Request.objects.count()) == (422, 0)
    assert "The second instalment" in response.content.decode()
    assert browser_of(cast.analyst).get(NEW).status_code == 403


def asked(cast: Cast) -> Request:
    """A request of the NGO, not answered yet."""
    request = FACTS[Request](cast.partnership, recorded_side="ngo", recorded_by=cast.ngo_manager)
    request.save()
    return request  # type: ignore[no-any-return]


def test_the_body_answers_once(cast: Cast) -> None:
    request = asked(cast)
    address = reverse("request-answer", args=[request.pk])
    assert (
        address in browser_of(cast.staff).get(reverse("record-detail", args=["request", request.pk])).content.decode()
    )
    browser = browser_of(cast.staff)
    early = browser.post(address, {"answered_on": "2001-01-01", "answer": "Kept"})
    assert early.status_code == 422
    assert "Kept" in early.content.decode()
    browser.post(address, {"answered_on": "today", "answer": "It is paid tomorrow"})
    request.refresh_from_db()
    assert (request.answered_on, request.answer) == (timezone.localdate(), "It is paid tomorrow")
    again = browser.post(address, {"answered_on": "today", "answer": "Again"})
    assert again.status_code == 422
    assert "was answered on" in again.content.decode()


def test_nobody_but_the_body_that_was_asked_answers(cast: Cast) -> None:
    address = reverse("request-answer", args=[asked(cast).pk])
    assert browser_of(cast.ngo_manager).get(address).status_code == 403
    assert browser_of(cast.other_manager).get(address).status_code == 404
    of_the_street = FACTS[Request](cast.street_partnership)
    of_the_street.save()
    address = reverse("request-answer", args=[of_the_street.pk])
    assert browser_of(cast.staff).get(address).status_code == 403
    assert browser_of(cast.street_staff).get(address).status_code == 200
