"""Asking the API for statistics, and walking through the answer."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from partnerships.models import Partnership
from tests.cast import Cast
from tests.trust.population import populate

ROOT = "/api/v1/statistics/"
ENDPOINTS = ("stages", "groups", "time", "cohorts", "rates")
Rows = list[dict[str, Any]]


@pytest.fixture
def many(cast: Cast) -> list[Partnership]:
    return populate(cast, 160)


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    client.force_login(cast.staff)
    return client


def asked(client: Client, of: str, **query: str) -> dict[str, Any]:
    """The answer."""
    response = client.get(f"{ROOT}{of}/", query)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def grouped(rows: Rows, *names: str) -> dict[Any, Rows]:
    """Rows by the values of some fields, in their order."""
    found: dict[Any, Rows] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def all_rows(answer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row with the name of its table."""
    for name, part in answer.items():
        if isinstance(part, list) and name != "caveats":
            for row in part:
                yield name, row


COUNTS = ("partnerships", "changes", "payments", "spells", "at_risk", "years")
