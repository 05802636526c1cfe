"""Live links: the query that Excel is given fetches what the list's page shows, page by page, with a token."""

import base64
import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from partnerships.models import ApiScope
from partnerships.views import live_links
from tests.api.evidence import Both, both, record_contract
from tests.api.test_tokens import made
from tests.cast import Cast

__all__ = ["both"]
SHOWN = re.compile(r'<textarea[^>]* id="query"[^>]*>(.*?)</textarea>', re.DOTALL)


def query_on(client: Client, address: str) -> str:
    """The query as the page gives it to be copied."""
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(SHOWN.findall(answer.content.decode())[0])


def asked_by(query: str) -> tuple[str, dict[str, Any]]:
    """The address the query begins with and the parameters it sends."""
    address = re.search(r'^    Address = "(.*)",$', query, re.MULTILINE)
    asked = re.search(r"^    Asked = \[(.*)\],$", query, re.MULTILINE)
    assert address
    assert asked
    fields = re.findall(r'(\w+) = (\{[^}]*\}|"(?:[^"]|"")*")', asked[1])
    texts = {name: re.findall(r'"((?:[^"]|"")*)"', value) for name, value in fields}
    return address[1], {name: [each.replace('""', '"') for each in found] for name, found in texts.items()}


def fetched(client: Client, query: str, **also: str) -> list[Any]:
    """What Excel would fetch: the first page, then each that `next` names, by its cursor."""
    address, asked = asked_by(query)
    rows, place = [], None
    while True:
        sent = {**asked, **also, **({"cursor": place} if place else {})}
        page = client.get(f"{urlsplit(address).path}?{urlencode(sent, doseq=True)}")
        assert page.status_code == 200, page.content
        rows += page.json()["results"]
        if page.json()["next"] is None:
            return rows
        place = parse_qs(urlsplit(page.json()["next"]).query)["cursor"][0]


def excel(secret: str) -> Client:
    """A program that signs in as Excel does: a name and, in place of the password, the token."""
    return Client(headers={"authorization": "Basic " + base64.b64encode(f"token:{secret}".encode()).decode()})


def test_every_link_fetches_its_list_with_a_token_for_it_alone(client: Client, cast: Cast, both: Both) -> None:
    client.force_login(cast.staff)
    page = client.get("/data/").content.decode()
    for link in live_links.live_links():
        assert f'href="{link.page}"' in page
        answer = client.get(link.page).content.decode()
        scope = re.search(r"<code>(\w+:read)</code>", answer)
        assert scope
        token, secret = made(cast.staff, scope[1])
        assert fetched(excel(secret), query_on(client, link.page)), link
        token.delete()


def test_the_filters_of_a_list_go_with_it_over_all_pages(client: Client, cast: Cast, both: Both) -> None:
    for method in ("venture", "venture", "entrusted", "open_tender"):
        record_contract(cast.partnership, method=method, title="食堂")
    record_contract(cast.partnership, method="venture", title="else")
    client.force_login(cast.staff)
    found = "?method=venture&method=entrusted&q=食堂&columns=title&rows=50&ordering=-value"
    page = client.get(f"/contracts/{found}").content.decode()
    link = re.search(r'href="(/data/live/contract/[^"]*)"', page)
    assert link
    query = query_on(client, unescape(link[1]))
    assert asked_by(query)[1] == {"page_size": ["1000"], "method": ["venture", "entrusted"], "q": ["食堂"]}
    _token, secret = made(cast.staff, ApiScope.READ_CONTRACTS)
    rows = fetched(excel(secret), query, page_size="2")
    address = re.search(r'id="address" readonly value="([^"]*)"', client.get(unescape(link[1])).content.decode())
    assert address
    plain = excel(secret).get(unescape(address[1])).json()
    assert [row["id"] for row in plain["results"]] == [row["id"] for row in rows]
    assert [row["method"] for row in rows] == ["venture", "venture", "entrusted"]
    assert {row["title"] for row in rows} == {"食堂"}


def test_a_filter_that_only_the_page_knows_is_named_as_left_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    page = client.get("/data/live/contract/?colour=red&method=venture").content.decode()
    assert "The query does not filter by colour" in page
    assert "does not filter" not in client.get("/data/live/contract/?method=venture").content.decode()


def test_texts_cannot_leave_their_quotes(client: Client, cast: Cast) -> None:
    client.force_login(cast.staff)
    query = query_on(client, "/data/live/contract/?" + urlencode({"q": 'a"], x = #(lf) "'}))
    assert 'q = "a""], x = #(#)(lf) """' in query


def test_there_is_no_link_for_what_the_api_does_not_list(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get("/data/live/person/").status_code == 404
    assert "/data/live/" not in client.get("/people/").content.decode()


@pytest.mark.parametrize("wrong", ["gongxin_" + "x" * 43, "gongxin_"])
def test_a_wrong_token_in_the_passwords_place_is_refused_as_a_token(wrong: str, db: None) -> None:
    answer = excel(wrong).get("/api/v1/contracts/")
    assert answer.status_code == 401
    assert "no such token" in json.loads(answer.content)["detail"]
