"""Every refusal names field, value and remedy; nothing a caller writes is silently left out or breaks the server."""

import random
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from config import api
from tests.api.evidence import Both
from tests.cast import Cast

ROOT = "/api/v1/"

REFUSED = [
    ("contracts/", "colour=red", "colour", "Known here: "),
    ("contracts/", "signed_from=31.03.2025", "signed_from", "YYYY-MM-DD"),
    ("contracts/", "signed_from=2025-02-30", "signed_from", "YYYY-MM-DD"),
    ("contracts/", "signed_from=", "signed_from", "no value"),
    ("contracts/", "signed_from=2025-01-01&signed_from=2025-02-01", "signed_from", "Give it once"),
    ("contracts/", "method=barter", "method", "open_tender"),
    ("contracts/", "method=open_tender&method=barter", "method", "“barter”"),
    ("contracts/", "value_from=NaN", "value_from", "digits"),
    ("contracts/", "value_from=-1", "value_from", "0"),
    ("contracts/", "value_from=0.001", "value_from", "2"),
    ("contracts/", "currency=yuan", "currency", "three capital letters"),
    ("contracts/", "partnership=0", "partnership", "no partnership"),
    ("contracts/", "partnership=one", "partnership", "no partnership"),
    ("contracts/", "jurisdiction=nowhere", "jurisdiction", "list of jurisdictions"),
    ("contracts/", "include_voided=yes", "include_voided", "true or false"),
    ("contracts/", "contested=1", "contested", "true or false"),
    ("contracts/", "recorded_from=2025-01-01T00:00:00 08:00", "recorded_from", "%2B"),
    ("contracts/", "recorded_from=0001-01-01T00:00:00", "recorded_from", "offset"),
    ("contracts/", "ordering=password", "ordering", "signed_on"),
    ("contracts/", "ordering=id,", "ordering", "signed_on"),
    ("contracts/", "page=0", "page", "from 1"),
    ("contracts/", "page=last", "page", "from 1"),
    ("contracts/", "page_size=1001", "page_size", "at most 1000"),
    ("contracts/", "format=xml", "format", "Known here: "),
    ("contracts/{contract}/", "q=x", "q", "Known here: expand, fields, include_voided"),
    ("contracts/{contract}/", "include_voided=2", "include_voided", "true or false"),
    ("events/", "type=REC_TEA", "type", "list of event types"),
    ("events/{event}/", "q=x", "q", "Known here: expand, fields"),
    ("event-types/", "stored_as=paper", "stored_as", "standing"),
    ("organizations/", "sector=private", "sector", "government, ngo, other"),
    ("organizations/", "include_voided=maybe", "include_voided", "true or false"),
    ("assessments/", "stage=4", "stage", "contractual"),
    ("assessments/", "reason=", "reason", "no value"),
    ("assessments/", "flag=red", "flag", "eroding"),
    ("assessments/", "history=always", "history", "true or false"),
    ("assessments/", "known_at=2025-01-01", "known_at", "history=true"),
    ("partnerships/{partnership}/assessments/", "partnership=1", "partnership", "Known here: "),
    ("organizations/{organization}/stages/", "as_of=2025-01-01", "as_of", "takes none"),
    ("indicators/", "dimension=money", "dimension", "culture"),
    ("indicators/", "methodology=1999.1", "methodology", "2026.1"),
    ("indicators/", "ordering=name", "ordering", "position"),
    ("", "x=1", "x", "takes none"),
]


def _address(path: str, both: Both) -> str:
    on = both.bureau
    keys = {"contract": on.contract.pk, "event": on.event.pk, "partnership": on.partnership.pk,
            "organization": on.partnership.ngo_id}  # fmt: skip
    return ROOT + path.format(**keys)


@pytest.mark.parametrize("path", sorted({case[0] for case in REFUSED}))
def test_what_is_not_understood_is_refused_with_field_value_and_remedy(
    path: str, client: Client, cast: Cast, both: Both
) -> None:
    client.force_login(cast.staff)
    for query, field, remedy in (case[1:] for case in REFUSED if case[0] == path):
        response = client.get(f"{_address(path, both)}?{quote(query, safe='=&-:')}")
        body = response.json()
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), query
        assert (body["status"], body["title"]) == (400, "Bad Request")
        assert body["type"] == "urn:gongxin:problem:invalid-parameters"
        error = next(error for error in body["errors"] if error["field"] == field)
        assert error["value"] in query.replace(f"&{field}=", ", ")
        assert remedy in error["message"], query


def test_a_moment_of_any_offset_is_understood(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    for moment in ("2671-12-20T22:20:55-18:58", "2020-01-01T00:00:00%2B23:59"):
        assert client.get(f"{ROOT}contracts/?recorded_from={moment}").status_code == 200


def test_all_that_is_wrong_is_said_at_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    errors = client.get(f"{ROOT}contracts/?method=barter&signed_from=today&currency=yuan").json()["errors"]
    assert {error["field"] for error in errors} == {"method", "signed_from", "currency"}


def test_a_filter_by_a_record_one_may_not_see_reads_like_one_that_is_not_there(
    client: Client, cast: Cast, both: Both
) -> None:
    client.force_login(cast.other_manager)
    hidden, absent = (
        client.get(f"{ROOT}contracts/?partnership={key}").json()["errors"][0]["message"]
        for key in (cast.partnership.pk, 987654321)
    )
    assert hidden == absent


def test_a_page_beyond_the_last_is_not_found(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    response = client.get(f"{ROOT}contracts/?page=2")
    assert (response.status_code, response.json()["type"]) == (404, "urn:gongxin:problem:no-such-page")
    assert response.json()["errors"] == [
        {
            "field": "page",
            "pointer": None,
            "code": "invalid",
            "value": "2",
            "message": "The last page is 1.",
            "records": [],
        }
    ]


@pytest.mark.parametrize("path", ["nothing/", "contracts/1/payments/", "a/b/c/"])
def test_an_address_that_is_not_there_answers_with_a_problem(path: str, client: Client, db: None) -> None:
    response = client.get(ROOT + path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert ROOT in response.json()["detail"]


def test_a_missing_slash_is_put_right(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    assert client.get(f"{ROOT}contracts?method=venture", follow=True).redirect_chain == [
        (f"{ROOT}contracts/?method=venture", 301)
    ]


def test_a_format_the_api_does_not_speak_is_not_acceptable(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    response = client.get(f"{ROOT}contracts/", headers={"accept": "application/xml"})
    assert (response.status_code, response.json()["type"]) == (406, "urn:gongxin:problem:not-acceptable")


def test_a_request_with_too_many_parameters_is_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    many = "&".join(f"x{number}=1" for number in range(1500))
    response = client.get(f"{ROOT}contracts/?{many}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_refusals_speak_the_language_of_the_reader(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    body = client.get(f"{ROOT}nothing/", headers={"accept-language": "zh-hans"}).json()
    assert body["status"] == 404
    assert client.get(f"{ROOT}nothing/", headers={"accept-language": "zh-hans"})["Content-Language"] == "zh-hans"


NASTY = [
    "",
    " ",
    "abc",
    "-1",
    "0",
    "1.5",
    "1e999999",
    "-1e-999999",
    "NaN",
    "Infinity",
    "9" * 30,
    "9" * 5000,
    "٣",
    "²",
    "true",
    "TRUE",
    "null",
    "[]",
    "{}",
    "%",
    "\\",
    "_",
    "'; DROP TABLE x; --",
    "\x00",
    "a\x00b",
    "\n",
    "𠀀",
    "\u202e",
    "a" * 5000,
    "2025-13-01",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2025-01-01T25:00:00",
    "1,2",
    ",",
    "-",
    "--id",
    "-id,-id",
    "id,",
    "C1",
    "../..",
    "2025",
]
PATHS = [f"{prefix}/" for prefix, _viewset, _name in api.router.registry]
LIST_PATHS = [f"{prefix}/" for prefix, viewset, _name in api.router.registry if hasattr(viewset, "list")]
GUESSES = ["x", "id", "format", "limit", "offset", "q[]", "q__icontains", "partnership__ngo", "é", "\x00", "a" * 500]


def _known_names(client: Client, path: str) -> list[str]:
    """The names the API itself says it knows."""
    message = client.get(f"{ROOT}{path}?no_such_name=1").json()["errors"][0]["message"]
    return str(message.partition("Known here: ")[2].rstrip(".")).split(", ")


@pytest.mark.parametrize("path", LIST_PATHS)
def test_no_query_breaks_a_list(path: str, client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    known, dice = _known_names(client, path), random.Random(path)  # noqa: S311 (a fixed sequence is what is wanted)
    assert len(known) >= 4
    queries = [{name: value} for name in known for value in dice.sample(NASTY, 2)]
    queries += [{dice.choice(known + GUESSES): dice.choice(NASTY) for _ in range(3)} for _ in range(15)]
    for query in queries:
        response = client.get(f"{ROOT}{path}?{urlencode(query)}")
        assert response.status_code in {200, 400, 404}, query
        if response.status_code != 200:
            errors = response.json()["errors"]
            assert errors, query
            assert all(error["field"] in query and error["message"] for error in errors), query


@pytest.mark.parametrize("path", PATHS)
def test_no_key_breaks_the_address_of_a_record(path: str, client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    keys = [key for key in NASTY if key not in {"", "C1", "../.."}]
    for key in [*keys, "%FF%FE"]:
        response = client.get(f"{ROOT}{path}{quote(key, safe='%') if key == '%FF%FE' else quote(key, safe='')}/")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json"), key


@pytest.mark.parametrize("path", ["partnerships/{}/assessments/", "organizations/{}/stages/"])
def test_no_key_breaks_what_hangs_on_a_record(path: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    for key in (key for key in NASTY if key not in {"", "../.."}):
        response = client.get(ROOT + path.format(quote(key, safe="")))
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json"), key
