"""The database as everybody sees it: the feed tells what is committed, so nothing is rolled back here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

# With what hangs on them, all that tests write; what a migration wrote stays.
TABLES = "partnerships_jurisdiction, partnerships_user, partnerships_change, partnerships_feedentry"


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, written for everybody to see; emptied afterwards, past the triggers that keep the past."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
        connection.close()
