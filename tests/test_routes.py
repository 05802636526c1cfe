"""Every route x every person x own and foreign objects: a route without a declared expectation fails.

The expectations are rows of the tables in tests/routes/; how to write one is told there in rows.py.
"""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from tests.routes.rows import ADMINISTRATOR, PEOPLE, SIDES, Case, Row, row
from tests.routes.tables import ROWS
from tests.routes.walking import routes, undeclared
from tests.routes.world import Keys, World, make_world

SIGN_IN = ("/sign-in/", "/admin/login/")


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, in one transaction for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world, made once; every request takes back what it did. Its documents lie in a folder of their own."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield make_world()


@pytest.fixture(scope="module")
def cookies(world: World) -> dict[str, str]:
    """What the browser of each person who signed in sends along."""
    kept = {}
    for name, person in world.people.items():
        browser = Client()
        if person is not None:
            browser.force_login(person)
        kept[name] = browser.cookies.output(header="", sep=";")
    return kept


def ask(cookies: dict[str, str], case: Case, address: str, row: Row) -> HttpResponse:
    """Makes the request as the person, and takes back whatever it wrote."""
    browser = Client(raise_request_exception=False)
    browser.cookies = SimpleCookie(cookies[case.person])
    sent: dict[str, Any] = {} if case.method == "GET" else {"data": row.sent}
    if sent and row.route.startswith("api:"):
        sent["content_type"] = "application/json"
    elif case.method not in {"GET", "POST"}:
        sent = {"data": "", "content_type": "application/x-www-form-urlencoded"}
    with transaction.atomic():
        response = getattr(browser, case.method.lower())(address, **sent)
        if response.streaming:
            response.streaming_content = [response.getvalue()]  # a file is closed once it was read
        transaction.set_rollback(True)
    if response.streaming:
        b"".join(response)  # so that the file is closed
    return response  # type: ignore[no-any-return]


def outcome(response: HttpResponse) -> str:
    """The status; `sign-in` for a redirect to the page where one signs in."""
    if response.status_code == 302 and response["Location"].partition("?")[0] in SIGN_IN:
        return "sign-in"
    return str(response.status_code)


def address_of(row: Row, keys: Keys) -> str:
    """The address of the route for the objects."""
    arguments = [each.format_map(keys) for each in row.arguments.split()]
    address = row.address.format_map(keys) or reverse(row.route, args=arguments)
    return f"{address}?{row.query.format_map(keys)}" if row.query else address


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_the_answer_that_was_declared(row: Row, world: World, cookies: dict[str, str]) -> None:
    wrong = []
    for case in row.cases():
        keys = world.own if case.side == "own" else world.foreign
        came = outcome(ask(cookies, case, address_of(row, keys), row))
        if came not in case.allowed:
            wrong.append(f"{case.method} as {case.person}, {case.side}: {came}, not {'/'.join(sorted(case.allowed))}")
    assert not wrong, "\n".join(wrong)


def is_held(response: HttpResponse, holds: str, keys: Keys) -> bool:
    """Whether the answer holds the object: a row with its key, a link to it, or the text."""
    if response["Content-Type"] == "application/json":
        return holds.format_map(keys) in {str(each["id"]) for each in response.json()["results"]}  # type: ignore[attr-defined]
    route, *arguments = holds.format_map(keys).split()
    try:
        mark = f'href="{reverse(route, args=arguments)}"'
    except NoReverseMatch:
        mark = holds.format_map(keys)
    return mark in response.getvalue().decode()


@pytest.mark.parametrize("row", [row for row in ROWS if row.holds], ids=str)
def test_a_list_holds_own_objects_and_foreign_ones_for_administrators_only(
    row: Row, world: World, cookies: dict[str, str]
) -> None:
    for case in row.cases():
        if case.method != "GET" or "200" not in case.allowed:
            continue
        response = ask(cookies, case, address_of(row, world.own), row)
        held = [is_held(response, row.holds, keys) for keys in (world.own, world.foreign)]
        assert held == [True, case.person == ADMINISTRATOR], case.person


def test_every_route_has_an_expectation_and_every_expectation_a_route() -> None:
    assert undeclared(routes(), {row.route for row in ROWS}) == []


def test_a_new_route_without_an_expectation_is_named() -> None:
    assert undeclared({"home", "new-page"}, {"home", "gone"}) == [
        "“new-page” has no expectation: add a row in tests/routes/.",
        "“gone” is no route any more: remove its row.",
    ]


def test_a_method_nobody_declared_must_be_refused_to_everybody() -> None:
    undeclared_method = [case for case in row("home", GET="sign-in 200 200 200 200").cases() if case.method == "DELETE"]
    assert len(undeclared_method) == len(PEOPLE)
    assert all("200" not in case.allowed and "302" not in case.allowed for case in undeclared_method)


def test_the_number_of_cases(capsys: pytest.CaptureFixture[str]) -> None:
    """Says how many requests the tables stand for, and that no person or side of any object was left out."""
    cases = [case for row in ROWS for case in row.cases()]
    listed = sum(2 * len(PEOPLE) for row in ROWS if row.holds)
    routes_asked = len({row.route for row in ROWS})
    with capsys.disabled():
        print(f"\n{routes_asked} routes: {len(cases)} cases of method x person x object, {listed} of lists")
    assert {(case.person, case.side) for case in cases} == {(person, side) for person in PEOPLE for side in SIDES}
