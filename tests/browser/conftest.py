"""A served site, a real browser, and a way to see that nothing complains in it.

The site runs in another thread with a connection of its own, so what tests write must be committed; and since a trigger
refuses to empty the assessments, the tables are emptied with triggers off.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from partnerships.models import User
from tests.api.evidence import Both, both
from tests.cast import PASSWORD

__all__ = ["both"]

CHROMIUM = Path("/usr/bin/chromium")
SERVED = ("bootstrap.min.css", "echarts.min.js")
QUIETLY = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]  # fmt: skip
KEPT = {"django_migrations", "django_content_type", "auth_permission", "partnerships_eventtype"}
WIDTHS = {"desk": 1440, "phone": 390}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests, and skip them where there is nothing to drive."""
    missing = "" if CHROMIUM.exists() else f"{CHROMIUM} is not there; install Debian's chromium."
    vendor = Path(settings.BASE_DIR, "static", "vendor")
    if not all((vendor / name).exists() for name in SERVED):
        missing = missing or "The front-end packages are not installed: run make install."
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A browser, a site and a database share two cores here; a run says which test needed its second try.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session", autouse=True)
def queries_beside_a_browser() -> Iterator[None]:
    """Playwright runs an event loop in this thread, in which Django would otherwise refuse to query."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, written for everybody to see, and emptied afterwards."""
    with django_db_blocker.unblock():
        yield
        _empty_the_tables()


def _empty_the_tables() -> None:
    """Empties what tests write. A request nobody waits for any more may still hold a table: then once more."""
    tables = [name for name in connection.introspection.table_names() if name not in KEPT]
    for attempt in range(20):
        try:
            with connection.cursor() as cursor:
                _wait_for_the_site(cursor)
                cursor.execute("SET session_replication_role = replica")
                cursor.execute("SET lock_timeout = '1s'")
                cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        except OperationalError:
            if attempt == 19:
                raise
        else:
            return
        finally:
            connection.close()


def _wait_for_the_site(cursor: Any) -> None:
    """Waits until the site answers nobody: a check that nobody reads any more would lock what is emptied."""
    busy = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND state <> 'idle'
    """
    for _ in range(200):
        cursor.execute(busy)
        if cursor.fetchone()[0] == 0:
            return
        time.sleep(0.05)


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of the site."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: errors of scripts, violations of the policy, answers that failed."""
    return []


Open = Callable[..., Page]


@pytest.fixture
def open_as(chromium: Browser, site: str, both: Both, complaints: list[str]) -> Iterator[Open]:
    """Opens the site as a person who signs in by hand. Every complaint fails the test."""
    contexts: list[BrowserContext] = []

    def sign_in(person: User, *, width: str = "desk", language: str = "en-GB", javascript: bool = True) -> Page:
        viewport = {"width": WIDTHS[width], "height": 900}
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            locale=language,
            java_script_enabled=javascript,
            base_url=site,
        )
        contexts.append(context)
        page = context.new_page()
        _listen(page, complaints)
        page.goto("/sign-in/")
        page.locator("#id_username").fill(person.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url("**/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []


# What htmx says of a check that was given up for a later one, or because the form was sent: not an error of anybody.
GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")


def _complains(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.text.startswith(GIVEN_UP)


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("console", lambda message: complaints.append(message.text) if _complains(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
