"""Sessions on the database server that are not the test's own.

A browser test leaves an event loop running, and Django gives every loop connections of its own: after the first browser
test, tests use others than before, and closing `connection` closes only the one at hand.
"""

from contextlib import closing
from typing import Any

import psycopg
from django.db import connection

PATIENCE = 5000  # milliseconds a session is given to end


def server() -> dict[str, Any]:
    """Where the database server is, and who comes."""
    given = connection.get_connection_params()
    return {name: given[name] for name in ("host", "port", "user", "password", "sslmode") if name in given}


def aside() -> "closing[psycopg.Connection[Any]]":
    """A session that is in no test database, for what cannot be done from within one."""
    return closing(psycopg.connect(**server(), dbname="postgres", autocommit=True))


def end_sessions(database: str) -> None:
    """Ends every session in the database and waits for their end."""
    connection.close()
    with aside() as outside:
        outside.execute(
            "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity WHERE datname = %s", [PATIENCE, database]
        )
