"""Checks of the installation: what a wrong server or a half-set production would only show later, and silently."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_POSTGRESQL = 15

SERVER_FACTS = """
SELECT current_setting('server_version_num')::int / 10000,
       current_setting('server_version'),
       current_setting('server_encoding'),
       datctype,
       EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm')
FROM pg_database WHERE datname = current_database()
"""


@register(Tags.database)
def check_database_server(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Check that each server named in `databases` is PostgreSQL, new enough, and knows Chinese."""
    return [message for alias in databases or () for message in server_problems(connections[alias])]


def server_problems(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """Ask one server and return what is wrong with it, as sentences."""
    if connection.vendor != "postgresql":
        return [Error(f"Gongxin needs PostgreSQL; DATABASE_URL names {connection.display_name}.", id="gongxin.E001")]
    with connection.cursor() as cursor:
        cursor.execute(SERVER_FACTS)
        return _judged(*cursor.fetchone())


def _judged(major: int, version: str, encoding: str, character_type: str, has_trigrams: bool) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if major < OLDEST_POSTGRESQL:
        problems.append(
            Error(f"PostgreSQL {OLDEST_POSTGRESQL} or later is needed; this server is {version}.", id="gongxin.E002")
        )
    if encoding != "UTF8":
        problems.append(
            Error(f"The database is encoded in {encoding}: create it with ENCODING 'UTF8'.", id="gongxin.E003")
        )
    if has_trigrams and character_type in ("C", "POSIX"):
        # With this character type pg_trgm sees no letters in Chinese words and finds nothing, without an error.
        problems.append(
            checks.Warning(
                f"LC_CTYPE is {character_type}: search would find no Chinese text. "
                "Create the database with LC_CTYPE 'C.UTF-8'.",
                id="gongxin.W001",
            )
        )
    return problems


@register(Tags.security, deploy=True)
def check_production_parts(**_options: Any) -> list[CheckMessage]:
    """Check that a production installation does not run on the parts meant for the demo."""
    if not settings.PRODUCTION:
        return [checks.Warning("GONGXIN_PRODUCTION is off.", id="gongxin.W002")]
    problems: list[CheckMessage] = []
    if settings.DATABASES["default"]["ENGINE"] == "config.embedded":
        problems.append(
            checks.Warning("DATABASE_URL is not set: the embedded PostgreSQL is for one machine.", id="gongxin.W003")
        )
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        problems.append(
            checks.Warning("CELERY_BROKER_URL is not set: the queue of files is for one machine.", id="gongxin.W004")
        )
    if not settings.EMAIL_URL:
        problems.append(
            checks.Warning("EMAIL_URL is not set: reminders are written to files and reach nobody.", id="gongxin.W005")
        )
    return problems
