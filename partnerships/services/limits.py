"""How often somebody may ask: a count for each minute, in the database, which every installation has."""

from dataclasses import dataclass
from time import time

from django.db import connection

from partnerships.models import RequestCount

SECONDS = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of a minute: `remaining` of `most` requests, until `seconds` from now."""

    most: int
    remaining: int
    seconds: int

    @property
    def is_used_up(self) -> bool:
        """Whether this request was one too many."""
        return self.remaining < 0


def count_request(key: str, most: int) -> Allowance:
    """Counts one request under the key. One statement, so that no request is missed however many come at once."""
    minute, passed = divmod(int(time()), SECONDS)
    table = RequestCount._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" AS held (key, minute, count) VALUES (%s, %s, 1) '  # noqa: S608 (our own table)
            "ON CONFLICT (key) DO UPDATE SET minute = excluded.minute, "
            "count = CASE WHEN held.minute = excluded.minute THEN held.count + 1 ELSE 1 END RETURNING count",
            [key, minute],
        )
        (count,) = cursor.fetchone()
    return Allowance(most, most - count, SECONDS - passed)
