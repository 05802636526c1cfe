"""The keys met so far in a sheet, kept in the database while the import runs: memory does not grow with them."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection

LONGEST = 200


def natural_key(*parts: Any) -> str:
    """A key of what identifies a record; as a digest where it would be too long to be kept."""
    key = ":".join(str(part) for part in parts)
    return key if len(key) <= LONGEST else f"{key[:100]}:{hashlib.sha256(key.encode()).hexdigest()}"


def digest_key(prefix: str, *content: Any) -> str:
    """A key of the content of a row that has nothing else to know it by."""
    text = "\x1f".join(str(part) for part in content)
    return f"{prefix}:{hashlib.sha256(text.encode()).hexdigest()[:40]}"


class MetKeys:
    """Where each key of the sheet stood first. Lives and dies with the transaction."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS import_met_keys")
            cursor.execute(
                "CREATE TEMPORARY TABLE import_met_keys (key text PRIMARY KEY, location text) ON COMMIT DROP"
            )

    def repeated(self, keys: Sequence[tuple[str, str]]) -> dict[int, str]:
        """Takes keys with their locations; of each that came before, its index and its first place. Two queries."""
        first: dict[str, str] = {}
        repeated: dict[int, str] = {}
        for index, (key, location) in enumerate(keys):
            if first.setdefault(key, location) != location:
                repeated[index] = first[key]
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, location FROM import_met_keys WHERE key = ANY(%s)", [list(first)])
            before = dict(cursor.fetchall())
            new = [key for key in first if key not in before]
            cursor.execute(
                "INSERT INTO import_met_keys SELECT * FROM unnest(%s::text[], %s::text[])",
                [new, [first[key] for key in new]],
            )
        return repeated | {index: before[key] for index, (key, _location) in enumerate(keys) if key in before}
