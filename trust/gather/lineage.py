"""Evidence that goes over to a partnership because its government body took over from another.

The relationship goes on though the body changed its name or was merged: from the day of the succession on, the
partnership of the successor with an NGO rests on the evidence of the predecessor's partnership with the same NGO, too.
It did not before that day, and not as long as nobody knew of the succession.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from .then import shadowed


@dataclass(frozen=True, order=True)
class Inheritance:
    """From `since` on, `partnership` rests on what body `body` did, too: with its NGO in the partnership `source`.

    `source` is None where the predecessor had no partnership with the NGO; the body still counts as the same one, so a
    tie to it is no partner and its membership of a network is the body's own.
    """

    partnership: int
    since: date
    body: int
    source: int | None


# Bodies and all they took over from, whoever is in between, with the day by which everything had gone over.
STATEMENT = """
    WITH {shadows} known AS (
        SELECT organization_id, successor_id, happened_on FROM partnerships_succession
        WHERE is_whole AND happened_on IS NOT NULL
          AND recorded_at <= %(known_at)s AND (voided_at IS NULL OR voided_at > %(known_at)s)
    ), line AS (
        WITH RECURSIVE step(heir, body, since) AS (
            SELECT successor_id, organization_id, happened_on FROM known
            UNION
            SELECT step.heir, known.organization_id, GREATEST(step.since, known.happened_on)
            FROM step JOIN known ON known.successor_id = step.body
            WHERE known.organization_id <> step.heir
        )
        SELECT heir, body, MIN(since) AS since FROM step GROUP BY heir, body
    )
    SELECT p.id, line.since, line.body, former.id
    FROM line
    JOIN partnerships_partnership p ON p.government_id = line.heir
    LEFT JOIN partnerships_partnership former ON former.government_id = line.body AND former.ngo_id = p.ngo_id
    WHERE %(keys)s::bigint[] IS NULL OR p.id = ANY(%(keys)s::bigint[])
    ORDER BY p.id, line.since, line.body
"""


def inheritances(partnerships: Iterable[int] | None, *, known_at: datetime) -> Sequence[Inheritance]:
    """What goes over to the partnerships with these keys (default: to all), as known at a moment.

    Where nobody took over from anybody, this costs two short queries.
    """
    keys = None if partnerships is None else sorted(partnerships)
    with connection.cursor() as cursor:
        parameters = {"known_at": known_at, "keys": keys}
        cursor.execute(STATEMENT.format(shadows=shadowed(known_at)), parameters)
        return [Inheritance(heir, since, body, source) for heir, since, body, source in cursor.fetchall()]
