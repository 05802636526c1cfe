"""Data packages by the API: asked for by a token, watched, fetched whole or in part, and by nobody else."""

import base64
import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from partnerships.models import ApiScope, DataPackage, User
from partnerships.packages import making
from tests.api.evidence import Both
from tests.api.test_tokens import bearer, made
from tests.cast import Cast

ADDRESS = "/api/v1/packages/"
JSON = "application/json"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Files of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def program(user: User, *scopes: str) -> Client:
    """A program of the person, with a token good for packages."""
    _token, secret = made(user, *(scopes or (ApiScope.READ_PACKAGES, ApiScope.WRITE_PACKAGES)))
    return bearer(secret)


def ready(client: Client, form: str = "csv") -> Any:
    """A package that was asked for and made, as its address shows it."""
    asked = client.post(ADDRESS, {"format": form}, JSON)
    making.make(asked.json()["id"])
    return client.get(asked["Location"]).json()


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_package_is_asked_for_watched_and_fetched_with_a_token(cast: Cast, both: Both) -> None:
    client = program(cast.analyst)
    asked = client.post(ADDRESS, {"format": "csv"}, JSON)
    assert asked.status_code == 202
    assert int(asked["Retry-After"]) > 0
    waiting = client.get(asked["Location"]).json()
    assert (waiting["state"], waiting["file"]) == ("waiting", None)
    early = client.get(f"{asked['Location']}file/")
    assert (early.status_code, early["Content-Type"]) == (409, "application/problem+json")
    assert early.json()["type"] == "urn:gongxin:problem:not-ready"
    assert int(early["Retry-After"]) > 0
    making.make(waiting["id"])
    done = client.get(asked["Location"]).json()
    assert done["state"] == "done"
    assert done["rows_done"] == done["rows_total"] > 10
    fetched = client.get(done["file"])
    content = content_of(fetched)
    assert len(content) == done["size"] == int(fetched["Content-Length"])
    digest = hashlib.sha256(content)
    assert digest.hexdigest() == done["sha256"]
    assert fetched["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert "datapackage.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [row["id"] for row in client.get(ADDRESS).json()["results"]] == [done["id"]]


def test_a_key_sent_twice_makes_one_package(cast: Cast) -> None:
    client = program(cast.analyst)
    headers = {"Idempotency-Key": "nightly-2025-05-20"}
    answers = [client.post(ADDRESS, {"format": "csv"}, JSON, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert DataPackage.objects.count() == 1


def test_the_limits_are_those_of_the_page(cast: Cast) -> None:
    client = program(cast.analyst)
    for _number in range(3):
        assert client.post(ADDRESS, {"format": "csv"}, JSON).status_code == 202
    refused = client.post(ADDRESS, {"format": "csv"}, JSON)
    assert refused.status_code == 422
    assert "Three packages" in refused.json()["detail"]
    wrong = client.post(ADDRESS, {"format": "sas", "rows": 1}, JSON).json()
    assert {error["pointer"] for error in wrong["errors"]} == {"/format", "/rows"}
    assert DataPackage.objects.count() == 3


def test_a_token_needs_the_scope_of_what_it_does(cast: Cast, both: Both) -> None:
    reader, maker = program(cast.analyst, ApiScope.READ_PACKAGES), program(cast.analyst, ApiScope.WRITE_PACKAGES)
    assert reader.post(ADDRESS, {"format": "csv"}, JSON).status_code == 403
    key = maker.post(ADDRESS, {"format": "csv"}, JSON).json()["id"]
    making.make(key)
    for path in ("", f"{key}/", f"{key}/file/"):
        answer = maker.get(ADDRESS + path)
        assert answer.status_code == 403, path
        assert "packages:read" in answer.json()["detail"]
        given = reader.get(ADDRESS + path)
        assert given.status_code == 200, path
        assert given.json() if path.count("/") < 2 else content_of(given)


def test_a_token_for_one_kind_does_not_read_every_kind_by_the_feed(cast: Cast, both: Both) -> None:
    answer = program(cast.staff, ApiScope.READ_EVENTS).get("/api/v1/changes/")
    assert answer.status_code == 403
    assert "packages:read" in answer.json()["detail"]
    assert program(cast.staff, ApiScope.READ_PACKAGES).get("/api/v1/changes/").status_code == 200


def test_nobody_sees_or_fetches_anothers(cast: Cast, both: Both) -> None:
    found = ready(program(cast.analyst))
    other = program(cast.administrator)
    assert other.get(found["url"]).status_code == 404
    assert other.get(found["file"]).status_code == 404
    assert other.get(ADDRESS).json()["results"] == []


def test_a_package_is_kept_back_once_its_maker_may_see_less(cast: Cast, both: Both) -> None:
    client = program(cast.analyst)
    found = ready(client)
    cast.analyst.grants.all().delete()
    answer = client.get(found["file"])
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_what_could_not_be_made_or_is_gone_is_told(cast: Cast, both: Both) -> None:
    client = program(cast.analyst)
    found = ready(client)
    making.path_of(DataPackage.objects.get()).unlink()
    assert client.get(found["file"]).status_code == 404
    DataPackage.objects.update(state="failed")
    failed = client.get(found["file"])
    assert failed.json()["type"] == "urn:gongxin:problem:not-made"
    assert (failed.status_code, "Retry-After" in failed) == (409, False)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-7", -7, None), ("bytes=5-99999999999", 5, None)],
)
def test_a_download_that_broke_goes_on(asked: str, first: int, last: int | None, cast: Cast, both: Both) -> None:
    client = program(cast.analyst)
    found = ready(client)
    whole = client.get(found["file"])
    content = content_of(whole)
    part = client.get(found["file"], headers={"Range": asked, "If-Range": whole["ETag"]})
    wanted = content[first:last]
    assert part.status_code == 206
    assert content_of(part) == wanted
    begins = first % len(content)
    assert part["Content-Range"] == f"bytes {begins}-{begins + len(wanted) - 1}/{len(content)}"
    assert int(part["Content-Length"]) == len(wanted)


def test_a_part_that_is_not_there_is_refused_and_one_of_another_file_is_not_given(cast: Cast, both: Both) -> None:
    client = program(cast.analyst)
    found = ready(client)
    beyond = client.get(found["file"], headers={"Range": f"bytes={found['size']}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{found['size']}")
    assert beyond.json()["type"] == "urn:gongxin:problem:no-such-part"
    for headers in ({"Range": "bytes=5-", "If-Range": '"other"'}, {"Range": "bytes=0-1,5-6"}, {"Range": "rows=1-2"}):
        whole = client.get(found["file"], headers=headers)
        assert (whole.status_code, len(content_of(whole))) == (200, found["size"]), headers


def test_what_a_program_has_already_is_not_sent_again(cast: Cast, both: Both) -> None:
    client = program(cast.analyst)
    found = ready(client)
    whole = client.get(found["file"])
    tag = whole["ETag"]
    assert len(content_of(whole)) == found["size"]
    assert tag == f'"{found["sha256"]}"'
    assert client.get(found["file"], headers={"If-None-Match": tag}).status_code == 304


def test_a_packages_language_is_that_of_who_asks(cast: Cast) -> None:
    client = program(cast.analyst)
    with translation.override("en"):  # and it is this again afterwards
        answer = client.post(ADDRESS, {"format": "csv"}, JSON, headers={"Accept-Language": "zh-hans"})
    assert answer.json()["language"] == "zh-hans"


def test_packages_are_listed_in_the_order_they_were_asked_for(cast: Cast) -> None:
    keys = [DataPackage.objects.create(made_for=cast.analyst, format=form).pk for form in ("csv", "gexf", "dta")]
    for pages in ({}, {"page": 1}):
        listed = program(cast.analyst).get(ADDRESS, pages).json()["results"]
        assert [each["id"] for each in listed] == keys
