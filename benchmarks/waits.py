"""What people wait for pages, beside the floor of the same run: a page of this site that reads one row by its key."""

from collections.abc import Mapping
from typing import Any

from .search import figures_of, times_of

FLOOR = "/api/v1/event-types/REC_JOINT_PLAN/"
Addresses = Mapping[str, str]


def print_waits(addresses: Mapping[str, Addresses], people: Mapping[str, Any]) -> None:
    """A table of milliseconds, median and 95th percentile, and queries: a line each address, a column each person.

    `addresses`: by person and by what they are. Whole pages, by the test client, so that a page counts in full what it
    takes in Python, too. The floor stands above and below: a machine that got busier meanwhile shows.
    """
    print(f"{'p50 / p95 in ms (queries)':40}" + "".join(f"{name:>24}" for name in people))
    _print_line("floor: one row by its key", dict.fromkeys(people, FLOOR), people)
    for name in addresses[next(iter(people))]:
        _print_line(name, {person: addresses[person][name] for person in people}, people)
    _print_line("floor again", dict.fromkeys(people, FLOOR), people)


def _print_line(name: str, addresses: Addresses, people: Mapping[str, Any]) -> None:
    cells = [f"{_waited(people[person], address):>24}" for person, address in addresses.items()]
    print(f"{name:40}" + "".join(cells), flush=True)


def _waited(person: Any, address: str) -> str:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    number = len(queries)  # the log is emptied by the next request
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    return f"{figures_of(times_of(lambda: browser.get(address)))} ({number})"
